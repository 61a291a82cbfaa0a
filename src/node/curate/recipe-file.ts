/** Reads a recipe: YAML, validated, every problem with its place. */
import type {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {isObject, shownValue} from '../../core/plain/value.ts';
import {budgetSchema, type Recipe, recipeSchema, resolvedRecipe} from '../../guard/curate/recipe.ts';
import {SchemaKeys} from '../../lab/experiment/own-keys.ts';
import {type Problem, problemsOf, valueAt} from '../../lab/experiment/problems.ts';
import {commandSchema, dedupeSchema, filterSchema, STEP_SHORTCUTS, weightSchema} from '../../quality/steps.ts';
import {hintOf, placeOf, refusalOf, type Said, saidOf, type YamlFile} from '../../run/yaml-places.ts';
import {readYaml} from '../yaml-file.ts';

const NEXT = 'docs/curate.md shows a recipe that works';
const STEPS = {dedupe: dedupeSchema, filter: filterSchema, weight: weightSchema, command: commandSchema} as const;
const STEP_NAMES = [...Object.keys(STEPS), ...Object.keys(STEP_SHORTCUTS)];

/** Throws ConfigError where the file cannot be read, is not YAML or holds no recipe. */
export function readRecipe(file: string): Recipe {
  const yaml = readYaml(file, {what: 'the recipe', next: 'Check --recipe.'});
  const {data, shown} = yaml;
  if (!isObject(data) || Array.isArray(data)) throw new ConfigError('the file holds no recipe', {where: shown, next: NEXT});
  const parsed = recipeSchema.safeParse(data);
  if (parsed.success) {
    if (parsed.data.steps.length > 0 || parsed.data.mix || parsed.data.budget) return resolvedRecipe(parsed.data);
    throw new ConfigError('the recipe does nothing: it has no steps, no mix and no budget', {where: shown, next: NEXT});
  }
  const said = parsed.error.issues.flatMap((issue) => describe(issue, data, yaml));
  throw refusalOf(said, {shown, next: NEXT});
}

function describe(issue: z.core.$ZodIssue, data: unknown, yaml: YamlFile): Said[] {
  // a union whose kinds are told apart by a name says itself which names there are
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return describeUnion(issue, data, yaml);
  const keys = new SchemaKeys(recipeSchema);
  const known = ({path}: Problem) => keys.at(path.slice(0, -1), data) ?? [];
  return problemsOf([issue], data).map((problem) => saidOf(problem, yaml, known));
}

/** Of a value that may be of several kinds, the problems of the kind that was meant. */
function describeUnion(issue: z.core.$ZodIssue, data: unknown, yaml: YamlFile): Said[] {
  const {path} = issue;
  const got = valueAt(data, path);
  const again = (schema: z.ZodType, value: unknown, at: readonly PropertyKey[]): Said[] =>
    (schema.safeParse(value).error?.issues ?? []).flatMap((inner) =>
      describe({...inner, path: [...at, ...inner.path]} as z.core.$ZodIssue, data, yaml),
    );
  const where = placeOf(yaml, path);
  if (path[0] === 'budget' && path.length === 1) {
    const kinds = isObject(got) ? budgetSchema.options.filter((option) => Object.hasOwn(got, Object.keys(option.shape)[0])) : [];
    if (kinds.length === 1) return again(kinds[0], got, path);
    return [{where, text: 'budget: wants exactly one of records and words'}];
  }
  if (path[0] === 'steps' && path.length === 2) {
    const named = isObject(got) && !Array.isArray(got);
    const keys = named ? Object.keys(got) : [typeof got === 'string' ? got : shownValue(got)];
    if (keys.length !== 1)
      return [
        {
          where,
          text: `${path.join('.')}: a step has one key, its name; this one has ${keys.length === 0 ? 'none' : shownValue(keys, 120)}`,
        },
      ];
    const [key] = keys;
    if (named && Object.hasOwn(STEPS, key)) return again(STEPS[key as keyof typeof STEPS], got[key], [...path, key]);
    const text = `${path.join('.')}: there is no step ${shownValue(key)}${hintOf(key, STEP_NAMES)}; there are ${STEP_NAMES.join(', ')}`;
    return [{where: placeOf(yaml, named ? [...path, key] : path, named), text}];
  }
  return [{where, text: `${path.map(String).join('.')}: wanted a path or a list of paths, got ${shownValue(got)}`}];
}
