/**
 * From a run to what its report is made of: gathers what is there, computes nothing but mean times. What is on disk is read by others.
 */
import {ConfigError} from '../../../core/error.ts';
import {compareBands} from '../../../core/measure/bands.ts';
import {type Arm, membersOf, versionsOf} from '../../../lab/experiment/arm.ts';
import {armNames} from '../../../lab/experiment/arm-names.ts';
import {describeArm} from '../../../lab/experiment/describe-arm.ts';
import {describeData} from '../../../lab/experiment/describe-data.ts';
import type {Experiment} from '../../../lab/experiment/schema.ts';
import {ACTIVITIES, addTimes, NO_TIME, type Times} from '../../../lab/loop/stopwatch.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {HALF} from '../../../lab/measure/measure.ts';
import {armAtDose, dosesOf} from '../../../lab/results/dose.ts';
import type {Summary} from '../../../lab/results/summary.ts';
import {theoryOf} from '../../../lab/results/theory.ts';
import {type AnnotatorOptions, isPerson} from '../../../quality/preference/schema.ts';
import type {ReportCurve, ReportInput} from './input.ts';
import {type Pictured, picturesOf} from './pictures.ts';
import {comparisonTableOf, type ResolvedExperiment, tableOf} from './summary-tables.ts';
import {warningsOf} from './warnings.ts';

/** What a part of an arm took: so many generations, of all its lineages. */
export interface TimedPart {
  readonly arm: string;
  readonly generations: number;
  readonly spent: Times;
}

/** A run as it was read. */
export interface RunRecord extends ResolvedExperiment {
  readonly summary: Summary;
  /** The resolved experiment. */
  readonly yaml: string;
  /** How to run it again. */
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Of the first seed of every arm, in the order of the arms. */
  readonly pictured: readonly Pictured[];
  readonly notes: readonly {readonly arm: string; readonly text: string}[];
  readonly timed: readonly TimedPart[];
}

export function reportInputOf(run: RunRecord): ReportInput {
  const {experiment, arms, summary, yaml, command, versions, pictured} = run;
  const bases = new Map(armNames(experiment).map(({name, base}) => [name, base]));
  const reach = Math.min(experiment.generations, Math.max(AHEAD, lastIn(summary)));
  return {
    title: experiment.title,
    shows: experiment.shows?.trim(),
    made: madeOfArms(arms),
    warnings: warningsOf(arms, summary),
    experimentYaml: yaml,
    command,
    versions,
    arms: arms.map((arm) => ({name: arm.name, base: bases.get(arm.name), description: describeArm(arm), stops: mayStop(arm)})),
    generations: experiment.generations,
    seeds: experiment.seeds,
    measures: measuresOf(run),
    summary,
    theory: Object.fromEntries(arms.map((arm) => [arm.name, byMeasure(theoryOf(arm, reach), experiment.measures)])),
    pictures: picturesOf(pictured),
    table: tableOf(run, summary),
    comparison: comparisonTableOf(run, summary),
    ...dosesPart(experiment),
    annotators: annotatorsOf(arms),
    times: timesOf(run),
    notes: notesOf(run),
  };
}

/** Of a run that has hardly begun, generations that theory is drawn for. */
const AHEAD = 10_000;

const lastIn = ({arms}: Summary): number =>
  Object.values(arms)
    .flatMap((measures) => Object.values(measures))
    .reduce((last, points) => points.reduce((most, {generation}) => Math.max(most, generation), last), 0);

/** What families were fitted to what data, each pair once. */
function madeOfArms(arms: readonly Arm[]): NonNullable<ReportInput['made']> {
  const pairs = arms.flatMap((whole) => membersOf(whole).map(({arm}) => ({family: arm.model.kind, data: drawnFrom(arm.data)})));
  return [...new Map(pairs.map((pair) => [`${pair.family}\n${pair.data}`, pair])).values()];
}

const drawnFrom = (data: Arm['data']): string =>
  'world' in data ? `draws from a known truth, the world ${data.world}` : describeData(data);

/** Whether an arm has a `stop`, or some gate of one of its models, at some generation, is answered by one. */
const mayStop = (whole: Arm): boolean =>
  whole.stop !== undefined || membersOf(whole).some(({arm}) => versionsOf(arm).some(({quality}) => quality?.onFail === 'stop'));

