/** YAML files that a user wrote: read within bounds, where in them a problem stands, in words that a user can use. */
import {closeSync, openSync, readSync} from 'node:fs';
import {relative} from 'node:path';
import {closest, distance} from 'fastest-levenshtein';
import {type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit} from 'yaml';
import {ConfigError} from '../core/error.ts';
import {faultsOfPlain} from '../core/plain/faults.ts';
import {shownValue} from '../core/plain/value.ts';
import type {Problem} from '../lab/problems.ts';
import {firstInvalidUtf8} from './read/utf8.ts';
import {shortageOf} from './system-error.ts';

/** No experiment, gates or recipe that a person wrote comes near it. */
const MOST_BYTES = 10_000_000;
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

/** Throws ConfigError where the file cannot be read, is no UTF-8, too large or not YAML. `what` it holds, and `next`: for the message. */
export function readYaml(file: string, {what, next}: {what: string; next: string}): YamlFile {
  const shown = displayed(file);
  let bytes: Uint8Array;
  try {
    bytes = firstBytes(file, MOST_BYTES + 1);
  } catch (cause) {
    throw shortageOf(cause) ?? new ConfigError(`${what} cannot be read: ${(cause as Error).message}`, {where: shown, cause, next});
  }
  if (bytes.length > MOST_BYTES) throw new ConfigError(`${what} is larger than ${MOST_BYTES / 1e6} MB`, {where: shown, next});
  return parseYaml(decoded(bytes, shown), shown);
}

/** Of a device or pipe too, which may have no end. */
function firstBytes(file: string, most: number): Uint8Array {
  const fd = openSync(file, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let size = 0; size < most; ) {
      const chunk = new Uint8Array(Math.min(most - size, 1 << 20));
      const read = readSync(fd, chunk);
      if (read === 0) break;
      // a slow pipe gives little at a time: a part of a chunk would hold the whole of it
      chunks.push(read === chunk.length ? chunk : chunk.slice(0, read));
      size += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(fd);
  }
}

function decoded(bytes: Uint8Array, shown: string): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (cause) {
    const before = Buffer.from(bytes.subarray(0, Math.max(0, firstInvalidUtf8(bytes))))
      .toString('utf8')
      .split('\n');
    const where = wide ? shown : `${shown}:${before.length}:${before[before.length - 1].length + 1}`;
    throw new ConfigError(`not UTF-8${wide ? ', but UTF-16' : ''}`, {where, cause, next: 'save the file as UTF-8'});
  }
}

/** `shown`: the file's name for messages. Throws ConfigError, with line and column, where it is not YAML, or no plain data. */
export function parseYaml(source: string, shown: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(source, {lineCounter: lines, prettyErrors: false, logLevel: 'silent'});
  const refuse = (message: string, offset: number): ConfigError => {
    const {line, col} = lines.linePos(offset);
    const text = source.slice(offset - (col - 1), offset + 200).split('\n')[0];
    return new ConfigError(`${message} (${shownValue(text.trim(), 120)})`, {
      where: `${shown}:${line}:${col}`,
      next: 'mend the file at that place',
    });
  };
  const [broken] = document.errors;
  if (broken) throw refuse(`not valid YAML: ${/call stack/.test(broken.message) ? 'nested too deeply' : broken.message}`, broken.pos[0]);
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    throw refuse(`not valid YAML: ${(error as Error).message}`, offsetOfFault(document));
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

/** A problem as a sentence, and where it stands. `keys`: those that a mistyped one may stand for, which are asked for if there is one. */
export function saidOf(problem: Problem, yaml: YamlFile, keys: () => readonly string[]): Said {
  return {where: placeOf(yaml, problem.path, problem.key === true), text: sentenceOf(problem, keys)};
}

export function sentenceOf({path, message, key, unknown}: Problem, keys: () => readonly string[]): string {
  const name = shownPath(path);
  const hint = unknown ? hintOf(unknown.word, unknown.known ?? keys()) : '';
  if (key && unknown) return `${message}${path.length > 1 ? ` in ${shownPath(path.slice(0, -1))}` : ''}${hint}`;
  return `${name === '' ? '' : `${name}${key ? '' : ':'} `}${message}${hint}`;
}

function shownPath(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.');
  return name.length > LONGEST_PATH ? `${name.slice(0, LONGEST_PATH)}...` : name;
}

const LONGEST_PATH = 200;

/** The error of a file that has problems: one by itself, several as a list, not more than anybody reads. */
export function refusalOf(
  said: readonly Said[],
  {shown, next, count = said.length}: {shown: string; next: string; count?: number},
): ConfigError {
  if (count === 1) return new ConfigError(said[0].text, {where: said[0].where, next});
  const list = said.slice(0, MOST_PROBLEMS).map(({where, text}) => `\n  ${where}  ${text}`);
  const more = count > list.length ? `\n  and ${count - list.length} more` : '';
  return new ConfigError(`${shown} has ${count} problems${list.join('')}${more}`, {next});
}

/** `file:line:column` of the value at a path, or of its key. */
export function placeOf({document, lines, shown}: YamlFile, path: readonly PropertyKey[], key = false): string {
  const {line, col} = lines.linePos(offsetOf(document, path, key) ?? 0);
  return `${shown}:${Math.max(1, line)}:${Math.max(1, col)}`;
}

/** A path as a person would write it from where they are. */
const displayed = (file: string): string => {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
};

/** The known word that a mistyped one most likely stands for: never the word itself, which stood where it has no meaning. */
function guessOf(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD || known.includes(word)) return undefined;
  const near = closest(word, known);
  return near !== undefined && distance(word, near) <= Math.max(1, Math.floor(word.length / 3)) ? near : undefined;
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
