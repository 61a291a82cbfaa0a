/**
 * From the text of an experiment to its arms: YAML, overrides, validation, and where in the text every problem stands.
 *
 * Refuses to read files, and to know where they are: whoever writes the experiment elsewhere says how its paths read from there.
 */
import {stringify} from 'yaml';
import {ConfigError} from '../core/error.ts';
import {setPath} from '../core/plain/set-path.ts';
import {isObject, plainCopy, shownValue} from '../core/plain/value.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import type {Problem} from '../lab/experiment/problems.ts';
import {resolveExperiment} from '../lab/experiment/resolve.ts';
import type {Experiment} from '../lab/experiment/schema.ts';
import {untrueNames} from './untrue-names.ts';
import {parseYaml, placedProblem, placeOf, refusalOf, sentenceOf, type YamlFile} from './yaml-places.ts';

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly arms: readonly Arm[];
  /** Folder that relative paths of data are resolved against. */
  readonly base: string;
  /** The experiment with its overrides, as YAML. `placed`: how a path of its data reads where that is written; as it stands unless given. */
  readonly yaml: (placed?: PlacedPath) => string;
  readonly name: string;
  /** What whoever overrode it should know. */
  readonly warnings: readonly string[];
}

export interface ExperimentSource {
  readonly name: string;
  readonly base: string;
  /** Overrides, `path=value`. */
  readonly sets?: readonly string[];
}

/** A path of an experiment's data, as it reads from another place. */
export type PlacedPath = (path: string) => string;

/** The paths of an experiment's data, in the order in which they stand; what is no path is left out. */
export function pathsOf(experiment: unknown): string[] {
  const paths: string[] = [];
  withPaths(experiment, (path) => {
    paths.push(path);
    return path;
  });
  return [...new Set(paths)];
}

/** Overrides and validates. Throws ConfigError, with the line and column of every problem. */
export function experimentOf(yaml: YamlFile, {name, base, sets = []}: ExperimentSource): LoadedExperiment {
  const {data} = yaml;
  // what holds no fields is refused as it is
  const before = plainCopy(data);
  const overridden = isObject(data) && !Array.isArray(data) ? sets.map((set) => override(data, set)) : [];
  const resolved = resolveExperiment(data);
  if (!resolved.ok) throw invalid(resolved.problems, yaml, overridden);
  const written = (placed: PlacedPath = (path) => path) => stringify(withPaths(data, placed), {lineWidth: 0});
  const warnings = untrueNames(before, data, overridden);
  return {experiment: resolved.experiment, arms: resolved.arms, base, yaml: written, name, warnings};
}

/** What to do about an experiment that is not one. */
export const NEXT = 'see docs/reference/experiment.md for every field, or `genloss show NAME` for an experiment that works';

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
  const worded = problems.slice(0, MOST_SAID);
  const said = worded.map((problem) => ({where: whereOf(problem, yaml, overridden), text: sentenceOf(problem)}));
  const placed = worded.map((problem) => placedProblem(yaml, problem));
  return refusalOf(said, {shown: yaml.shown, next: NEXT, count: problems.length, problems: placed});
}

/** Of a file with more problems the others are not put into words. */
const MOST_SAID = 100;

function whereOf({path, key}: Problem, yaml: YamlFile, overridden: readonly (readonly string[])[]): string {
  const set = overridden.find((steps) => steps.every((step, i) => String(path[i]) === step));
  return set ? `--set ${set.join('.')}` : placeOf(yaml, path, key === true);
}

/** Paths of files, wherever they stand: `files` of data and of sources, `file` and `judgements` of annotators, and what a matrix sets them to. */
function withPaths(value: unknown, placed: PlacedPath): unknown {
  if (Array.isArray(value)) return value.map((one) => withPaths(one, placed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /(^|\.)(files?|judgements)$/.test(key) ? placedPaths(inner, placed) : withPaths(inner, placed),
    ]),
  );
}

/** What has a scheme is no path, but for the letter of a drive. */
const SCHEME = /^[a-z][\w+.-]+:/i;

/** `-` is standard input. */
function placedPaths(value: unknown, placed: PlacedPath): unknown {
  if (Array.isArray(value)) return value.map((one) => placedPaths(one, placed));
  return typeof value !== 'string' || value === '-' || SCHEME.test(value) ? value : placed(value);
}
