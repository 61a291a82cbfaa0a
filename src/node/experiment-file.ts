/**
 * Reads an experiment: YAML, overrides from the command line, validation, and where in the file every problem stands.
 */
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {type Document, type LineCounter, parse, stringify} from 'yaml';
import {z} from 'zod';
import {ConfigError} from '../core/error.ts';
import type {Arm} from '../lab/arm.ts';
import {type Experiment, experimentSchema} from '../lab/experiment.ts';
import type {Problem} from '../lab/problems.ts';
import {resolveExperiment} from '../lab/resolve.ts';
import {packageRoot} from './version.ts';
import {displayed, guessOf, offsetOf, parseYaml} from './yaml-places.ts';

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly arms: readonly Arm[];
  /** Folder that relative paths of data are resolved against. */
  readonly base: string;
  /** The experiment with its overrides, as YAML that runs by itself from anywhere. */
  readonly yaml: string;
  readonly name: string;
}

/** Where the experiments that ship are. */
const shippedFolder = (): string => join(packageRoot(), 'experiments');

/** Names of the experiments that ship, sorted. */
export function shippedNames(): string[] {
  return readdirSync(shippedFolder())
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

export function shippedPath(name: string): string {
  return join(shippedFolder(), `${name}.yaml`);
}

/** The file of an experiment given by path or by the name of one that ships. */
export function findExperiment(given: string): string {
  if (existsSync(given) && statSync(given).isFile()) return resolve(given);
  if (/^[\w-]+$/.test(given) && existsSync(shippedPath(given))) return shippedPath(given);
  throw new ConfigError(`there is no experiment ${JSON.stringify(given)}: neither a file nor one that ships`, {
    next: `give the path of a YAML file, or one of ${shippedNames().join(', ')}`,
  });
}

/** Reads, overrides and validates. `sets` are `path=value` of the command line. */
export function loadExperiment(given: string, sets: readonly string[] = []): LoadedExperiment {
  const file = findExperiment(given);
  const shown = displayed(file);
  const {document, lines} = parseYaml(readFileSync(file, 'utf8'), shown);
  const data = document.toJS() as unknown;
  const overridden = sets.map((set) => override(data, set));
  const resolved = resolveExperiment(data);
  if (!resolved.ok) throw invalid(resolved.problems, {document, lines, shown, overridden});
  const base = dirname(file);
  const yaml = stringify(withAbsolutePaths(data, base), {lineWidth: 0});
  return {experiment: resolved.experiment, arms: resolved.arms, base, yaml, name: basename(file).replace(/\.ya?ml$/, '')};
}

function override(data: unknown, set: string): readonly string[] {
  const at = set.indexOf('=');
  if (at < 1)
    throw new ConfigError(`--set wants path=value, got ${JSON.stringify(set)}`, {
      next: 'for instance --set arms.replace.workflow=accumulate',
    });
  const path = set.slice(0, at).split('.');
  let value: unknown;
  try {
    value = parse(set.slice(at + 1));
  } catch (error) {
    throw new ConfigError(`--set ${path.join('.')}: the value is not valid YAML`, {
      where: `--set ${set}`,
      next: 'quote the value',
      cause: error,
    });
  }
  let node = data as Record<string, unknown>;
  for (const step of path.slice(0, -1)) {
    if (typeof node[step] !== 'object' || node[step] === null) node[step] = {};
    node = node[step] as Record<string, unknown>;
  }
  node[path[path.length - 1]] = value;
  return path;
}

interface Places {
  document: Document;
  lines: LineCounter;
  shown: string;
  overridden: readonly (readonly string[])[];
}

function invalid(problems: readonly Problem[], places: Places): ConfigError {
  const said = problems.map((problem) => ({where: whereOf(problem, places), text: sentence(problem)}));
  const next = 'see docs/experiments.md for every field, or `genloss show NAME` for an experiment that works';
  if (said.length === 1) return new ConfigError(said[0].text, {where: said[0].where, next});
  const list = said.map(({where, text}) => `\n  ${where}  ${text}`).join('');
  return new ConfigError(`${places.shown} has ${said.length} problems${list}`, {next});
}

function sentence({path, message, key, unknown}: Problem): string {
  const name = path.map(String).join('.');
  const guess = unknown && guessOf(unknown.word, unknown.known ?? knownKeys());
  const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
  if (key && unknown) return `${message}${path.length > 1 ? ` in ${path.slice(0, -1).map(String).join('.')}` : ''}${hint}`;
  return `${name === '' ? '' : `${name}${key ? '' : ':'} `}${message}${hint}`;
}

/** Every key that an experiment may have somewhere. */
function knownKeys(): string[] {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node) for (const key of Object.keys(node.properties as object)) keys.add(key);
    Object.values(node).forEach(visit);
  };
  visit(z.toJSONSchema(experimentSchema, {io: 'input'}));
  return [...keys];
}

function whereOf({path, key}: Problem, {document, lines, shown, overridden}: Places): string {
  const set = overridden.find((steps) => steps.every((step, i) => String(path[i]) === step));
  if (set) return `--set ${set.join('.')}`;
  const offset = offsetOf(document, path, key === true);
  if (offset === undefined) return shown;
  const {line, col} = lines.linePos(offset);
  return `${shown}:${line}:${col}`;
}

/** The files of an arm's mitigations, wherever they stand below it: `files` of sources, `file` of annotators. */
function withFiles(value: unknown, base: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withFiles(one, base));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'data') return [key, inner];
      if (key === 'file' && typeof inner === 'string') return [key, resolve(base, inner)];
      if (key === 'files' && Array.isArray(inner)) return [key, inner.map((path) => resolve(base, String(path)))];
      return [key, withFiles(inner, base)];
    }),
  );
}

/** Paths of data made absolute, so that the copy in a run directory runs from anywhere. */
function withAbsolutePaths(data: unknown, base: string): unknown {
  const absolute = (list: unknown) =>
    Array.isArray(list) ? list.map((path) => (path === '-' ? path : resolve(base, String(path)))) : list;
  const ofData = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('files' in value)) return value;
    const files = absolute(value.files);
    const holdout = 'holdout' in value ? value.holdout : undefined;
    if (typeof holdout !== 'object' || holdout === null || !('files' in holdout)) return {...value, files};
    return {...value, files, holdout: {...holdout, files: absolute(holdout.files)}};
  };
  const experiment = data as {data?: unknown; arms?: Record<string, {data?: unknown}>};
  const arms = Object.fromEntries(
    Object.entries(experiment.arms ?? {}).map(([name, arm]) => [name, withFiles(arm.data ? {...arm, data: ofData(arm.data)} : arm, base)]),
  );
  return {...experiment, data: ofData(experiment.data), arms};
}
