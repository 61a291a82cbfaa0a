/** From a run directory to its report: gathers what is on disk, computes nothing that is not there. */
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {z} from 'zod';
import {ConfigError, DataError, ResourceError} from '../../core/error.ts';
import {type Arm, armAt, membersOf} from '../../lab/experiment/arm.ts';
import {armNames} from '../../lab/experiment/arm-names.ts';
import {describeArm} from '../../lab/experiment/describe-arm.ts';
import {ACTIVITIES, addTimes, NO_TIME} from '../../lab/loop/stopwatch.ts';
import {measureOf} from '../../lab/measure/catalog.ts';
import {HALF} from '../../lab/observe/human-text.ts';
import type {Picture} from '../../lab/observe/picture.ts';
import {armAtDose, dosesOf} from '../../lab/results/dose.ts';
import type {Summary} from '../../lab/results/summary.ts';
import {theoryOf} from '../../lab/results/theory.ts';
import type {AnnotatorOptions} from '../../quality/preference/schema.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {coverOf} from '../../run/plan.ts';
import type {UnitKey} from '../../run/unit.ts';
import {replaceFile} from '../files.ts';
import type {ReportInput, TheoryCurve} from '../report/input.ts';
import {readStoredJson} from '../stored.ts';
import {version} from '../version.ts';
import {readLockFile} from './lock-file.ts';
import {comparisonTableOf, tableOf} from './report-table.ts';
import {type FileStore, storeOf} from './store.ts';
import {storedExperiment} from './stored-experiment.ts';

/** Writes report.html and returns its path. */
export async function writeReport(directory: string): Promise<string> {
  const loaded = storedExperiment(directory);
  const input = reportInput(directory, loaded);
  const {buildReport} = await import('../report/report.ts');
  const path = join(directory, 'report.html');
  replaceFile(path, [buildReport(input)]);
  return path;
}

function reportInput(directory: string, loaded: LoadedExperiment): ReportInput {
  const {experiment, arms} = loaded;
  const summary = readSummary(directory);
  const pictured = picturesOf(directory, loaded);
  const bases = new Map(armNames(experiment).map(({name, base}) => [name, base]));
  return {
    title: experiment.title,
    shows: experiment.shows?.trim(),
    experimentYaml: loaded.yaml,
    command: `genloss run ${JSON.stringify(resolve(directory, 'experiment.yaml'))} --out NEW_FOLDER`,
    versions: versionsOf(directory),
    arms: arms.map((arm) => ({name: arm.name, base: bases.get(arm.name), description: describeArm(arm), stops: mayStop(arm)})),
    generations: experiment.generations,
    seeds: experiment.seeds,
    measures: measuresOf(loaded, summary),
    summary,
    theory: Object.fromEntries(arms.map((arm) => [arm.name, byMeasure(theoryOf(arm, experiment.generations), experiment.measures)])),
    pictures: {
      passages: passagesOf(pictured),
      samplePerplexity: histogramsOf(pictured),
      density: densitiesOf(pictured),
      images: imagesOf(pictured),
    },
    table: tableOf(loaded, summary),
    comparison: comparisonTableOf(loaded, summary),
    ...dosesPart(loaded),
    annotators: annotatorsOf(loaded),
    times: timesOf(directory, loaded),
    notes: notesOf(directory, loaded),
  };
}

/** Whether some gate of one of an arm's models, at some generation, is answered by `stop`. */
function mayStop(whole: Arm): boolean {
  return membersOf(whole).some(({arm}) =>
    [arm, ...(arm.events ?? []).map(({generation}) => armAt(arm, generation))].some(({quality}) => quality?.onFail === 'stop'),
  );
}

/** Where the matrix is one number: which arm is which. */
function dosesPart({experiment}: LoadedExperiment): Pick<ReportInput, 'doses'> {
  const found = dosesOf(experiment);
  if (!found) return {};
  const {path, doses} = found;
  const arms = Object.keys(experiment.arms).flatMap((base) => doses.map((dose) => ({base, dose, arm: armAtDose(base, path, dose)})));
  return {doses: {path, arms, ...(experiment.bound && {bound: experiment.bound})}};
}

