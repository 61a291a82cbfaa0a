/** The text of an experiment as a page takes it: what the command line takes, but for what a page has not: files, programs, people. */
import {ConfigError} from '../../core/error.ts';
import {isObject} from '../../core/plain/value.ts';
import {isNeural, membersOf} from '../../lab/experiment/arm.ts';
import type {Problem} from '../../lab/experiment/problems.ts';
import {experimentOf, type LoadedExperiment} from '../../run/experiment.ts';
import {parseYaml, placedProblem, type YamlFile} from '../../run/yaml-places.ts';

const NAME = 'experiment.yaml';

/** `sets`: overrides, `path=value`. Throws ConfigError with the problems of the text, each at its place. */
export function openExperiment(text: string, sets: readonly string[] = []): LoadedExperiment {
  const yaml = parseYaml(text, NAME);
  const loaded = experimentOf(yaml, {name: 'experiment', base: '', sets});
  const members = loaded.arms.flatMap((arm) => membersOf(arm).map((member) => member.arm));
  const neural = new Set(members.filter(isNeural).map(({model}) => model.kind));
  const beyond = problemsBeyond(yaml, neural);
  if (beyond.length > 0)
    throw new ConfigError(`a page cannot run this: ${beyond[0].message}`, {
      next: 'run it on the command line: genloss run experiment.yaml',
      problems: beyond.map((problem) => placedProblem(yaml, problem)),
    });
  return loaded;
}

/** What a key asks for that a page has not; the experiment is valid, so that a key means what the schema says. */
const BEYOND: Readonly<Record<string, string>> = {
  files: 'a page reads no files of this machine',
  file: 'a page reads no files of this machine',
  command: 'a page starts no programs',
  judgements: 'a page reads no files of this machine',
  images: 'the digits do not come with this page',
};

const PEOPLE = 'a page asks nobody: people judge what a run on the command line writes, with genloss label';

/** `neural`: kinds of models that a page does not train yet. */
function problemsBeyond({data}: YamlFile, neural: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) for (const [i, inner] of value.entries()) visit(inner, [...path, i]);
    else if (isObject(value))
      for (const [key, inner] of Object.entries(value)) {
        const at = [...path, key];
        // names of arms are anybody's
        const field = path.length === 1 && path[0] === 'arms' ? '' : key.split('.').at(-1)!;
        if (Object.hasOwn(BEYOND, field)) problems.push({path: at, key: true, message: BEYOND[field]});
        if (field === 'kind' && inner === 'person') problems.push({path: at, message: PEOPLE});
        if (field === 'kind' && path.at(-1) === 'model' && neural.has(String(inner)))
          problems.push({path: at, message: 'this page trains no neural models'});
        visit(inner, at);
      }
  };
  visit(data, []);
  return problems;
}
