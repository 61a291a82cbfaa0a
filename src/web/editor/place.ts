/**
 * Where in the YAML of an experiment a cursor stands, told from the text before it alone, which is seldom whole: blocks by their indents,
 * flows by their brackets.
 *
 * edge     no block scalars, anchors or tags beside the cursor: what follows them may be told wrongly, which costs a suggestion
 */

export interface CursorPlace {
  /** From the top to the map or list that the cursor stands in, or to the value that it writes. `-` is an item of a list. */
  readonly path: readonly string[];
  /** A name of a field, or a value. */
  readonly wants: 'key' | 'value';
  /** What has been written of it. */
  readonly word: string;
  /** Fields beside it that have one word. */
  readonly beside: Readonly<Record<string, string>>;
}

interface Frame {
  readonly path: readonly string[];
  readonly indent: number;
  readonly beside: Record<string, string>;
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'#[\]{},:-][^:#[\]{},]*?|-[^\s:#[\]{},][^:#[\]{},]*?))\s*:(?=\s|$)/;

export function placeAt(text: string, position: number): CursorPlace {
  const before = text.slice(0, position);
  const lines = before.split('\n');
  const frames: Frame[] = [{path: [], indent: -1, beside: {}}];
  // the top's own fields have indent 0
  frames.push({path: [], indent: 0, beside: {}});
  let flow: Flow | undefined;
  for (const [i, line] of lines.entries()) {
    const isLast = i === lines.length - 1;
    if (flow !== undefined) {
      flow.read(`\n${line}`);
      if (flow.isClosed && !isLast) flow = undefined;
      continue;
    }
    const plain = isLast ? line : withoutComment(line);
    if (plain.trim() === '' && !isLast) continue;
    const found = blockLine(plain, frames, isLast);
    if (found instanceof Flow) flow = found.isClosed && !isLast ? undefined : found;
    else if (isLast && found) return found;
  }
  if (flow && !flow.isClosed) return flow.place();
  const top = frames[frames.length - 1];
  return {path: top.path, wants: 'key', word: '', beside: top.beside};
}

/** One line of a block: its fields, the flow that begins in it, or, of the last line, the place at its end. */
function blockLine(line: string, frames: Frame[], isLast: boolean): Flow | CursorPlace | undefined {
  let indent = line.length - line.trimStart().length;
  let rest = line.slice(indent);
  while (frames.length > 1 && frames[frames.length - 1].indent > indent) frames.pop();
  if (frames[frames.length - 1].indent < indent) frames.push({path: pathWithin(frames), indent, beside: {}});
  while (/^-(\s|$)/.test(rest)) {
    const top = frames[frames.length - 1];
    const gap = /^-\s*/.exec(rest)![0].length;
    indent += gap;
    rest = rest.slice(gap);
    // a list may stand as deep as the field that it is of
    const own = open.get(top);
    frames.push({path: [...top.path, ...(own === undefined ? [] : [own]), '-'], indent, beside: {}});
  }
  const frame = frames[frames.length - 1];
  const match = KEY.exec(rest);
  if (match === null) {
    if (/^[{[]/.test(rest)) return new Flow(rest, frame.path);
    return isLast
      ? {path: frame.path, wants: rest === '' || frame.path.at(-1) !== '-' ? 'key' : 'value', word: rest, beside: frame.beside}
      : undefined;
  }
  const name = match[1] ?? match[2] ?? match[3];
  const value = rest.slice(match[0].length).trimStart();
  open.set(frame, name);
  if (/^[{[]/.test(value)) return new Flow(value, [...frame.path, name]);
  if (value !== '') frame.beside[name] = value.trim();
  return isLast ? {path: [...frame.path, name], wants: 'value', word: value, beside: frame.beside} : undefined;
}

/** The newest field of a frame. */
const open = new WeakMap<Frame, string>();

function pathWithin(frames: readonly Frame[]): readonly string[] {
  const top = frames[frames.length - 1];
  const own = open.get(top);
  return own === undefined ? top.path : [...top.path, own];
}

interface Level {
  readonly path: readonly string[];
  readonly isMap: boolean;
  readonly beside: Record<string, string>;
  key?: string;
}

/** What stands in brackets, as far as it goes. */
class Flow {
  private readonly levels: Level[] = [];
  private word = '';
  private quote = '';
  private isBegun = false;
  private readonly start: readonly string[];

  constructor(text: string, path: readonly string[]) {
    this.start = path;
    this.read(text);
  }

  get isClosed(): boolean {
    return this.isBegun && this.levels.length === 0;
  }

  read(text: string): void {
    for (let i = 0; i < text.length; i++) this.take(text[i], text[i + 1]);
  }

  place(): CursorPlace {
    const level = this.levels[this.levels.length - 1];
    const {path, isMap, beside, key} = level;
    const word = this.word.trimStart();
    if (isMap && key === undefined) return {path, wants: 'key', word, beside};
    return {path: [...path, key ?? '-'], wants: 'value', word, beside};
  }

  private take(c: string, next: string | undefined): void {
    const level = this.levels[this.levels.length - 1];
    if (this.quote !== '') {
      if (c === this.quote) this.quote = '';
      else this.word += c;
      return;
    }
    if ((c === '"' || c === "'") && this.word.trim() === '') {
      this.quote = c;
    } else if (c === '{' || c === '[') {
      const path = level === undefined ? this.start : [...level.path, level.key ?? '-'];
      this.levels.push({path, isMap: c === '{', beside: {}});
      this.isBegun = true;
      this.word = '';
    } else if (c === '}' || c === ']') {
      this.end(level);
      this.levels.pop();
      const outer = this.levels[this.levels.length - 1];
      if (outer) outer.key = undefined;
    } else if (c === ',') {
      this.end(level);
    } else if (c === ':' && level?.isMap && level.key === undefined && (next === undefined || /\s/.test(next))) {
      level.key = this.word.trim();
      this.word = '';
    } else {
      this.word += c;
    }
  }

  private end(level: Level | undefined): void {
    if (level?.key !== undefined) {
      if (this.word.trim() !== '') level.beside[level.key] = this.word.trim();
      level.key = undefined;
    }
    this.word = '';
  }
}

const withoutComment = (line: string): string => line.replace(/(^|\s)#.*$/, '');
