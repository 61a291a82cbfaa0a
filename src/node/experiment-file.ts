/** Reads an experiment from its file, or by the name of one that ships. */
import {existsSync, readdirSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError} from '../core/error.ts';
import {similarNames} from '../read/similar-names.ts';
import {experimentOf, type LoadedExperiment, NEXT} from '../run/experiment.ts';
import {packageRoot} from './version.ts';
import {readYaml} from './yaml-file.ts';

export type {LoadedExperiment} from '../run/experiment.ts';

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
function findExperiment(given: string): string {
  if (existsSync(given) && statSync(given).isFile()) return resolve(given);
  if (/^[\w-]+$/.test(given) && existsSync(shippedPath(given))) return shippedPath(given);
  throw new ConfigError(`there is no experiment ${JSON.stringify(given)}: neither a file nor one that ships`, {next: nextTo(given)});
}

/** The path of one that ships. Throws ConfigError. */
export function requireShipped(name: string): string {
  if (/^[\w-]+$/.test(name) && existsSync(shippedPath(name))) return shippedPath(name);
  throw new ConfigError(`no experiment of the name ${JSON.stringify(name)} ships`, {next: nextTo(name)});
}

function nextTo(given: string): string {
  const near = similarNames(given, shippedNames());
  const meant = near.length > 0 ? `did you mean ${near.join(' or ')}? ` : '';
  return `${meant}\`genloss list\` names those that ship; a file of your own is given by its path`;
}

/** Reads, overrides and validates. `sets` are `path=value` of the command line. */
export function loadExperiment(given: string, sets: readonly string[] = []): LoadedExperiment {
  const file = findExperiment(given);
  const base = dirname(file);
  return experimentOf(readYaml(file, {what: 'the experiment', next: NEXT}), {
    name: basename(file).replace(/\.ya?ml$/, ''),
    base,
    sets,
  });
}
