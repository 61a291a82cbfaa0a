/** The text of an experiment as a page takes it: what the command line takes, but for what a page has not: files, programs, people. */
import {ConfigError} from '../../core/error.ts';
import {isObject} from '../../core/plain/value.ts';
import type {Problem} from '../../lab/experiment/problems.ts';
import {experimentOf, type LoadedExperiment} from '../../run/experiment.ts';
import {parseYaml, placedProblem, type YamlFile} from '../../run/yaml-places.ts';
import {refuseUnbounded} from './limits.ts';

const NAME = 'experiment.yaml';

export interface Opening {
  /** Overrides, `path=value`. */
  readonly sets?: readonly string[];
  /** Names of files that the page has been given. */
  readonly files?: readonly string[];
}

/** To look at, not to run. Throws ConfigError with the problems of the text, each at its place. */
export const anyExperiment = (text: string): LoadedExperiment => experimentOf(boundedYaml(text), {name: 'experiment', base: ''});

function boundedYaml(text: string): YamlFile {
  refuseUnbounded(text);
  return parseYaml(text, NAME);
}

/** Throws ConfigError with the problems of the text, each at its place. */
export function openExperiment(text: string, {sets = [], files = []}: Opening = {}): LoadedExperiment {
  const yaml = boundedYaml(text);
  const loaded = experimentOf(yaml, {name: 'experiment', base: '', sets});
  const beyond = problemsBeyond(yaml, new Set(files));
  if (beyond.length > 0)
    throw new ConfigError(`a page cannot run this: ${beyond[0].message}`, {
      next: 'run it on the command line: genloss run experiment.yaml',
      problems: beyond.map((problem) => placedProblem(yaml, problem)),
    });
  return loaded;
}

/** What a key asks for that a page has not; the experiment is valid, so that a key means what the schema says. */
const BEYOND: Readonly<Record<string, string>> = {
  files: 'a page reads no files of this machine but those that it is given: open them in the page, by these names',
  file: 'a page reads no files of this machine',
  command: 'a page starts no programs',
  judgements: 'a page reads no files of this machine',
  images: 'the digits do not come with this page',
};

const PEOPLE = 'a page asks nobody: people judge what a run on the command line writes, with genloss label';

/** `given`: names of files that the page has. */
function problemsBeyond({data}: YamlFile, given: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) for (const [i, inner] of value.entries()) visit(inner, [...path, i]);
    else if (isObject(value))
      for (const [key, inner] of Object.entries(value)) {
        const at = [...path, key];
        // names of arms are anybody's
        const field = path.length === 1 && path[0] === 'arms' ? '' : key.split('.').at(-1)!;
        const has = field === 'files' && Array.isArray(inner) && inner.every((name) => given.has(String(name)));
        if (Object.hasOwn(BEYOND, field) && !has) problems.push({path: at, key: true, message: BEYOND[field]});
        if (field === 'kind' && inner === 'person') problems.push({path: at, message: PEOPLE});
        visit(inner, at);
      }
  };
  visit(data, []);
  return problems;
}