/** Whose utility `reward` reads in each arm. */
function annotatorsOf({arms}: LoadedExperiment): Record<string, string> {
  return Object.fromEntries(
    arms.flatMap(({name, feedback, reward}) => {
      const annotator = feedback?.annotator ?? reward;
      return annotator ? [[name, utilityText(annotator)]] : [];
    }),
  );
}

/** An annotator without what only sways its choices. */
function utilityText({choice, noise, bias, comparisons, strength, ...utility}: AnnotatorOptions): string {
  const {kind, ...rest} = utility;
  const details = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value).replaceAll('"', '')}`);
  return [kind, ...details].join(', ');
}

/** What the report relies on of the points of a summary; the rest of them it shows as it finds it. */
const summarySchema = z.looseObject({
  arms: z.record(z.string(), z.record(z.string(), z.array(z.looseObject({generation: z.number(), n: z.number()})))),
  differences: z.array(z.looseObject({measure: z.string(), generation: z.number(), arm: z.string(), against: z.string(), n: z.number()})),
});

function readSummary(directory: string): Summary {
  const path = join(directory, 'summary.json');
  if (!existsSync(path))
    throw new DataError('the run is not finished: it has no summary.json', {
      where: directory,
      next: 'run the same experiment into it again; it goes on from what is there',
    });
  try {
    return readStoredJson(path, summarySchema) as unknown as Summary;
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError('summary.json is damaged, or of another version', {
      where: path,
      next: 'run the same experiment into the directory again: it is written anew',
      cause: error,
    });
  }
}

function versionsOf(directory: string): Record<string, string> {
  const lock = readLockFile(directory);
  return {genloss: lock?.genloss ?? version(), node: lock?.node ?? process.version};
}

function measuresOf({experiment, arms}: LoadedExperiment, summary: Summary): ReportInput['measures'] {
  const keys = new Set(Object.values(summary.arms).flatMap((measures) => Object.keys(measures)));
  const models = new Set(arms.flatMap((arm) => membersOf(arm).map(({name}) => name)));
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
        caption,
        better,
        ...(isText && {counted: 'words'}),
        ...(scale && {scale}),
        ...(floor && {floor}),
        ...(bands.length > 0 && {bands: bands.sort(order), models: bands.filter((band) => models.has(band))}),
      },
    ];
  });
}

/** Bands by the first number in their names, else by name. */
function compareBands(a: string, b: string): number {
  const number = (band: string) => Number.parseFloat(/-?\d+(\.\d+)?(e-?\d+)?/i.exec(band)?.[0] ?? 'NaN');
  const difference = number(a) - number(b);
  if (Number.isFinite(difference) && difference !== 0) return difference;
  return a < b ? -1 : 1;
}

function byMeasure(curves: ReturnType<typeof theoryOf>, measures: readonly string[]): Record<string, TheoryCurve[]> {
  const map: Record<string, TheoryCurve[]> = {};
  for (const {measure, ...curve} of curves) if (measures.includes(measure)) (map[measure] ??= []).push(curve);
  return map;
}

type Pictured = {arm: string; generation: number; picture: Picture}[];

/** The pictures of the first seed of every arm. */
function picturesOf(directory: string, {experiment, arms}: LoadedExperiment): Pictured {
  const store = storeOf(directory);
  return arms.flatMap(({name}) =>
    firstLineage(store, name, experiment.generations)
      .flatMap((unit) => store.read(unit).pictures())
      .map(({generation, picture}) => ({arm: name, generation, picture})),
  );
}

/** The units of an arm's first seed; none where the directory does not say what made them, or some are missing. */
function firstLineage(store: FileStore, arm: string, generations: number): readonly UnitKey[] {
  return (store.hashes[arm] === undefined ? undefined : coverOf(store.list(arm), 0, generations)) ?? [];
}

/** Seconds a generation of a lineage by activity, the mean over all generations and seeds of each arm; those that never happen left out. */
function timesOf(directory: string, {arms}: LoadedExperiment): ReportInput['times'] {
  const store = storeOf(directory);
  return Object.fromEntries(
    arms.flatMap(({name}) => {
      const units = store.list(name).map((unit) => ({unit, times: store.read(unit).times()}));
      const known = units.filter(({times}) => times.length > 0);
      const count = known.reduce((sum, {unit: {seeds}, times}) => sum + (seeds[1] - seeds[0] + 1) * times.length, 0);
      const all = known.flatMap(({times}) => times).reduce(addTimes, NO_TIME);
      const spent = ACTIVITIES.filter((activity) => all[activity] > 0);
      if (spent.length === 0) return [];
      return [[name, spent.map((activity) => ({activity, seconds: all[activity] / count}))]];
    }),
  );
}

const MOST_NOTES = 40;

/** What the fits of the first seed of every arm noted, each once. */
function notesOf(directory: string, {experiment, arms}: LoadedExperiment): {arm: string; text: string}[] {
  const store = storeOf(directory);
  const notes = arms.flatMap(({name}) => {
    const own = firstLineage(store, name, experiment.generations).flatMap((unit) => store.read(unit).notes());
    return [...new Set(own)].map((text) => ({arm: name, text}));
  });
  const more = notes.length - MOST_NOTES;
  return more > 0 ? [...notes.slice(0, MOST_NOTES), {arm: 'and more', text: `${more} notes, in the units of the run directory`}] : notes;
}

function gathered<T>(pictured: Pictured, pick: (picture: Picture) => T | undefined): Record<string, (T & {generation: number})[]> {
  const arms: Record<string, (T & {generation: number})[]> = {};
  for (const {arm, generation, picture} of pictured) {
    const part = pick(picture);
    if (part !== undefined) (arms[arm] ??= []).push({generation, ...part});
  }
  return arms;
}

function passagesOf(pictured: Pictured): NonNullable<ReportInput['pictures']>['passages'] {
  const first = pictured.find(({picture}) => picture.passage);
  if (!first) return undefined;
  return {prompt: first.picture.passage!.prompt, arms: gathered(pictured, (p) => p.passage && {text: p.passage.text})};
}

function histogramsOf(pictured: Pictured): NonNullable<ReportInput['pictures']>['samplePerplexity'] {
  const first = pictured.find(({picture}) => picture.perplexity);
  if (!first) return undefined;
  const human = Object.fromEntries(
    pictured.flatMap(({arm, picture: {perplexity}}) => (perplexity?.human ? [[arm, perplexity.human]] : [])),
  );
  return {edges: first.picture.perplexity!.edges, human, arms: gathered(pictured, (p) => p.perplexity && {counts: p.perplexity.counts})};
}

function imagesOf(pictured: Pictured): NonNullable<ReportInput['pictures']>['images'] {
  const side = pictured.find(({picture}) => picture.images)?.picture.images?.side;
  if (side === undefined) return undefined;
  const same = pictured.filter(({picture}) => picture.images?.side === side);
  const human = same.find(({generation}) => generation === 0)?.picture.images?.pixels;
  const arms = gathered(
    same.filter(({generation}) => generation > 0),
    ({images}) => images && {pixels: images.pixels},
  );
  return {side, arms, ...(human && {human})};
}

function densitiesOf(pictured: Pictured): NonNullable<ReportInput['pictures']>['density'] {
  const first = pictured.find(({picture}) => picture.density);
  if (!first) return undefined;
  const {x, y, bins} = first.picture.density!;
  const same = pictured.filter(
    ({picture: {density}}) => density && density.x[0] === x[0] && density.x[1] === x[1] && density.y[0] === y[0],
  );
  const truth = same.find(({generation}) => generation === 0)?.picture.density?.counts;
  const arms = gathered(
    same.filter(({generation}) => generation > 0),
    (p) => p.density && {counts: p.density.counts},
  );
  return {x, y, bins, arms, ...(truth && {truth})};
}
