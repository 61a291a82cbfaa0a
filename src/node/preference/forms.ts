/**
 * Recorded preferences as tools write them: of two answers to a prompt the one that was chosen, and the other.
 *
 *   pairs            prompt?, chosen, rejected: strings, or lists of turns (TRL, Argilla, UltraFeedback; ShareGPT's from and value)
 *   one conversation chosen and rejected begin alike (HH-RLHF, TRL's implicit prompt): what they share is the prompt
 *   rankings         fields of a record and who ranked them how (Argilla's exports): a pair for every two that are not ranked alike
 *   ratings          prompt or instruction, generations, ratings (distilabel): likewise
 *
 * Refuses to guess: an object of none of these forms is no preference, and `preferencesOf` says why.
 */
import {isRecord, partsText, roleOf} from '../../read/turns.ts';
import type {Preference} from './preference.ts';
import {rankedPreferences} from './ranking.ts';

/** Why a record is no preference: what it has, and what is wanted. */
export class NotAPreference {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The preferences of one record: one, or for rankings any number (none where nobody ranked it). */
export function preferencesOf(record: unknown): readonly Preference[] | NotAPreference {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return new NotAPreference('is not a JSON object');
  const fields = record as Fields;
  if (fields.chosen === undefined && fields.rejected === undefined) {
    const ranked = rankedPreferences(fields);
    if (ranked !== undefined) return ranked;
  }
  for (const side of ['chosen', 'rejected']) {
    const problem = sideProblem(side, fields);
    if (problem !== undefined) return new NotAPreference(problem);
  }
  return [{...split(fields), ...whoAndWhen(fields)}];
}

function sideProblem(side: string, fields: Fields): string | undefined {
  const value = fields[side];
  if (value === undefined || value === null) {
    const keys = Object.keys(fields).map((key) => JSON.stringify(key));
    return `has no "${side}" (it has ${keys.length > 0 ? keys.join(', ') : 'no keys'})`;
  }
  if (typeof value === 'string' || messagesOf(value) !== undefined) return undefined;
  return `has a "${side}" that is neither a string nor a list of {"role", "content"}`;
}

function split(fields: Fields): Pick<Preference, 'prompt' | 'chosen' | 'rejected'> {
  const given = fields.prompt ?? fields.instruction ?? fields.question ?? fields.input;
  const asked = messagesOf(given);
  const prompt = typeof given === 'string' ? given : asked && transcript(asked);
  const [chosen, rejected] = [messagesOf(fields.chosen), messagesOf(fields.rejected)];
  if (chosen !== undefined && rejected !== undefined) {
    const shared = sharedMessages(chosen, rejected);
    return {
      prompt: prompt ?? transcript(chosen.slice(0, shared)),
      chosen: transcript(chosen.slice(shared)),
      rejected: transcript(rejected.slice(shared)),
    };
  }
  const [a, b] = [chosen ? transcript(chosen) : (fields.chosen as string), rejected ? transcript(rejected) : (fields.rejected as string)];
  if (prompt !== undefined) return {prompt, chosen: a, rejected: b};
  const shared = sharedStart(a, b);
  return {prompt: a.slice(0, shared), chosen: a.slice(shared), rejected: b.slice(shared)};
}

function whoAndWhen(fields: Fields): Pick<Preference, 'annotator' | 'time'> {
  const annotator = fields.annotator ?? fields.annotator_id ?? fields.user_id;
  const time = fields.time ?? fields.timestamp;
  return {
    ...((typeof annotator === 'string' || typeof annotator === 'number') && {annotator: `${annotator}`}),
    ...(typeof time === 'string' && {time}),
  };
}

interface Message {
  readonly role: string;
  readonly content: string;
}

/** A list of turns; those without text are passed over. Undefined where it is something else. */
function messagesOf(value: unknown): readonly Message[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const messages: Message[] = [];
  for (const turn of value) {
    const role = isRecord(turn) ? roleOf(turn) : undefined;
    const content = isRecord(turn) ? partsText(turn.content ?? turn.value) : undefined;
    if (role === undefined || typeof content !== 'string') return undefined;
    if (content !== '') messages.push({role, content});
  }
  return messages.length > 0 ? messages : undefined;
}

/** One message as what it says; several with the role before each. */
function transcript(messages: readonly Message[]): string {
  if (messages.length === 1) return messages[0].content;
  return messages.map(({role, content}) => `${role}: ${content}`).join('\n\n');
}

/** Messages at the start that are alike; never all of either. */
function sharedMessages(a: readonly Message[], b: readonly Message[]): number {
  let shared = 0;
  const most = Math.min(a.length, b.length) - 1;
  while (shared < most && a[shared].role === b[shared].role && a[shared].content === b[shared].content) shared++;
  return shared;
}

const TURN = '\n\nAssistant:';

/** Up to and with the last `Assistant:` that both have, or up to the white space before the first word that differs. */
function sharedStart(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  if (a === b) return 0;
  const turn = a.slice(0, shared).lastIndexOf(TURN);
  if (turn >= 0) return turn + TURN.length;
  while (shared > 0 && !/\s/.test(a[shared] ?? ' ')) shared--;
  while (shared > 0 && /\s/.test(a[shared - 1])) shared--;
  return shared;
}
