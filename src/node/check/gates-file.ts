/** Reads a file of gates: YAML, validated, every problem with its place. */
import {readFileSync} from 'node:fs';
import type {Document, LineCounter} from 'yaml';
import type {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {gatesSchema} from '../../guard/check/gates-schema.ts';
import {CHECK_MEASURES} from '../../guard/check/measures.ts';
import type {Gate} from '../../guard/check-report.ts';
import {displayed, guessOf, offsetOf, parseYaml} from '../yaml-places.ts';

const NEXT = 'docs/check.md shows a gates file that works';
const KEYS = ['gates', 'name', 'measure', 'band', 'atLeast', 'atMost'];

/** Throws ConfigError where the file cannot be read, is not YAML or holds gates that cannot be judged. */
export function readGates(file: string): Gate[] {
  const shown = displayed(file);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`the gates file cannot be read: ${(cause as Error).message}`, {where: shown, cause, next: 'Check --gates.'});
  }
  const {document, lines} = parseYaml(source, shown);
  const data = document.toJS() as unknown;
  if (typeof data !== 'object' || data === null || !('gates' in data))
    throw new ConfigError('the file has no list of gates', {where: shown, next: NEXT});
  const parsed = gatesSchema.safeParse(data);
  if (parsed.success) return parsed.data.gates;
  const said = parsed.error.issues.flatMap((issue) => describe(issue, data, {document, lines, shown}));
  if (said.length === 1) throw new ConfigError(said[0].text, {where: said[0].where, next: NEXT});
  throw new ConfigError(`${shown} has ${said.length} problems${said.map(({where, text}) => `\n  ${where}  ${text}`).join('')}`, {
    next: NEXT,
  });
}

interface Places {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly shown: string;
}

function describe(issue: z.core.$ZodIssue, data: unknown, places: Places): {where: string; text: string}[] {
  const at = (path: readonly PropertyKey[], key = false): string => {
    const offset = offsetOf(places.document, path, key);
    if (offset === undefined) return places.shown;
    const {line, col} = places.lines.linePos(offset);
    return `${places.shown}:${line}:${col}`;
  };
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({where: at([...issue.path, key], true), text: `unknown key ${key}${hint(key, KEYS)}`}));
  const name = issue.path.map(String).join('.');
  const got = valueAt(data, issue.path);
  if (issue.code === 'invalid_value' && issue.path.at(-1) === 'measure')
    return [
      {
        where: at(issue.path),
        text: `${name}: no measure is called ${JSON.stringify(got)}${hint(String(got), CHECK_MEASURES)}; there are ${CHECK_MEASURES.join(', ')}`,
      },
    ];
  const prefix = name === '' || issue.message.startsWith(String(issue.path[0])) ? '' : `${name}: `;
  return [
    {where: at(issue.path), text: `${prefix}${issue.message}${typeof got === 'object' || got === undefined ? '' : `, got ${String(got)}`}`},
  ];
}

function hint(word: string, known: readonly string[]): string {
  const guess = guessOf(word, known);
  return guess === undefined ? '' : `; did you mean ${guess}?`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}
