/** Reads a recipe: YAML, validated, every problem with its place. */
import {readFileSync} from 'node:fs';
import type {Document, LineCounter} from 'yaml';
import type {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {budgetSchema, mixSchema, type Recipe, recipeSchema, resolvedRecipe} from '../../guard/curate/recipe.ts';
import {commandSchema, DOCUMENT_MEASURES, dedupeSchema, filterSchema, STEP_SHORTCUTS, weightSchema} from '../../quality/steps.ts';
import {displayed, guessOf, offsetOf, parseYaml} from '../yaml-places.ts';

const NEXT = 'docs/curate.md shows a recipe that works';
const STEPS = {dedupe: dedupeSchema, filter: filterSchema, weight: weightSchema, command: commandSchema} as const;
const STEP_NAMES = [...Object.keys(STEPS), ...Object.keys(STEP_SHORTCUTS)];
const KEYS = [
  ...Object.keys(recipeSchema.shape),
  ...Object.keys(mixSchema.shape),
  ...Object.keys(recipeSchema.shape.output.def.innerType.shape),
  ...['records', 'words', 'kind', 'similarity', 'measure', 'atLeast', 'atMost', 'band', 'power', 'run'],
];

/** Throws ConfigError where the file cannot be read, is not YAML or holds no recipe. */
export function readRecipe(file: string): Recipe {
  const shown = displayed(file);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`the recipe cannot be read: ${(cause as Error).message}`, {where: shown, cause, next: 'Check --recipe.'});
  }
  const {document, lines} = parseYaml(source, shown);
  const data = document.toJS() as unknown;
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new ConfigError('the file holds no recipe', {where: shown, next: NEXT});
  const parsed = recipeSchema.safeParse(data);
  if (parsed.success) {
    if (parsed.data.steps.length > 0 || parsed.data.mix || parsed.data.budget) return resolvedRecipe(parsed.data);
    throw new ConfigError('the recipe does nothing: it has no steps, no mix and no budget', {where: shown, next: NEXT});
  }
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

interface Said {
  readonly where: string;
  readonly text: string;
}

function describe(issue: z.core.$ZodIssue, data: unknown, places: Places): Said[] {
  const got = valueAt(data, issue.path);
  if (issue.code === 'invalid_union') return describeUnion(issue, data, places);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({where: placeOf(places, [...issue.path, key], true), text: `unknown key ${key}${hint(key, KEYS)}`}));
  const name = issue.path.map(String).join('.');
  if (issue.code === 'invalid_value' && issue.path.at(-1) === 'measure')
    return [
      {
        where: placeOf(places, issue.path),
        text: `${name}: no measure of documents is called ${JSON.stringify(got)}${hint(String(got), DOCUMENT_MEASURES)}; there are ${DOCUMENT_MEASURES.join(', ')}`,
      },
    ];
  const value = typeof got === 'object' || got === undefined ? '' : `, got ${JSON.stringify(got)}`;
  return [{where: placeOf(places, issue.path), text: `${name}: ${issue.message}${value}`}];
}

/** Of a value that may be of several kinds, the problems of the kind that was meant. */
function describeUnion(issue: z.core.$ZodIssue, data: unknown, places: Places): Said[] {
  const {path} = issue;
  const got = valueAt(data, path);
  const again = (schema: z.ZodType, value: unknown, at: readonly PropertyKey[]): Said[] =>
    (schema.safeParse(value).error?.issues ?? []).flatMap((inner) =>
      describe({...inner, path: [...at, ...inner.path]} as z.core.$ZodIssue, data, places),
    );
  const where = placeOf(places, path);
  if (path[0] === 'budget' && path.length === 1) {
    const kinds = isObject(got) ? budgetSchema.options.filter((option) => Object.keys(option.shape)[0] in got) : [];
    if (kinds.length === 1) return again(kinds[0], got, path);
    return [{where, text: 'budget: wants exactly one of records and words'}];
  }
  if (path[0] === 'steps' && path.length === 2) {
    const keys = isObject(got) ? Object.keys(got) : [String(got)];
    if (keys.length !== 1)
      return [{where, text: `${path.join('.')}: a step has one key, its name; this one has ${keys.join(', ') || 'none'}`}];
    const [key] = keys;
    if (isObject(got) && key in STEPS) return again(STEPS[key as keyof typeof STEPS], got[key], [...path, key]);
    const text = `${path.join('.')}: there is no step ${key}${hint(key, STEP_NAMES)}; there are ${STEP_NAMES.join(', ')}`;
    return [{where: placeOf(places, isObject(got) ? [...path, key] : path, isObject(got)), text}];
  }
  return [{where, text: `${path.map(String).join('.')}: wanted a path or a list of paths, got ${JSON.stringify(got)}`}];
}

function placeOf({document, lines, shown}: Places, path: readonly PropertyKey[], key = false): string {
  const offset = offsetOf(document, path, key);
  if (offset === undefined) return shown;
  const {line, col} = lines.linePos(offset);
  return `${shown}:${line}:${col}`;
}

function hint(word: string, known: readonly string[]): string {
  const guess = guessOf(word, known);
  return guess === undefined ? '' : `; did you mean ${guess}?`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}
