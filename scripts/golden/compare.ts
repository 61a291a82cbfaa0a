/**
 * Holds golden files against what is on disk.
 *
 * Bytes, except for results of neural families: ONNX Runtime rounds otherwise on another processor. Of those the shape is held exactly
 * (every key, word and whole number), other numbers to RELATIVE and ABSOLUTE. With every output of every graph moved by chance by up to
 * 2.4e-7 of itself, four units in the last place, results moved by at most 1.4e-7 of the larger of 1 and the value, summaries by at most
 * 4.5e-6 (the ends of an interval of two lineages); two threads an operator, and no optimisation of graphs, changed nothing.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './command.ts';
import type {Files} from './experiments.ts';
import {EXPERIMENTS, GALLERY, GEOMETRY, GOLDEN} from './files.ts';

const RELATIVE = 1e-4;
const ABSOLUTE = 1e-5;
const NEURAL = /\/results\/(transformer|mlp|autoregressive|vae)\//;

/** What is wrong, a file each: it differs, is missing, or is left over. Empty where all agree. */
export function differences(made: Files): {file: string; what: string}[] {
  const wrong = [...made].flatMap(([file, text]) => {
    const path = join(root, file);
    if (!existsSync(path)) return [{file, what: 'is missing'}];
    const what = differenceOf(file, readFileSync(path, 'utf8'), text);
    return what === undefined ? [] : [{file, what}];
  });
  return [...wrong, ...leftOver(made).map((file) => ({file, what: 'is left over: nothing makes it any more'}))];
}

/** Read by what makes the others, or made by a browser. */
const OTHERWISE = [EXPERIMENTS, GEOMETRY];

/** Files among the golden ones that are not made. */
export function leftOver(made: Files): string[] {
  const there = readdirSync(join(root, GOLDEN), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return [...there, GALLERY].filter((file) => !made.has(file) && !OTHERWISE.some((folder) => file.startsWith(`${folder}/`))).sort();
}

/** In words; undefined where `now` agrees with `golden`. */
export function differenceOf(file: string, golden: string, now: string): string | undefined {
  const [was, is] = [golden.split('\n'), now.split('\n')];
  const same = (a: string | undefined, b: string | undefined): boolean => a === b || (NEURAL.test(file) && agreeAsJson(a, b));
  const first = Array.from({length: Math.max(was.length, is.length)}).findIndex((_, line) => !same(was[line], is[line]));
  if (first === -1) return undefined;
  const next = Array.from({length: LINES}, (_, i) => [was[first + i], is[first + i]]);
  return `differs from line ${first + 1}:\n${next.flatMap(([a, b]) => (same(a, b) ? [] : pair(a, b))).join('\n')}`;
}

const LINES = 5;
const BEFORE = 60;
const AFTER = 160;

/** Two lines, from a little before where they part. */
function pair(was: string | undefined, is: string | undefined): string[] {
  const [a, b] = [was ?? '', is ?? ''];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - BEFORE);
  const cut = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, at + AFTER)}${text.length > at + AFTER ? '…' : ''}`;
  return [...(was === undefined ? [] : [`  - ${cut(a)}`]), ...(is === undefined ? [] : [`  + ${cut(b)}`])];
}

const agreeAsJson = (a: string | undefined, b: string | undefined): boolean => Boolean(a && b) && agree(JSON.parse(a!), JSON.parse(b!));

function agree(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return close(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (keys.join('\n') !== Object.keys(b).join('\n')) return false;
  return keys.every((key) => agree((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

const close = (a: number, b: number): boolean =>
  Number.isInteger(a) && Number.isInteger(b) ? a === b : Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.abs(a);
