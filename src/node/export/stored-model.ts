/**
 * A transformer of a run directory: as it was stored, or, where it was not, trained again from what the generation before it left. The
 * same seed gives the same bytes, so that it is the same model.
 */
import {ConfigError, DataError, DivergenceError} from '../../core/error.ts';
import {type Arm, familyOfArm, membersOf} from '../../lab/experiment/arm.ts';
import {describeArm} from '../../lab/experiment/describe-arm.ts';
import {describeData} from '../../lab/experiment/describe-data.ts';
import {neededCarries} from '../../lab/loop/workflow.ts';
import type {Card, ExportedModel} from '../../models/transformer/export/index.ts';
import {FittedTransformer} from '../../models/transformer/index.ts';
import {loadTransformer} from '../../models/transformer/save.ts';
import {leftOf, storedEndOf} from '../../run/left.ts';
import {reachOf} from '../../run/plan.ts';
import type {Store} from '../../run/unit.ts';
import {afterEnd, lineageAgain, openRun, type StoredRun} from '../run/again.ts';
import {storeOf} from '../run/store.ts';

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

/** Throws ConfigError where the run has no such model, and says which it has; DataError where a generation has none. */
export async function storedModel(directory: string, choice: ModelChoice): Promise<StoredModel> {
  const run = openRun(directory);
  const arm = chosenArm(run, choice.arm);
  const member = chosenMember(arm, choice.model);
  const {seed = 0} = choice;
  const store = storeOf(directory);
  const reach = reachOf(store.list(arm.name), seed);
  if (reach === 0)
    throw new ConfigError(`the arm ${arm.name} has no lineage of seed ${seed} in this run directory`, {
      where: directory,
      next: `give one of the seeds that it has: ${seedsOf(store, arm.name)}`,
    });
  const end = storedEndOf(store, {arm, seed});
  const last = end ?? reach;
  const {generation = last} = choice;
  if (generation > last && end !== undefined) throw afterEnd({arm, seed, generation}, {end, directory});
  if (generation > last)
    throw new ConfigError(`there is no generation ${generation}: the arm ${arm.name} with seed ${seed} has generations 1 to ${last}`, {
      where: directory,
      next: 'give one of them, or run the experiment on with more',
    });
  const place: Place = {arm, seed, generation, store};
  const left = leftOf(store, {arm, seed, most: generation});
  const kept = left.generation === generation ? left.carries.at(-1)?.models?.[member.index] : undefined;
  const fitted = kept ? loadTransformer(kept) : await trainedAgain(run, place, member.index);
  const model = member.name === undefined ? {} : {model: member.name};
  return {fitted, arm: arm.name, seed, generation, ...model, trained: kept === undefined, card: cardOf(run, place, member.name)};
}

interface Place {
  readonly arm: Arm;
  readonly seed: number;
  readonly generation: number;
  readonly store: Store;
}

const transformersOf = (arm: Arm) =>
  membersOf(arm).flatMap(({name, arm: own}, index) => (familyOfArm(own).isExported ? [{name, index}] : []));

function chosenArm({loaded: {arms}, directory}: StoredRun, name: string | undefined): Arm {
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
  const seeds = [
    ...new Set(store.list(arm).flatMap(({seeds: [first, last]}) => Array.from({length: last - first + 1}, (_, i) => first + i))),
  ];
  return seeds.length === 0 ? 'none is finished yet' : seeds.sort((a, b) => a - b).join(', ');
}

/** Throws ConfigError where what made the run is not there any more as it was. */
async function trainedAgain(run: StoredRun, {arm, seed, generation, store}: Place, index: number): Promise<FittedTransformer> {
  const none = (reason: string, cause?: unknown) =>
    new DataError(`generation ${generation} of the arm ${arm.name} has no model: ${reason}`, {
      where: run.directory,
      next: 'export an earlier generation',
      cause,
    });
  const left = leftOf(store, {arm, seed, most: generation - 1});
  const gone = left.carries.at(-1)?.state?.stopped;
  if (gone !== undefined) throw none(gone);
  const {lineage} = await lineageAgain(run, {arm, seed}, {what: `the model of generation ${generation}`, keep: 'models'});
  let {carries} = left;
  if (left.generation > 0) lineage.resume(left.generation, carries);
  while (lineage.generation < generation - 1) {
    lineage.advance();
    carries = neededCarries(arm, [...carries, lineage.carry()]);
  }
  const stopped = carries.at(-1)?.state?.stopped;
  if (stopped !== undefined) throw none(stopped);
  try {
    const fitted = lineage.refit(generation, carries)[index];
    if (fitted instanceof FittedTransformer) return fitted;
    throw none('it is no transformer');
  } catch (error) {
    throw error instanceof DivergenceError ? none(error.message, error) : error;
  }
}

function cardOf({loaded: {experiment}}: StoredRun, {arm, seed, generation}: Place, model: string | undefined): Card {
  const which = `arm ${arm.name}${model === undefined ? '' : `, ${model}`}, generation ${generation}`;
  const data = describeData(arm.data);
  const first = `Generation 1 is trained on ${data}`;
  const later = `every later one on ${describeArm(arm)}`;
  const own = generation === 1 ? 'This is generation 1.' : `This is generation ${generation}.`;
  return {
    title: `${experiment.title}: ${which}`,
    trainedOn: `From an experiment on model collapse, “${experiment.title}”, seed ${seed}. ${first}, ${later}. ${own}`,
  };
}
