/**
 * From an experiment to its arms: the matrix expanded, defaults filled in, and what must fit together checked.
 *
 * Problems come back as data, each with the path of the field that is wrong; whoever read the file turns paths into lines.
 */

import {ConfigError} from '../../core/error.ts';
import {faultsOfPlain} from '../../core/plain/faults.ts';
import {setPath} from '../../core/plain/set-path.ts';
import {isObject, plainCopy, shownValue} from '../../core/plain/value.ts';
import {namesWithin} from '../../core/text/meant.ts';
import {type AnnotatorOptions, isPerson} from '../../quality/preference/schema.ts';
import {readsUtility} from '../measure/arm-measures.ts';
import {type Arm, membersOf, plainAt} from './arm.ts';
import {armNames, cellName} from './arm-names.ts';
import {checkArm} from './check-arm.ts';
import {withPlace} from './misplaced.ts';
import {SchemaKeys} from './own-keys.ts';
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
  if (!parsed.success) return {ok: false, problems: problemsOfPlain(problemsOf(parsed.error.issues, data), data)};
  const problems: Problem[] = [];
  const expanded = expand(parsed.data, problems);
  for (const {arm, base} of expanded) {
    checkEvents(arm, base, problems);
    if (problems.length === 0) checkArm(arm, {base, experiment: parsed.data}, problems);
  }
  if (parsed.data.bound && !parsed.data.measures.includes(parsed.data.bound.measure))
    problems.push({path: ['bound', 'measure'], message: `${parsed.data.bound.measure} is not measured: add it to \`measures\``});
  problems.push(...baselineProblems(parsed.data));
  if (problems.length > 0) return {ok: false, problems: distinct(withMatrixKeys(problems, parsed.data))};
  const arms = expanded.map(({arm}) => arm);
  return {ok: true, experiment: parsed.data, arms: withReward(arms, parsed.data.measures)};
}

/** What else is wrong with data that the schema refuses, so that it is all said at once: keys that it did not look at, the matrix, the baseline. */
function problemsOfPlain(found: readonly Problem[], data: unknown): Problem[] {
  const keys = new SchemaKeys(currentSchemas().experiment);
  const placeOf = ({path}: Problem) => JSON.stringify(path);
  const told = new Set(found.filter(({key}) => key).map(placeOf));
  const strange = keys.strange(data).map((path): Problem => {
    const word = String(path.at(-1));
    return {path, key: true, message: `unknown key ${shownValue(word)}`, unknown: {word}};
  });
  const all = [...found, ...strange.filter((problem) => !told.has(placeOf(problem)))].map((problem) => {
    const {unknown, path} = problem;
    const known = unknown && problem.key ? keys.at(path.slice(0, -1), data) : undefined;
    return withPlace(known === undefined ? problem : {...problem, unknown: {...unknown!, known}}, data);
  });
  if (!isObject(data)) return all;
  return distinct([...withMatrixKeys(all, data), ...baselineProblems(data)]);
}

/** The problems, and once for each key of the matrix that names no field whatever the arm: none of its cells beside that. */
function withMatrixKeys(problems: readonly Problem[], {matrix}: {readonly matrix?: unknown}): readonly Problem[] {
  if (!isObject(matrix) || Array.isArray(matrix) || !problems.some(({path}) => path.length > 0)) return problems;
  const wrong = matrixKeyProblems(Object.keys(matrix));
  const named = new Set(wrong.map(({path}) => path[1]));
  return [...problems.filter(({path}) => !(path[0] === 'matrix' && path.length > 1 && named.has(path[1]))), ...wrong];
}

function matrixKeyProblems(fields: readonly string[]): Problem[] {
  const keys = new SchemaKeys(currentSchemas().wholeArm);
  return fields.flatMap((field) => {
    const steps = field.split('.');
    const at = steps.findIndex((step, i) => keys.at(steps.slice(0, i), undefined)?.includes(step) === false);
    if (at < 0) return [];
    const above = steps.slice(0, at);
    const [near] = namesWithin(steps[at], keys.at(above, undefined) ?? [], Math.max(1, Math.floor(steps[at].length / 3)));
    const meant = near === undefined ? '' : `; did you mean ${[...above, near, ...steps.slice(at + 1)].join('.')}?`;
    const message = `names no field of an arm${near === undefined ? ', for instance data.dimension or sample.size' : ''}${meant}`;
    return [{path: ['matrix', field], key: true, message}];
  });
}

