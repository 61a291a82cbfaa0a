/**
 * From an experiment to its arms: the matrix expanded, defaults filled in, and what must fit together checked.
 *
 * Problems come back as data, each with the path of the field that is wrong; whoever read the file turns paths into lines.
 */

import type {z} from 'zod';
import {catalog} from '../core/measure/catalog.ts';
import {
  ARM_NAME,
  type ArmOptions,
  armSchema,
  type DataOptions,
  dataSchema,
  type Enrichment,
  type Experiment,
  experimentSchema,
  type ModelOptions,
  modelSchema,
  type Weights,
  type Workflow,
} from './experiment.ts';

/** One arm, whole: nothing in it refers back to the experiment. */
export interface Arm {
  readonly name: string;
  readonly data: DataOptions;
  readonly model: ModelOptions;
  /** Absent for `regression`, whose size is the world's rows. */
  readonly sample?: {readonly size: number | 'same'; readonly first?: number};
  readonly workflow: Workflow;
  readonly weights?: Weights;
  readonly enrichment?: Enrichment;
}

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The problem is about the key itself, not its value. */
  readonly key?: boolean;
  /** A word that is not one of a known list: whoever reports it may guess what was meant. */
  readonly unknown?: {readonly word: string; readonly known?: readonly string[]};
}

export type Resolved =
  | {readonly ok: true; readonly experiment: Experiment; readonly arms: readonly Arm[]}
  | {readonly ok: false; readonly problems: readonly Problem[]};

/** Validates plain data and expands it. */
export function resolveExperiment(data: unknown): Resolved {
  const parsed = experimentSchema.safeParse(data, {reportInput: true});
  if (!parsed.success) return {ok: false, problems: problemsOf(parsed.error.issues, data)};
  const problems: Problem[] = [];
  const arms = expand(parsed.data, problems);
  for (const arm of arms) checkArm(arm, parsed.data, problems);
  return problems.length > 0 ? {ok: false, problems: distinct(problems)} : {ok: true, experiment: parsed.data, arms};
}

const wholeArmSchema = armSchema.extend({data: dataSchema, model: modelSchema});

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

/** What kind of records an arm's data is made of. */
export function kindOfData(data: DataOptions): 'points' | 'categories' | 'rows' | 'text' {
  if (!('world' in data)) return 'text';
  if (data.world === 'categorical') return 'categories';
  return data.world === 'regression' ? 'rows' : 'points';
}

const DATA_OF_MODEL: Record<ModelOptions['kind'], {kind: ReturnType<typeof kindOfData>; wants: string}> = {
  gaussian: {kind: 'points', wants: 'a world of points, such as gaussian'},
  mixture: {kind: 'points', wants: 'a world of points, such as mixture'},
  kde: {kind: 'points', wants: 'a world of points, such as moons'},
  categorical: {kind: 'categories', wants: 'the categorical world'},
  regression: {kind: 'rows', wants: 'the regression world'},
  ngram: {kind: 'text', wants: 'text: {corpus: speeches} or {files: [...]}'},
};

function checkArm(arm: Arm, experiment: Experiment, problems: Problem[]): void {
  const base = arm.name.split(' ')[0];
  const options = experiment.arms[arm.name] ?? experiment.arms[base];
  const at = (field: 'data' | 'model' | 'sample') => (options?.[field] === undefined ? [field] : ['arms', base, field]);
  const kind = kindOfData(arm.data);
  const wanted = DATA_OF_MODEL[arm.model.kind];
  if (wanted.kind !== kind) {
    problems.push({
      path: [...at('model'), 'kind'],
      message: `the model ${arm.model.kind} is fitted to ${wanted.wants}; the data is ${describeData(arm.data)}`,
    });
    return;
  }
  if (kind === 'rows' && arm.sample)
    problems.push({path: at('sample'), message: 'regression takes no sample: labels are redrawn on the rows of the world', key: true});
  if (kind !== 'rows' && !arm.sample)
    problems.push({path: [], message: 'sample is missing: say how much is drawn from each fit, for instance sample: {size: 1000}'});
  if (kind !== 'text' && arm.sample?.size === 'same')
    problems.push({
      path: [...at('sample'), 'size'],
      message: '`same` is for text: a world has no size of its own, give a number of records',
    });
  checkGaussian(arm, at, problems);
  if (arm.model.kind === 'ngram' && arm.weights)
    problems.push({
      path: ['arms', base, 'weights'],
      message: 'an n-gram counts whole documents and takes no weights; use workflow: {mix: share}',
      key: true,
    });
  if (arm.model.kind === 'mixture' && arm.weights)
    problems.push({path: ['arms', base, 'weights'], message: 'the mixture takes no weights; use workflow: {mix: share}', key: true});
  if (arm.enrichment?.from === 'fresh' && 'reserve' in arm.data && arm.data.reserve === 0) {
    problems.push({
      path: ['arms', base, 'enrichment'],
      message: 'fresh human text must be set aside first: give data.reserve a share, or enrich `from: original`',
    });
  }
  experiment.measures.forEach((name, i) => {
    const entry = catalog.find((m) => m.name === name);
    if (entry && !entry.on.includes(kind))
      problems.push({path: ['measures', i], message: `${name} is a measure of ${entry.on.join(', ')}; this data is ${kind}`});
  });
}

