/**
 * From an experiment to its arms: the matrix expanded, defaults filled in, and what must fit together checked.
 *
 * Problems come back as data, each with the path of the field that is wrong; whoever read the file turns paths into lines.
 */

import {z} from 'zod';
import type {AnnotatorOptions} from '../quality/preference/schema.ts';
import {type Arm, armAt} from './arm.ts';
import {checkArm} from './check-arm.ts';
import {ARM_NAME, type ArmOptions, type Experiment, experimentSchema, wholeArmSchema} from './experiment.ts';
import {type Problem, problemsOf} from './problems.ts';

export type Resolved =
  | {readonly ok: true; readonly experiment: Experiment; readonly arms: readonly Arm[]}
  | {readonly ok: false; readonly problems: readonly Problem[]};

/** Validates plain data and expands it. */
export function resolveExperiment(data: unknown): Resolved {
  const parsed = experimentSchema.safeParse(data, {reportInput: true});
  if (!parsed.success) return {ok: false, problems: problemsOf(parsed.error.issues, data)};
  const problems: Problem[] = [];
  const arms = expand(parsed.data, problems);
  for (const arm of arms) {
    checkEvents(arm, problems);
    if (problems.length === 0) checkArm(arm, parsed.data, problems);
  }
  if (parsed.data.bound && !parsed.data.measures.includes(parsed.data.bound.measure))
    problems.push({path: ['bound', 'measure'], message: `${parsed.data.bound.measure} is not measured: add it to \`measures\``});
  if (problems.length > 0) return {ok: false, problems: distinct(problems)};
  return {ok: true, experiment: parsed.data, arms: withReward(arms, parsed.data.measures)};
}

/** Where all arms that have an annotator share one, `reward` reads its utility in the others too. */
function withReward(arms: readonly Arm[], measures: readonly string[]): readonly Arm[] {
  if (!measures.includes('reward')) return arms;
  const annotators = new Map(arms.flatMap(({feedback}) => (feedback ? [[utilityKey(feedback.annotator), feedback.annotator]] : [])));
  if (annotators.size !== 1) return arms;
  const [reward] = annotators.values();
  return arms.map((arm) => (arm.feedback ? arm : {...arm, reward}));
}

/** What decides an annotator's utility: not how it chooses, errs or is swayed. */
function utilityKey({choice, noise, bias, comparisons, strength, ...rest}: AnnotatorOptions): string {
  return JSON.stringify(rest);
}

/** Each event must leave an arm that is one. */
function checkEvents(arm: Arm, problems: Problem[]): void {
  (arm.events ?? []).forEach((event, i) => {
    try {
      armAt(arm, event.generation);
    } catch (error) {
      const issues = error instanceof z.ZodError ? error.issues : [];
      for (const {path, message} of problemsOf(issues, arm))
        problems.push({
          path: ['arms', arm.name.split(' ')[0], 'events', i, 'set'],
          message: `leaves ${path.map(String).join('.')}: ${message}`,
        });
    }
  });
}

function expand(experiment: Experiment, problems: Problem[]): Arm[] {
  const combinations = Object.entries(experiment.matrix ?? {}).reduce<[string, number | string][][]>(
    (all, [path, values]) => all.flatMap((one) => values.map((value): [string, number | string][] => [...one, [path, value]])),
    [[]],
  );
  const arms: Arm[] = [];
  for (const [base, options] of Object.entries(experiment.arms)) {
    for (const combination of combinations) {
      const suffix = combination.map(([path, value]) => `${path.split('.').at(-1)}=${value}`);
      const name = [base, ...suffix].join(' ');
      if (!ARM_NAME.test(name))
        problems.push({path: ['matrix'], message: `gives an arm the name ${JSON.stringify(name)}, which is not a valid one`});
      arms.push(...wholeArm(experiment, {base, name, options, combination}, problems));
    }
  }
  return arms;
}

interface Cell {
  base: string;
  name: string;
  options: ArmOptions;
  combination: [string, number | string][];
}

function wholeArm(experiment: Experiment, {base, name, options, combination}: Cell, problems: Problem[]): Arm[] {
  const {data, model, sample} = experiment;
  const plain = structuredCloneOf({data, model, ...(sample && {sample}), ...options}) as Record<string, unknown>;
  for (const [path, value] of combination) {
    if (!setAt(plain, path.split('.'), value))
      problems.push({path: ['matrix', path], message: 'names no field of an arm, for instance data.dimension or sample.size', key: true});
  }
  if (combination.length === 0) return [{name, ...(plain as Omit<Arm, 'name'>)}];
  const parsed = wholeArmSchema.safeParse(plain, {reportInput: true});
  if (parsed.success) return [{name, ...parsed.data}];
  for (const problem of problemsOf(parsed.error.issues, plain)) {
    const field = problem.path.join('.');
    const culprit = combination.find(([path]) => field === path || path.startsWith(`${field}.`) || field.startsWith(path));
    problems.push({
      path: culprit ? ['matrix', culprit[0]] : ['arms', base, ...problem.path],
      message: `${problem.message} (arm ${JSON.stringify(name)})`,
    });
  }
  return [];
}

const structuredCloneOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** False where a part of the way is not there. */
function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  let at: Record<string, unknown> = root;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    if (typeof next !== 'object' || next === null) return false;
    at = next as Record<string, unknown>;
  }
  at[path[path.length - 1]] = value;
  return true;
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.path, p.message]), p])).values()];
}
