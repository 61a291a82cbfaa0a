/**
 * A transformer of a run directory: as it was stored, or, where it was not, trained again from what the generation before it left. The
 * same seed gives the same bytes, so that it is the same model.
 */
import {basename} from 'node:path';
import {ConfigError, DataError, DivergenceError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {type Arm, familyOfArm, membersOf, needsHistory} from '../../lab/experiment/arm.ts';
import {describeArm} from '../../lab/experiment/describe-arm.ts';
import {describeData} from '../../lab/experiment/describe-data.ts';
import {Lineage} from '../../lab/loop/lineage.ts';
import type {Carry} from '../../lab/loop/workflow.ts';
import type {Card, ExportedModel} from '../../models/transformer/export/index.ts';
import {FittedTransformer} from '../../models/transformer/index.ts';
import {loadTransformer} from '../../models/transformer/save.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {chainOf} from '../../run/plan.ts';
import type {Store, UnitKey} from '../../run/unit.ts';
import {inputsOf} from '../run/inputs.ts';
import {hashOf, type Made, madeOf, readLockFile} from '../run/lock-file.ts';
import {storeOf} from '../run/store.ts';
import {storedExperiment} from '../run/stored-experiment.ts';
import type {Device} from '../tensor/device.ts';
import {openRuntime} from '../tensor/runtime.ts';

/** Which model; what is not said is the only one there is, of seed 0 and the last generation. */
export interface ModelChoice {
  readonly arm?: string;
  readonly seed?: number;
  readonly generation?: number;
  /** Of a population, by its name. */
  readonly model?: string;
}

export interface StoredModel {
  readonly fitted: ExportedModel;
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly model?: string;
  /** Whether it was trained again, because the run had not kept it. */
  readonly trained: boolean;
  readonly card: Card;
}

interface Run {
  readonly directory: string;
  readonly loaded: LoadedExperiment;
  readonly made: Readonly<Record<string, {readonly hash: string; readonly made: Made}>>;
}

/** Throws ConfigError where the run has no such model, and says which it has; DataError where a generation has none. */
export async function storedModel(directory: string, choice: ModelChoice): Promise<StoredModel> {
  const run = openRun(directory);
  const arm = chosenArm(run, choice.arm);
  const member = chosenMember(arm, choice.model);
  const {seed = 0} = choice;
  const store = storeOf(directory);
  const chain = chainOf(store.list(arm.name), seed);
  const last = chain.at(-1)?.generations[1];
  if (last === undefined)
    throw new ConfigError(`the arm ${arm.name} has no lineage of seed ${seed} in this run directory`, {
      where: directory,
      next: `give one of the seeds that it has: ${seedsOf(store, arm.name)}`,
    });
  const {generation = last} = choice;
  if (generation > last)
    throw new ConfigError(`there is no generation ${generation}: the arm ${arm.name} with seed ${seed} has generations 1 to ${last}`, {
      where: directory,
      next: 'give one of them, or run the experiment on with more',
    });
  const place: Place = {arm, seed, generation, chain, store};
  const kept = carriesOf(place, generation).at(-1)?.models?.[member.index];
  const fitted = kept ? loadTransformer(kept) : await trainedAgain(run, place, member.index);
  const model = member.name === undefined ? {} : {model: member.name};
  return {fitted, arm: arm.name, seed, generation, ...model, trained: kept === undefined, card: cardOf(run, place, member.name)};
}

interface Place {
  readonly arm: Arm;
  readonly seed: number;
  readonly generation: number;
  readonly chain: readonly UnitKey[];
  readonly store: Store;
}

function openRun(directory: string): Run {
  const loaded = storedExperiment(directory);
  const lock = readLockFile(directory);
  if (!lock)
    throw new DataError('not a run directory: it holds no lock.json', {
      where: directory,
      next: 'give a directory that `genloss run` wrote',
    });
  return {directory, loaded, made: lock.arms};
}

const transformersOf = (arm: Arm) =>
  membersOf(arm).flatMap(({name, arm: own}, index) => (familyOfArm(own).isExported ? [{name, index}] : []));

function chosenArm({loaded: {arms}, directory}: Run, name: string | undefined): Arm {
  const fit = arms.filter((arm) => transformersOf(arm).length > 0);
  const names = fit.map((arm) => arm.name).join(', ');
  if (fit.length === 0) {
    const kinds = [...new Set(arms.flatMap((arm) => membersOf(arm).map((member) => member.arm.model.kind)))].join(', ');
    throw new ConfigError(`this run has no transformer; its models are of kind ${kinds}`, {
      where: directory,
      next: 'export a run whose experiment says model: {kind: transformer}',
    });
  }
  if (name === undefined) {
    if (fit.length === 1) return fit[0];
    throw new ConfigError(`${fit.length} arms have a transformer`, {where: directory, next: `say which with --arm: ${names}`});
  }
  const arm = arms.find((one) => one.name === name);
  if (!arm) throw new ConfigError(`there is no arm ${JSON.stringify(name)}`, {where: directory, next: `give one of ${names}`});
  if (!fit.includes(arm))
    throw new ConfigError(`the arm ${name} has no transformer: its model is of kind ${arm.model.kind}`, {
      where: directory,
      next: `arms with one: ${names}`,
    });
  return arm;
}

function chosenMember(arm: Arm, name: string | undefined): {name?: string; index: number} {
  const all = transformersOf(arm);
  const names = all.map((member) => member.name ?? '').join(', ');
  if (name === undefined) {
    if (all.length === 1) return all[0];
    throw new ConfigError(`the arm ${arm.name} has ${all.length} transformers`, {next: `say which with --model: ${names}`});
  }
  const found = all.find((member) => member.name === name);
  if (found) return found;
  throw new ConfigError(`the arm ${arm.name} has no transformer named ${JSON.stringify(name)}`, {
    next: names === '' ? 'leave out --model: the arm has one model' : `give one of ${names}`,
  });
}

function seedsOf(store: Store, arm: string): string {
  const seeds = [...new Set(store.list(arm).flatMap((unit) => (unit.block ? [] : [unit.seeds[0]])))];
  return seeds.length === 0 ? 'none is finished yet' : seeds.sort((a, b) => a - b).join(', ');
}

/** What the generations up to one have left: of all of them where the arm needs its history, else of the last at least. */
function carriesOf({arm, chain, store}: Place, generation: number): Carry[] {
  const upTo = chain.filter(({generations}) => generations[0] <= generation);
  const units = needsHistory(arm) ? upTo : upTo.slice(-1);
  return units.flatMap((unit) => {
    const carries = store.read(unit).carries();
    const first = (carries.at(-1)?.state?.ended ?? unit.generations[1]) - carries.length + 1;
    return carries.slice(0, Math.max(0, generation - first + 1));
  });
}

/** Throws ConfigError where what made the run is not there any more as it was. */
async function trainedAgain({loaded, made, directory}: Run, place: Place, index: number): Promise<FittedTransformer> {
  const {arm, seed, generation} = place;
  const {experiment, base} = loaded;
  const before = generation === 1 ? [] : carriesOf(place, generation - 1);
  const {stopped, ended} = before.at(-1)?.state ?? {};
  const none = (reason: string, cause?: unknown) =>
    new DataError(`generation ${generation} of the arm ${arm.name} has no model: ${reason}`, {
      where: directory,
      next: 'export an earlier generation',
      cause,
    });
  if (stopped !== undefined) throw none(stopped);
  if (ended !== undefined) throw none(`its lineage ended at generation ${ended}`);
  const {device: storedDevice} = made[arm.name].made as {device?: Device};
  const [input] = await inputsOf([arm], base);
  const {measures, snapshots, seed: root} = experiment;
  const now = madeOf({arm, measures, snapshots, seed: root, contents: input.digest, device: storedDevice});
  if (hashOf(now) !== made[arm.name].hash)
    throw new ConfigError(
      `the run has not kept the model of generation ${generation}, and it cannot be trained again: its data or genloss itself changed since`,
      {where: directory, next: 'run the experiment anew with --keep models'},
    );
  const {corpus, points, preferences} = input;
  const lineage = new Lineage({
    arm,
    seed,
    root: Stream.root(root),
    measures: [],
    corpus,
    points,
    ports: {preferences},
    runtime: () => openRuntime({device: storedDevice}),
  });
  try {
    const fitted = lineage.refit(generation, before)[index];
    if (fitted instanceof FittedTransformer) return fitted;
    throw none('it is no transformer');
  } catch (error) {
    throw error instanceof DivergenceError ? none(error.message, error) : error;
  }
}

function cardOf({loaded: {experiment}}: Run, {arm, seed, generation}: Place, model: string | undefined): Card {
  const which = `arm ${arm.name}${model === undefined ? '' : `, ${model}`}, generation ${generation}`;
  // names of files without their places: a card is given away
  const data = describeData('files' in arm.data ? {...arm.data, files: arm.data.files.map((file) => basename(file))} : arm.data);
  const first = `Generation 1 is trained on ${data}`;
  const later = `every later one on ${describeArm(arm)}`;
  const own = generation === 1 ? 'This is generation 1.' : `This is generation ${generation}.`;
  return {
    title: `${experiment.title}: ${which}`,
    trainedOn: `From an experiment on model collapse, “${experiment.title}”, seed ${seed}. ${first}, ${later}. ${own}`,
  };
}
