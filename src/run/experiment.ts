/**
 * From the text of an experiment to its arms: YAML, overrides, validation, and where in the text every problem stands.
 *
 * Refuses to read files: paths are made absolute by whoever knows what they mean.
 */
import {stringify} from 'yaml';
import {z} from 'zod';
import {ConfigError} from '../core/error.ts';
import {setPath} from '../core/plain/set-path.ts';
import {isObject, plainCopy, shownValue} from '../core/plain/value.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import type {Problem} from '../lab/experiment/problems.ts';
import {resolveExperiment} from '../lab/experiment/resolve.ts';
import {type Experiment, experimentSchema} from '../lab/experiment/schema.ts';
import {untrueNames} from './untrue-names.ts';
import {parseYaml, placeOf, refusalOf, sentenceOf, type YamlFile} from './yaml-places.ts';

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly arms: readonly Arm[];
  /** Folder that relative paths of data are resolved against. */
  readonly base: string;
  /** The experiment with its overrides, as YAML that runs by itself from anywhere. */
  readonly yaml: string;
  readonly name: string;
  /** What whoever overrode it should know. */
  readonly warnings: readonly string[];
}

export interface ExperimentSource {
  readonly name: string;
  readonly base: string;
  /** Overrides, `path=value`. */
  readonly sets?: readonly string[];
  /** A path of the experiment, from anywhere. */
  readonly absolute: (path: string) => string;
}

/** Overrides and validates. Throws ConfigError, with the line and column of every problem. */
export function experimentOf(yaml: YamlFile, {name, base, sets = [], absolute}: ExperimentSource): LoadedExperiment {
  const {data} = yaml;
  // what holds no fields is refused as it is
  const before = plainCopy(data);
  const overridden = isObject(data) && !Array.isArray(data) ? sets.map((set) => override(data, set)) : [];
  const resolved = resolveExperiment(data);
  if (!resolved.ok) throw invalid(resolved.problems, yaml, overridden);
  const whole = stringify(withAbsolutePaths(data, absolute), {lineWidth: 0});
  return {experiment: resolved.experiment, arms: resolved.arms, base, yaml: whole, name, warnings: untrueNames(before, data, overridden)};
}

/** What to do about an experiment that is not one. */
export const NEXT = 'see docs/experiments.md for every field, or `genloss show NAME` for an experiment that works';

function override(data: Record<string, unknown>, set: string): readonly string[] {
  const at = set.indexOf('=');
  if (at < 1)
    throw new ConfigError(`--set wants path=value, got ${shownValue(set)}`, {
      next: 'for instance --set arms.replace.workflow=accumulate',
    });
  const name = set.slice(0, at);
  const path = name.split('.');
  if (!setPath(data, path, givenValue(name, set.slice(at + 1)), {create: true}))
    throw new ConfigError(`--set ${name}: there is no such place`, {
      where: `--set ${name}`,
      next: 'name a field by its way from the top, for instance arms.replace.workflow, or an item that its list has',
    });
  return path;
}

function givenValue(name: string, text: string): unknown {
  try {
    return parseYaml(text, `--set ${name}`).data;
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new ConfigError(`the value is ${cause.message}`, {where: `--set ${name}`, next: 'quote the value', cause});
  }
}

function invalid(problems: readonly Problem[], yaml: YamlFile, overridden: readonly (readonly string[])[]): ConfigError {
  const said = problems
    .slice(0, MOST_SAID)
    .map((problem) => ({where: whereOf(problem, yaml, overridden), text: sentenceOf(problem, knownKeys)}));
  return refusalOf(said, {shown: yaml.shown, next: NEXT, count: problems.length});
}

/** Of a file with more problems the others are not put into words. */
const MOST_SAID = 100;

let keys: readonly string[] | undefined;

/** Every key that an experiment may have somewhere. */
function knownKeys(): readonly string[] {
  if (keys) return keys;
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node) for (const key of Object.keys(node.properties as object)) found.add(key);
    Object.values(node).forEach(visit);
  };
  visit(z.toJSONSchema(experimentSchema, {io: 'input'}));
  keys = [...found];
  return keys;
}

function whereOf({path, key}: Problem, yaml: YamlFile, overridden: readonly (readonly string[])[]): string {
  const set = overridden.find((steps) => steps.every((step, i) => String(path[i]) === step));
  return set ? `--set ${set.join('.')}` : placeOf(yaml, path, key === true);
}

/** The files of an arm's mitigations, wherever they stand below it: `files` of sources, `file` of annotators. */
function withFiles(value: unknown, absolute: Absolute): unknown {
  if (Array.isArray(value)) return value.map((one) => withFiles(one, absolute));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'data') return [key, inner];
      if (key === 'file' && typeof inner === 'string') return [key, absolute(inner)];
      if (key === 'files' && Array.isArray(inner)) return [key, inner.map((path) => absolute(String(path)))];
      return [key, withFiles(inner, absolute)];
    }),
  );
}

/** Paths of data made absolute, so that the copy in a run directory runs from anywhere. */
type Absolute = (path: string) => string;

function withAbsolutePaths(data: unknown, absolute: Absolute): unknown {
  const allOf = (list: unknown) => (Array.isArray(list) ? list.map((path) => (path === '-' ? path : absolute(String(path)))) : list);
  const ofData = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('files' in value)) return value;
    const files = allOf(value.files);
    const holdout = 'holdout' in value ? value.holdout : undefined;
    if (typeof holdout !== 'object' || holdout === null || !('files' in holdout)) return {...value, files};
    return {...value, files, holdout: {...holdout, files: allOf(holdout.files)}};
  };
  const experiment = data as {data?: unknown; arms?: Record<string, {data?: unknown}>};
  const arms = Object.fromEntries(
    Object.entries(experiment.arms ?? {}).map(([name, arm]) => [
      name,
      withFiles(arm.data ? {...arm, data: ofData(arm.data)} : arm, absolute),
    ]),
  );
  return {...experiment, data: ofData(experiment.data), arms};
}
