/** What a generation of a lineage wrote, or what people wrote for it: as it was kept, or made again. */
import {ConfigError, DataError} from '../../core/error.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {similarNames} from '../../read/similar-names.ts';
import {leftOf, storedEndOf} from '../../run/left.ts';
import {costOf} from '../../run/plan.ts';
import {recordLines} from '../../run/samples.ts';
import {afterEnd, lineageAgain, openRun, type StoredRun} from './again.ts';
import {keptLines} from './sample-files.ts';
import {storeOf} from './store.ts';

/** Whose text; what is not said is the only arm there is, the first lineage, the last generation. */
export interface TextsChoice {
  readonly arm?: string;
  readonly lineage?: number;
  /** 0: people. */
  readonly generation?: number;
  /** Of people what no model saw, in place of the training set. */
  readonly holdout?: boolean;
}

export interface Texts {
  readonly arm: string;
  readonly lineage: number;
  readonly generation: number;
  /** One JSON object a line. */
  readonly lines: Iterable<string>;
  /** Whether it was made again, because the run had not kept it. */
  readonly isAgain: boolean;
}

interface TextsEvents {
  /** Before a generation is made again: what that takes, roughly. `from`: the last generation that need not be. */
  readonly onAgain?: (work: {readonly from: number; readonly generation: number; readonly seconds: number}) => void;
}

/** Throws ConfigError where the run has no such generation and says which it has; DataError where it has no text. */
export async function textsOf(directory: string, choice: TextsChoice, {onAgain}: TextsEvents = {}): Promise<Texts> {
  const run = openRun(directory);
  const arm = chosenArm(run, choice.arm);
  const lineage = chosenNumber(choice.lineage ?? 0, {what: 'lineage', first: 0, last: run.loaded.experiment.seeds - 1, directory});
  const last = run.loaded.experiment.generations;
  if (choice.holdout && (choice.generation ?? 0) > 0)
    throw new ConfigError('held-out text is of people, who are generation 0', {next: 'leave out --generation, or --holdout'});
  const end = storedEndOf(storeOf(directory), {arm, seed: lineage});
  const asked = choice.holdout ? 0 : (choice.generation ?? end ?? last);
  const generation = chosenNumber(asked, {what: 'generation', first: 0, last, directory});
  const source = generation > 0 ? undefined : choice.holdout ? 'holdout' : 'training';
  const which = {arm, seed: lineage, generation};
  if (end !== undefined && generation > end) throw afterEnd(which, {end, directory});
  const kept = keptLines(directory, {...which, arm: arm.name})?.filter(
    (line) => source === undefined || line.endsWith(`"source":"${source}"}\n`),
  );
  if (kept?.length === 0)
    throw source === 'holdout' ? noHoldout(arm, directory) : nothing(which, {directory, why: 'its lineage had stopped'});
  const lines = kept ?? (await linesAgain(run, which, {source, onAgain}));
  return {arm: arm.name, lineage, generation, lines, isAgain: kept === undefined};
}

function chosenArm({loaded: {arms}, directory}: StoredRun, name: string | undefined): Arm {
  const all = `arms: ${arms.map((arm) => arm.name).join(', ')}`;
  if (name === undefined) {
    if (arms.length === 1) return arms[0];
    throw new ConfigError(`the run has ${arms.length} arms`, {where: directory, next: `say which with --arm; ${all}`});
  }
  const arm = arms.find((one) => one.name === name);
  if (arm) return arm;
  const [near] = similarNames(
    name,
    arms.map((one) => one.name),
  );
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  throw new ConfigError(`there is no arm ${JSON.stringify(name)}${meant}`, {where: directory, next: all});
}

interface Numbers {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  readonly directory: string;
}

function chosenNumber(number: number, {what, first, last, directory}: Numbers): number {
  if (number <= last) return number;
  throw new ConfigError(`there is no ${what} ${number}`, {where: directory, next: `the run has ${what}s ${first} to ${last}`});
}

interface Again extends TextsEvents {
  readonly source: 'training' | 'holdout' | undefined;
}

async function linesAgain(
  run: StoredRun,
  {arm, seed, generation}: {arm: Arm; seed: number; generation: number},
  {source, onAgain}: Again,
): Promise<Iterable<string>> {
  const wanted = {
    what: generation === 0 ? 'the human side of its lineages' : `the sample of generation ${generation}`,
    keep: 'samples' as const,
  };
  const {lineage, words} = await lineageAgain(run, {arm, seed}, wanted);
  if (source !== undefined) {
    const {[source]: data} = lineage.human;
    if (!data) throw noHoldout(arm, run.directory);
    return recordLines([{data, source}]);
  }
  const left = leftOf(storeOf(run.directory), {arm, seed, most: generation - 1});
  const seconds = (costOf(arm, generation, words) - (left.generation > 0 ? costOf(arm, left.generation, words) : 0)) / 1000;
  onAgain?.({from: left.generation, generation, seconds});
  if (left.generation > 0) lineage.resume(left.generation, left.carries);
  while (lineage.generation < generation - 1 && !lineage.isEnded) lineage.advance();
  const {state} = lineage.generation === 0 ? {} : lineage.carry();
  if (state?.ended !== undefined) throw afterEnd({arm, seed, generation}, {end: state.ended, directory: run.directory});
  const {written = [], notes} = lineage.advance();
  const stopped = lineage.carry().state?.stopped;
  if (written.length === 0) throw nothing({arm, generation}, {directory: run.directory, why: stopped ?? notes.join('; ')});
  return recordLines(written.map(({model, data}) => ({data, ...(model !== undefined && {source: model})})));
}

const nothing = ({arm, generation}: {arm: Arm; generation: number}, {directory, why}: {directory: string; why: string}): DataError =>
  new DataError(`generation ${generation} of the arm ${arm.name} wrote nothing: ${why}`, {
    where: directory,
    next: 'ask for an earlier generation',
  });

const noHoldout = (arm: Arm, directory: string): ConfigError =>
  new ConfigError(`the arm ${arm.name} has no held-out data: a world is known, and holds nothing back`, {
    where: directory,
    next: 'leave out --holdout',
  });