/** Of plain data too, as far as its arms and its matrix are what they should be. */
function baselineProblems({
  baseline,
  arms,
  matrix,
}: {
  readonly baseline?: unknown;
  readonly arms?: unknown;
  readonly matrix?: unknown;
}): Problem[] {
  if (typeof baseline !== 'string' || !isObject(arms) || Array.isArray(arms)) return [];
  if (matrix !== undefined && !(isObject(matrix) && Object.values(matrix).every(Array.isArray))) return [];
  const bases = Object.keys(arms);
  const cells = Object.values(matrix ?? {}).reduce<number>((product, values) => product * (values as unknown[]).length, bases.length);
  if (bases.includes(baseline) || cells > MOST_ARMS) return [];
  const names = [...new Set([...bases, ...armNames({arms, matrix} as Experiment).map(({name}) => name)])];
  if (names.includes(baseline)) return [];
  const known = names.slice(0, MOST_NAMED).map((name) => shownValue(name, 200));
  const wanted = `${known.join(', ')}${names.length > known.length ? ', ...' : ''}`;
  const message = `wanted the name of an arm (${wanted}), got ${shownValue(baseline, 200)}`;
  return [{path: ['baseline'], message, unknown: {word: baseline, known: names}}];
}

/** Where all arms that have an annotator share one, `reward` reads its utility in the others too. */
function withReward(arms: readonly Arm[], measures: readonly string[]): readonly Arm[] {
  if (!readsUtility(measures)) return arms;
  const annotators = new Map(
    arms.flatMap(({feedback}) => (feedback && !isPerson(feedback.annotator) ? [[utilityKey(feedback.annotator), feedback.annotator]] : [])),
  );
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
  const cells: CellProblem[] = [];
  for (const [base, options] of bases) {
    for (const combination of combinations) {
      const suffix = combination.map(([path, value]) => cellName(path, value));
      const name = [base, ...suffix].join(' ');
      if (!ARM_NAME.test(name))
        problems.push({path: ['matrix'], message: `gives an arm the name ${shownValue(name, 200)}, which is not a valid one`});
      if (names.has(name)) problems.push({path: ['matrix'], message: `gives two arms the name ${shownValue(name, 200)}`});
      names.add(name);
      for (const arm of wholeArm(experiment, {base, name, options, combination}, cells)) arms.push({arm, base});
    }
  }
  problems.push(...ofCells(cells));
  return arms;
}

interface Cell {
  base: string;
  name: string;
  options: ArmOptions;
  combination: [string, number | string][];
}

/** A problem that shows in one cell of the matrix; `arm`: the arm of that cell, where it is said. */
interface CellProblem extends Problem {
  readonly arm?: string;
}

/** What is wrong alike in many cells, once: the first arm is named, the others are counted. */
function ofCells(problems: readonly CellProblem[]): Problem[] {
  const alike = new Map<string, CellProblem[]>();
  for (const problem of problems) {
    const {path, message} = problem;
    const key = JSON.stringify([path[0] === 'matrix' ? path : path.slice(2), message]);
    if (!alike.get(key)?.push(problem)) alike.set(key, [problem]);
  }
  return [...alike.values()].map(([{arm, ...problem}, ...others]) => {
    if (arm === undefined) return problem;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return {...problem, message: `${problem.message} (arm ${shownValue(arm, 120)}${more})`};
  });
}

function wholeArm(experiment: Experiment, {base, name, options, combination}: Cell, problems: CellProblem[]): Arm[] {
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
      message: problem.message,
      arm: name,
    });
  }
  return [];
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.path, p.message]), p])).values()];
}