/** Where the matrix is one number: which arm is which. */
function dosesPart(experiment: Experiment): Pick<ReportInput, 'doses'> {
  const found = dosesOf(experiment);
  if (!found) return {};
  const {path, doses} = found;
  const arms = Object.keys(experiment.arms).flatMap((base) => doses.map((dose) => ({base, dose, arm: armAtDose(base, path, dose)})));
  return {doses: {path, arms, ...(experiment.bound && {bound: experiment.bound})}};
}

/** Whose utility `reward` reads in each arm. */
function annotatorsOf(arms: readonly Arm[]): Record<string, string> {
  return Object.fromEntries(
    arms.flatMap(({name, feedback, reward}) => {
      const annotator = feedback?.annotator ?? reward;
      return annotator && !isPerson(annotator) ? [[name, utilityText(annotator)]] : [];
    }),
  );
}

/** An annotator without what only sways its choices. */
function utilityText({choice, noise, bias, comparisons, strength, ...utility}: AnnotatorOptions): string {
  const {kind, ...rest} = utility;
  const details = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value).replaceAll('"', '')}`);
  return [kind, ...details].join(', ');
}

const CONTROLLED = 'A controller moves it up while a gate fails, down while all hold.';

/** Whether a controller sets the human share. */
const isAdjusted = ({quality}: Arm): boolean => typeof quality?.onFail === 'object';

function measuresOf({experiment, arms, summary}: RunRecord): ReportInput['measures'] {
  const keys = new Set(Object.values(summary.arms).flatMap((measures) => Object.keys(measures)));
  const models = new Set(arms.flatMap((arm) => membersOf(arm).map(({name}) => name)));
  const adjusts = arms.some((whole) => membersOf(whole).some(({arm}) => versionsOf(arm).some(isAdjusted)));
  const isText = arms.some(({data}) => !('world' in data) && !('images' in data));
  const order = (a: string, b: string) => Number(models.has(a)) - Number(models.has(b)) || compareBands(a, b);
  return experiment.measures.flatMap((name) => {
    const entry = measureOf(name);
    if (!entry) throw new ConfigError(`unknown measure ${name}`);
    const bands = [...keys]
      .filter((key) => key.startsWith(`${name}[`))
      .map((key) => key.slice(name.length + 1, -1))
      .filter((band) => band !== HALF);
    const {title, unit, caption, better, scale, floor} = entry;
    return [
      {
        name,
        title,
        unit,
        caption: name === 'humanShare' && adjusts ? `${caption} ${CONTROLLED}` : caption,
        better,
        ...(isText && {counted: 'words'}),
        ...(scale && {scale}),
        ...(floor && {floor}),
        ...(bands.length > 0 && {bands: bands.sort(order), models: bands.filter((band) => models.has(band))}),
      },
    ];
  });
}

function byMeasure(curves: ReturnType<typeof theoryOf>, measures: readonly string[]): Record<string, ReportCurve[]> {
  const map: Record<string, ReportCurve[]> = {};
  for (const {measure, ...curve} of curves) if (measures.includes(measure)) (map[measure] ??= []).push(curve);
  return map;
}

/** Seconds a generation of a lineage by activity, the mean over all generations and seeds of each arm; those that never happen left out. */
function timesOf({arms, timed}: RunRecord): ReportInput['times'] {
  return Object.fromEntries(
    arms.flatMap(({name}) => {
      const known = timed.filter(({arm}) => arm === name);
      const count = known.reduce((sum, {generations}) => sum + generations, 0);
      const all = known.map(({spent}) => spent).reduce(addTimes, NO_TIME);
      const spent = ACTIVITIES.filter((activity) => all[activity] > 0);
      if (spent.length === 0) return [];
      return [[name, spent.map((activity) => ({activity, seconds: all[activity] / count}))]];
    }),
  );
}

const MOST_NOTES = 40;

function notesOf({notes}: RunRecord): ReportInput['notes'] {
  const more = notes.length - MOST_NOTES;
  return more > 0 ? [...notes.slice(0, MOST_NOTES), {arm: 'and more', text: `${more} notes`}] : notes;
}
