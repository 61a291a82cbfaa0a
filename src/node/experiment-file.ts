/** Reads an experiment from its file, or by the name of one that ships. */
import {existsSync, readdirSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError} from '../core/error.ts';
import {similarNames} from '../read/similar-names.ts';
import {experimentOf, type LoadedExperiment, NEXT} from '../run/experiment.ts';
import {meantFiles} from './unread.ts';
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
  if (existsSync(given) && statSync(given).isDirectory()) throw isFolder(given);
  throw new ConfigError(`there is no experiment ${JSON.stringify(given)}: neither a file nor one that ships`, {
    next: nextTo(given, meantFiles(given).filter(isYaml)),
  });
}

const isYaml = (file: string): boolean => /\.ya?ml$/.test(file);

function isFolder(given: string): ConfigError {
  const files = readdirSync(given);
  const named = files.filter(isYaml).map((name) => join(given, name));
  const own = join(given, 'experiment.yaml');
  const meant = named.length > 0 ? `name the file, such as ${named.includes(own) ? own : named[0]}` : 'name the file';
  const isRun = files.includes('lock.json') && named.includes(own);
  const next = isRun ? `it holds a run: \`genloss run ${own} -o ${given}\` goes on with it` : meant;
  return new ConfigError(`${given} is a folder, and an experiment is a file`, {where: given, next});
}

/** The path of one that ships. Throws ConfigError. */
export function requireShipped(name: string): string {
  if (/^[\w-]+$/.test(name) && existsSync(shippedPath(name))) return shippedPath(name);
  throw new ConfigError(`no experiment of the name ${JSON.stringify(name)} ships`, {next: nextTo(name)});
}

function nextTo(given: string, files: readonly string[] = []): string {
  const near = [...files, ...similarNames(given, shippedNames())];
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
