/** YAML that a user wrote: as plain data, and where in it a problem stands, in words that a user can use. */
import {type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit} from 'yaml';
import {ConfigError, type PlacedProblem} from '../core/error.ts';
import {faultsOfPlain} from '../core/plain/faults.ts';
import {shownValue} from '../core/plain/value.ts';
import {namesWithin} from '../core/text/meant.ts';
import type {Problem} from '../lab/experiment/problems.ts';

/** More help nobody. */
const MOST_PROBLEMS = 20;

export interface YamlFile {
  /** Plain: without cycles, and no key is called `__proto__`. */
  readonly data: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  /** The file's name for messages. */
  readonly shown: string;
}

interface ParseOptions {
  /** False where a file may hold secrets: messages then have nothing of its text. */
  readonly quotes?: boolean;
}

/** `shown`: the file's name for messages. Throws ConfigError, with line and column, where it is not YAML, or no plain data. */
export function parseYaml(source: string, shown: string, {quotes = true}: ParseOptions = {}): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(source, {lineCounter: lines, prettyErrors: false, logLevel: 'silent'});
  const refuse = (message: string, offset: number): ConfigError => {
    const {line, col} = lines.linePos(offset);
    const text = source.slice(offset - (col - 1), offset + 200).split('\n')[0];
    return new ConfigError(`${message}${quotes ? ` (${shownValue(text.trim(), 120)})` : ''}`, {
      where: `${shown}:${line}:${col}`,
      next: 'mend it at that place',
      problems: [{line, column: col, path: [], message}],
    });
  };
  const [broken] = document.errors;
  if (broken) {
    const words = quotes ? broken.message : broken.code;
    throw refuse(`not valid YAML: ${/call stack/.test(broken.message) ? 'nested too deeply' : words}`, broken.pos[0]);
  }
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    throw refuse(`not valid YAML: ${quotes ? (error as Error).message : 'an alias that cannot be followed'}`, offsetOfFault(document));
  }
  const [fault] = faultsOfPlain(data);
  if (fault)
    throw refuse(`not plain data: ${fault.path.join('.')} ${fault.message}`, offsetOf(document, fault.path, fault.key === true) ?? 0);
  return {data, document, lines, shown};
}

/** Of what only shows when values are made: an alias without its anchor, a merge of what is no map; else the last of too many aliases. */
function offsetOfFault(document: Document): number {
  let last = 0;
  let fault: number | undefined;
  visit(document, {
    Alias(_, alias) {
      last = alias.range?.[0] ?? last;
      if (alias.resolve(document) !== undefined) return undefined;
      fault = last;
      return visit.BREAK;
    },
    Pair(_, {key, value}) {
      if (!isScalar(key) || key.source !== '<<' || isMap(value)) return undefined;
      last = key.range?.[0] ?? last;
      return undefined;
    },
  });
  return fault ?? last;
}

/** A problem of a file, and where it stands. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

/** The keys that a mistyped one may stand for; asked for if there is one. */
export type KnownKeys = (problem: Problem) => readonly string[];

/** A problem as a sentence, and where it stands. */
export function saidOf(problem: Problem, yaml: YamlFile, keys: KnownKeys): Said {
  return {where: placeOf(yaml, problem.path, problem.key === true), text: sentenceOf(problem, keys)};
}

/** `keys`: asked for where the problem does not know them itself. */
export function sentenceOf(problem: Problem, keys: KnownKeys = () => []): string {
  const {path, message, key, unknown} = problem;
  const name = shownPath(path);
  const hint = unknown ? (unknown.elsewhere ? `: ${unknown.elsewhere}` : hintOf(unknown.word, unknown.known ?? keys(problem))) : '';
  if (key && unknown) return `${message}${path.length > 1 ? ` in ${shownPath(path.slice(0, -1))}` : ''}${hint}`;
  const said = hint !== '' && unknown?.brief !== undefined ? unknown.brief : message;
  const list = hint === '' && unknown?.list !== undefined ? ` (${unknown.list} says what each is)` : '';
  return `${name === '' ? '' : `${name}${key ? '' : ':'} `}${said}${list}${hint}`;
}

function shownPath(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.');
  return name.length > LONGEST_PATH ? `${name.slice(0, LONGEST_PATH)}...` : name;
}

const LONGEST_PATH = 200;

/** The error of a file that has problems: one by itself, several as a list, not more than anybody reads. */
export function refusalOf(
  said: readonly Said[],
  {shown, next, count = said.length, problems}: {shown: string; next: string; count?: number; problems?: readonly PlacedProblem[]},
): ConfigError {
  if (count === 1) return new ConfigError(said[0].text, {where: said[0].where, next, problems});
  const list = said.slice(0, MOST_PROBLEMS).map(({where, text}) => `\n  ${where}  ${text}`);
  const more = count > list.length ? `\n  and ${count - list.length} more` : '';
  return new ConfigError(`${shown} has ${count} problems${list.join('')}${more}`, {next, problems});
}

/** `file:line:column` of the value at a path, or of its key. */
export function placeOf(yaml: YamlFile, path: readonly PropertyKey[], key = false): string {
  const {line, column} = lineOf(yaml, path, key);
  return `${yaml.shown}:${line}:${column}`;
}

function lineOf({document, lines}: YamlFile, path: readonly PropertyKey[], key: boolean): {line: number; column: number} {
  const {line, col} = lines.linePos(offsetOf(document, path, key) ?? 0);
  return {line: Math.max(1, line), column: Math.max(1, col)};
}

/** A problem as data, for whoever shows it beside the text. */
export const placedProblem = (yaml: YamlFile, problem: Problem): PlacedProblem => ({
  ...lineOf(yaml, problem.path, problem.key === true),
  path: problem.path.map(String),
  message: sentenceOf(problem),
});

/** The known word that a mistyped one most likely stands for: never the word itself, which stood where it has no meaning. */
function guessOf(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD || known.includes(word)) return undefined;
  return namesWithin(word, known, Math.max(1, Math.floor(word.length / 3)))[0];
}

/** Nothing that is known is nearly as long. */
const LONGEST_WORD = 100;

/** `; did you mean sample?`, or nothing. */
export function hintOf(word: string, known: readonly string[]): string {
  const guess = guessOf(word, known);
  return guess === undefined ? '' : `; did you mean ${guess}?`;
}

/** Where the value at a path begins (or its key); for a path that is not there, the deepest part of it that is. */
function offsetOf(document: Document, path: readonly PropertyKey[], wantKey: boolean): number | undefined {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0];
  for (const [i, step] of path.entries()) {
    if (isMap(node)) {
      const pair = (node.items as Pair<Node, Node | null>[]).find(({key}) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      const last = i === path.length - 1;
      offset = (last && wantKey) || !pair.value?.range ? pair.key.range?.[0] : pair.value.range[0];
      node = pair.value;
    } else {
      const item = (node as {items?: Node[]} | null)?.items?.[Number(step)];
      if (!item?.range) break;
      node = item;
      offset = item.range[0];
    }
  }
  return offset;
}
