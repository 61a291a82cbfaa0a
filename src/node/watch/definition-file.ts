/** Reads the file of a watch: YAML, validated, every problem with its place. */
import {dirname, resolve} from 'node:path';
import type {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {isObject, shownValue} from '../../core/plain/value.ts';
import {
  alertmanagerSchema,
  callPeriodSchema,
  corpusSchema,
  fieldPeriodSchema,
  filesSchema,
  pathPeriodSchema,
  textfileSchema,
  type WatchDefinition,
  watchSchema,
  webhookSchema,
} from '../../guard/watch/definition.ts';
import {SchemaKeys} from '../../lab/experiment/own-keys.ts';
import {type Problem, problemsOf, valueAt} from '../../lab/experiment/problems.ts';
import {placeOf, refusalOf, type Said, saidOf, type YamlFile} from '../../run/yaml-places.ts';
import {readYaml} from '../yaml-file.ts';
import {withoutSecrets} from './delivery/without-secrets.ts';

const NEXT = 'docs/watch.md shows a watch that works';

export interface WatchFile {
  readonly definition: WatchDefinition;
  /** What its paths are relative to. */
  readonly folder: string;
}

/** Throws ConfigError where the file cannot be read, is not YAML or holds no watch. */
export function readWatch(file: string): WatchFile {
  const yaml = readYaml(file, {what: 'the watch', next: 'Check the path.', quotes: () => false});
  const {data, shown} = yaml;
  if (!isObject(data) || Array.isArray(data)) throw new ConfigError('the file holds no watch', {where: shown, next: NEXT});
  const parsed = watchSchema.safeParse(data);
  if (parsed.success) return {definition: parsed.data, folder: dirname(resolve(file))};
  const shownData = withoutSecrets(data);
  const said = parsed.error.issues.flatMap((issue) => describe(issue, shownData, yaml));
  throw refusalOf(said, {shown, next: NEXT});
}

/** Kinds of a value that may be of several, each told by a key. */
const KINDS: Readonly<Record<string, readonly (z.ZodObject & z.ZodType)[]>> = {
  data: [filesSchema, corpusSchema],
  period: [fieldPeriodSchema, pathPeriodSchema, callPeriodSchema],
  alerts: [webhookSchema, alertmanagerSchema, textfileSchema],
};

function describe(issue: z.core.$ZodIssue, data: unknown, yaml: YamlFile): Said[] {
  const {path} = issue;
  const kinds = KINDS[String(path[0])];
  if (issue.code === 'invalid_union' && kinds !== undefined && path.length === (path[0] === 'alerts' ? 2 : 1))
    return describeKind(kinds, path, data, yaml);
  const keys = new SchemaKeys(watchSchema);
  const known = ({path: at}: Problem) => keys.at(at.slice(0, -1), data) ?? [];
  return problemsOf([issue], data).map((problem) => saidOf(problem, yaml, known));
}

/** Of a value that is of the kind that its key tells, the problems of that kind. */
function describeKind(kinds: readonly (z.ZodObject & z.ZodType)[], path: readonly PropertyKey[], data: unknown, yaml: YamlFile): Said[] {
  const got = valueAt(data, path);
  const keyOf = (kind: z.ZodObject): string => Object.keys(kind.shape)[0];
  const meant = isObject(got) ? kinds.filter((kind) => Object.hasOwn(got, keyOf(kind))) : [];
  if (meant.length === 1)
    return (meant[0].safeParse(got).error?.issues ?? []).flatMap((inner) =>
      describe({...inner, path: [...path, ...inner.path]} as z.core.$ZodIssue, data, yaml),
    );
  const names = kinds.map(keyOf).join(', ');
  const count =
    meant.length === 0 ? `, got ${got === undefined ? 'nothing' : shownValue(got)}` : `; it has ${meant.map(keyOf).join(' and ')}`;
  return [{where: placeOf(yaml, path), text: `${path.map(String).join('.')}: wants exactly one of ${names}${count}`}];
}