function checkGaussian(arm: Arm, at: (field: 'data' | 'model') => string[], problems: Problem[]): void {
  const {data, model} = arm;
  if ('world' in data && data.world === 'gaussian') {
    for (const key of ['mean', 'sd'] as const) {
      const value = data[key];
      if (Array.isArray(value) && value.length !== data.dimension) {
        problems.push({path: [...at('data'), key], message: `has ${value.length} numbers, the world has dimension ${data.dimension}`});
      }
    }
  } else if (model.kind === 'gaussian' && model.variance === 'known') {
    problems.push({path: [...at('model'), 'variance'], message: '`known` needs the gaussian world, whose covariance is known'});
  }
}

/** For people: "the gaussian world", "the corpus speeches", "3 files". */
export function describeData(data: DataOptions): string {
  if ('world' in data) return `the ${data.world} world`;
  return 'corpus' in data ? `the corpus ${data.corpus}` : `files (${data.files.join(', ')})`;
}

/** For people: what the model of an arm is trained on from the second generation on. */
export function describeArm({workflow, enrichment, weights}: Arm): string {
  const percent = (x: number) => `${Number((100 * x).toPrecision(4))}%`;
  const base = typeof workflow === 'string' ? WORKFLOWS[workflow] : `${percent(workflow.mix)} human data, the rest the last model's output`;
  const parts = [base];
  if (enrichment?.share !== undefined) parts.push(`with ${percent(enrichment.share)} ${enrichment.from} human data in its place`);
  if (enrichment?.count !== undefined) parts.push(`and ${enrichment.count} ${enrichment.from} human records on top`);
  if (weights) parts.push(`weighted ${weights.human} human to ${weights.synthetic} synthetic`);
  return parts.join(', ');
}

const WORKFLOWS = {
  replace: "the last model's output alone",
  accumulate: 'the human data and all output so far',
  subsample: 'a part of the human data and all output so far, as large as the human data',
} as const;

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [JSON.stringify([p.path, p.message]), p])).values()];
}

type Issue = z.core.$ZodIssue;

/** zod's issues, with the branch of a union that the writer most likely meant, in plain words. */
export function problemsOf(issues: readonly Issue[], data: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], data));
}

function problemsOfIssue(issue: Issue, above: readonly PropertyKey[], root: unknown): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const ranked = issue.errors.map((branch) => ({branch, cost: costOf(branch)}));
    const least = Math.min(...ranked.map((r) => r.cost));
    const best = ranked.filter((r) => r.cost === least);
    if (best.length === 1) return best[0].branch.flatMap((inner) => problemsOfIssue(inner as Issue, path, root));
    return [{path, message: `${gotOf(valueAt(root, path))}wanted ${best.map((r) => wantedOf(r.branch)).join(' or ')}`}];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      key: true,
      message: `unknown key ${JSON.stringify(key)}`,
      unknown: {word: key},
    }));
  }
  const value = valueAt(root, path);
  if (issue.code === 'custom') return [{path, message: issue.message}];
  if (value === undefined) return [{path, message: `is missing: wanted ${wantedOf([issue])}`}];
  const known =
    issue.code === 'invalid_value'
      ? issue.values.map(String)
      : ((issue as {options?: readonly unknown[]}).options?.map(String) ?? undefined);
  return [
    {
      path,
      message: `${gotOf(value)}wanted ${wantedOf([issue])}`,
      ...(known && typeof value === 'string' && {unknown: {word: value, known}}),
    },
  ];
}

function gotOf(value: unknown): string {
  const text = JSON.stringify(value);
  return text === undefined ? '' : `got ${text.length > 60 ? `${text.slice(0, 57)}...` : text}, `;
}

/** How far a value is from a branch of a union: whole other types cost most, unknown keys next, other errors inside least. */
function costOf(
  branch: readonly {code: string; path: readonly PropertyKey[]; keys?: readonly string[]; discriminator?: unknown}[],
): number {
  let cost = 0;
  for (const issue of branch) {
    if (issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom') cost += 1000;
    else if (issue.code === 'unrecognized_keys') cost += 10 * (issue.keys?.length ?? 1);
    else cost += issue.code === 'invalid_union' ? 2 : 1;
  }
  return cost;
}

function wantedOf(issues: readonly Issue[] | readonly unknown[]): string {
  const issue = issues[0] as Issue;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return sizeOf(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return sizeOf(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_union': {
      const options = (issue as {options?: readonly unknown[]}).options;
      return options ? `one of ${options.join(', ')}` : issue.message;
    }
    case 'invalid_key':
      return wantedOf(issue.issues);
    default:
      return issue.message;
  }
}

function sizeOf(origin: string, relation: string, bound: number | bigint): string {
  if (origin === 'array') return `${relation} ${bound} item${bound === 1 ? '' : 's'}`;
  if (origin === 'string') return bound === 1 ? 'some text' : `${relation} ${bound} characters`;
  return `a number ${relation} ${bound}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let at = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
