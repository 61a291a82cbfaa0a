/**
 * From an experiment to its arms: the matrix expanded, defaults filled in, and what must fit together checked.
 *
 * Problems come back as data, each with the path of the field that is wrong; whoever read the file turns paths into lines.
 */

import {ConfigError} from '../../core/error.ts';
import {faultsOfPlain} from '../../core/plain/faults.ts';
import {setPath} from '../../core/plain/set-path.ts';
import {plainCopy, shownValue} from '../../core/plain/value.ts';
import type {AnnotatorOptions} from '../../quality/preference/schema.ts';
import {readsUtility} from '../measure/arm-measures.ts';
import {type Arm, membersOf, plainAt} from './arm.ts';
import {armNames, cellName} from './arm-names.ts';
import {checkArm} from './check-arm.ts';
import {withPlace} from './misplaced.ts';
import {type Problem, problemsOf} from './problems.ts';
import {ARM_NAME, type ArmOptions, currentSchemas, type Experiment} from './schema.ts';

export type Resolved =
  | {readonly ok: true; readonly experiment: Experiment; readonly arms: readonly Arm[]}
  | {readonly ok: false; readonly problems: readonly Problem[]};

/** Arms of one experiment, those of its matrix counted each. */
const MOST_ARMS = 10_000;
const MOST_NAMED = 10;

/** An arm, and the name under `arms` that it was written by. */
interface Expanded {
  readonly arm: Arm;
  readonly base: string;
}

/** Validates plain data and expands it. */
export function resolveExperiment(data: unknown): Resolved {
  const faults = faultsOfPlain(data);
  if (faults.length > 0) return {ok: false, problems: faults};
  const parsed = currentSchemas().experiment.safeParse(data, {reportInput: true});
  if (!parsed.success) return {ok: false, problems: problemsOf(parsed.error.issues, data).map((problem) => withPlace(problem, data))};
  const problems: Problem[] = [];
  const expanded = expand(parsed.data, problems);
  for (const {arm, base} of expanded) {
    checkEvents(arm, base, problems);
    if (problems.length === 0) checkArm(arm, {base, experiment: parsed.data}, problems);
  }
  if (parsed.data.bound && !parsed.data.measures.includes(parsed.data.bound.measure))
    problems.push({path: ['bound', 'measure'], message: `${parsed.data.bound.measure} is not measured: add it to \`measures\``});
  if (problems.length === 0) checkBaseline(parsed.data, problems);
  if (problems.length > 0) return {ok: false, problems: distinct(problems)};
  const arms = expanded.map(({arm}) => arm);
  return {ok: true, experiment: parsed.data, arms: withReward(arms, parsed.data.measures)};
}

function checkBaseline(experiment: Experiment, problems: Problem[]): void {
  const {baseline, arms} = experiment;
  const names = [...new Set([...Object.keys(arms), ...armNames(experiment).map(({name}) => name)])];
  if (baseline === undefined || names.includes(baseline)) return;
  const known = names.slice(0, MOST_NAMED).map((name) => shownValue(name, 200));
  const wanted = `${known.join(', ')}${names.length > known.length ? ', ...' : ''}`;
  problems.push({path: ['baseline'], message: `wanted the name of an arm (${wanted}), got ${shownValue(baseline, 200)}`});
}

/** Where all arms that have an annotator share one, `reward` reads its utility in the others too. */
function withReward(arms: readonly Arm[], measures: readonly string[]): readonly Arm[] {
  if (!readsUtility(measures)) return arms;
  const annotators = new Map(arms.flatMap(({feedback}) => (feedback ? [[utilityKey(feedback.annotator), feedback.annotator]] : [])));
  if (annotators.size !== 1) return arms;
  const [reward] = annotators.values();
  return arms.map((arm) => (arm.feedback ? arm : {...arm, reward}));
}

/** What decides an annotator's utility: not how it chooses, errs or is swayed. */
function utilityKey({choice, noise, bias, comparisons, strength, ...rest}: AnnotatorOptions): string {
  return JSON.stringify(rest);
}

/** Each event must leave an arm that is one, and so must those of each model of a population. */
function checkEvents(arm: Arm, base: string, problems: Problem[]): void {
  (arm.events ?? []).forEach(({generation}, i) => {
    for (const version of [arm, ...membersOf(arm).map((member) => member.arm)]) {
      const path = ['arms', base, 'events', i, 'set'];
      for (const message of faultsAt(version, generation)) problems.push({path, message});
    }
  });
}

function faultsAt(arm: Arm, generation: number): string[] {
  try {
    const plain = plainAt(arm, generation);
    const parsed = currentSchemas().wholeArm.safeParse(plain, {reportInput: true});
    const found = parsed.success ? [] : problemsOf(parsed.error.issues, plain);
    return found.map(({path, message}) => `leaves ${path.map(String).join('.')}: ${message}`);
  } catch (error) {
    if (error instanceof ConfigError) return [error.message];
    throw error;
  }
}

function expand(experiment: Experiment, problems: Problem[]): Expanded[] {
  const fields = Object.entries(experiment.matrix ?? {});
  const bases = Object.entries(experiment.arms);
  const count = fields.reduce((product, [, values]) => product * values.length, bases.length);
  if (count > MOST_ARMS) {
    const path = [bases.length > MOST_ARMS ? 'arms' : 'matrix'];
    problems.push({path, message: `makes ${count} arms, wanted at most ${MOST_ARMS}`, key: true});
    return [];
  }
  const combinations = fields.reduce<[string, number | string][][]>(
    (all, [path, values]) => all.flatMap((one) => values.map((value): [string, number | string][] => [...one, [path, value]])),
    [[]],
  );
  const arms: Expanded[] = [];
  const names = new Set<string>();
  for (const [base, options] of bases) {
    for (const combination of combinations) {
      const suffix = combination.map(([path, value]) => cellName(path, value));
      const name = [base, ...suffix].join(' ');
      if (!ARM_NAME.test(name))
        problems.push({path: ['matrix'], message: `gives an arm the name ${shownValue(name, 200)}, which is not a valid one`});
      if (names.has(name)) problems.push({path: ['matrix'], message: `gives two arms the name ${shownValue(name, 200)}`});
      names.add(name);
      for (const arm of wholeArm(experiment, {base, name, options, combination}, problems)) arms.push({arm, base});
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
  const {data, model, sample, stop} = experiment;
  const plain: Record<string, unknown> = plainCopy({data, model, ...(sample && {sample}), ...(stop && {stop}), ...options});
  for (const [path, value] of combination) {
    if (!setPath(plain, path.split('.'), value))
      problems.push({path: ['matrix', path], message: 'names no field of an arm, for instance data.dimension or sample.size', key: true});
  }
  if (combination.length === 0) return [{name, ...(plain as Omit<Arm, 'name'>)}];
  const parsed = currentSchemas().wholeArm.safeParse(plain, {reportInput: true});
  if (parsed.success) return [{name, ...parsed.data}];
  for (const problem of problemsOf(parsed.error.issues, plain)) {
    const field = problem.path.join('.');
    const culprit = combination.find(([path]) => field === path || path.startsWith(`${field}.`) || field.startsWith(path));
    problems.push({
      path: culprit ? ['matrix', culprit[0]] : ['arms', base, ...problem.path],
      message: `${problem.message} (arm ${shownValue(name, 120)})`,
    });
  }
  return [];
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.path, p.message]), p])).values()];
}
