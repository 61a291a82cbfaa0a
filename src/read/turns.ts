/**
 * Conversations as text: of a list of turns their texts in order, one a line.
 *
 *   {"messages": [{"role": "user", "content": "..."}, ...]}         at messages.content
 *   {"conversations": [{"from": "human", "value": "..."}, ...]}     at conversations.value
 *
 * The text of a turn is a string, or a list of parts whose texts are joined: strings, or objects with a `text`; other parts (pictures, calls)
 * say nothing. A turn without text is passed over. Refuses to guess which field is meant, and to rename roles.
 */

/** What stands where text was wanted. */
export class NoText {
  readonly holds: string;

  constructor(holds: string) {
    this.holds = holds;
  }
}

export interface TurnChoice {
  /** Whose turns are kept; everybody's if absent. */
  readonly roles?: ReadonlySet<string>;
  /** Hears of the role of each turn where some are chosen. */
  readonly onRole?: (role: string) => void;
}

/** `role` or `from`, or undefined where neither is a string. */
export function roleOf({role, from}: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof role === 'string') return role;
  return typeof from === 'string' ? from : undefined;
}

/** A string, the joined texts of a list of parts, or '' where there is nothing. */
export function partsText(value: unknown): string | NoText {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return new NoText(describe(value));
  let text = '';
  for (const part of value) {
    if (typeof part === 'string') text += part;
    else if (!isRecord(part)) return new NoText(`a list with ${describe(part)} in it`);
    else if (typeof part.text === 'string') text += part.text;
  }
  return text;
}

/**
 * The text of a list of turns, each turn's at `path` below it; lists on the path are turns too. Undefined where there are turns, but none
 * of them has anything at that path.
 */
export function turnsText(list: readonly unknown[], path: readonly string[], choice: TurnChoice): string | undefined | NoText {
  const texts: string[] = [];
  const found = collect(list, path, {...choice, texts});
  if (found instanceof NoText) return found;
  return found ? texts.join('\n') : undefined;
}

interface Collecting extends TurnChoice {
  readonly texts: string[];
}

/** Whether any turn has something at the path, or there is none. `above`: the role of the turn that the list is in. */
function collect(list: readonly unknown[], path: readonly string[], into: Collecting, above?: string): boolean | NoText {
  let any = list.length === 0;
  for (const turn of list) {
    if (!isRecord(turn)) return new NoText(`a list with ${describe(turn)} in it`);
    const found = collectTurn(turn, path, into, roleOf(turn) ?? above);
    if (found instanceof NoText) return found;
    any ||= found;
  }
  return any;
}

function collectTurn(turn: Fields, path: readonly string[], into: Collecting, role: string | undefined): boolean | NoText {
  const {value, rest} = follow(turn, path);
  if (value === undefined) return false;
  if (rest.length > 0) return collect(value as unknown[], rest, into, role);
  if (into.roles !== undefined) {
    if (role !== undefined) into.onRole?.(role);
    if (role === undefined || !into.roles.has(role)) return true;
  }
  const text = partsText(value);
  if (text instanceof NoText) return text;
  if (text !== '') into.texts.push(text);
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a path leads to; undefined where there is nothing. */
export interface Followed {
  readonly value: unknown;
  /** Of a path that goes on in a list, what is left of it there. */
  readonly rest: readonly string[];
  /** Whether the path goes on below a null, which is null then too. */
  readonly cut?: true;
}

/** Down a path of keys, as far as the first list that it goes on in. */
export function follow(from: Fields, path: readonly string[]): Followed {
  let value: unknown = from;
  for (let i = 0; i < path.length; i++) {
    if (Array.isArray(value)) return {value, rest: path.slice(i)};
    if (value === null) return {value, rest: [], cut: true};
    if (!isRecord(value) || !Object.hasOwn(value, path[i])) return {value: undefined, rest: []};
    value = value[path[i]];
  }
  return {value, rest: []};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a message names it: `a number`, `an array`. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
