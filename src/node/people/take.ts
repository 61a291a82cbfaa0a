/**
 * Takes judgements that people have handed back as files into a run: all of them, or none where a line of any file is none of this run.
 *
 * What is there already is not taken again, by the count of equal lines, so that a file may come twice, or once more with more in it.
 */
import {join} from 'node:path';
import {DataError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {saidOn} from '../../run/asked.ts';
import {type JudgementLine, judgementOf, saidByAsk} from '../../run/judgement.ts';
import {wantedOf} from '../../run/shown-desk.ts';
import {storeOf} from '../run/store.ts';
import {storedExperiment} from '../run/stored-experiment.ts';
import {appendJudgements} from './append.ts';
import {ASKS, readAsks} from './ask-file.ts';
import {type PlacedJudgement, readWholeJudgements} from './judgement-file.ts';
import {linesOfRun, trainedIn} from './of-run.ts';
import {AskedRunReader} from './open-asks.ts';

export interface TakenFile {
  readonly path: string;
  /** People in it, in the order in which they come. */
  readonly annotators: readonly string[];
  /** Lines. */
  readonly taken: number;
  readonly there: number;
}

export interface TakenJudgements {
  readonly files: readonly TakenFile[];
  /** Judgements that the run still waits for. */
  readonly wanted: number;
  /** An unfinished last line of the run's own file, which was set aside. */
  readonly aside?: string;
}

interface HandedFile {
  readonly path: string;
  readonly lines: readonly PlacedJudgement[];
}

/** Throws DataError where the directory is none of a run, or a file has in it what cannot be taken; OutputError. */
export async function takeJudgements(directory: string, paths: readonly string[]): Promise<TakenJudgements> {
  const {arms} = storedExperiment(directory);
  const known = new Set(readAsks(directory).map(({ask}) => ask));
  const files = paths.map((path): HandedFile => ({path, lines: readWholeJudgements(path)}));
  for (const file of files) refuseUnknown(file, known, directory);
  const trained = trainedIn(storeOf(directory), arms);
  let taken: readonly TakenFile[] = [];
  const aside = await appendJudgements(directory, () => {
    const {own, recorded} = linesOfRun(directory, arms, directory);
    const fresh = notThere(files, own);
    refuseChanges(fresh, [...recorded, ...own], trained);
    taken = fresh.map(({path, lines}, i) => ({
      ...{path, annotators: [...new Set(files[i].lines.map(({line}) => line.annotator))]},
      ...{taken: lines.length, there: files[i].lines.length - lines.length},
    }));
    return fresh.flatMap(({lines}) => lines.map(({text}) => text));
  });
  return {files: taken, wanted: wantedOf(new AskedRunReader(directory).read().open), ...(aside !== undefined && {aside})};
}

function refuseUnknown({path, lines}: HandedFile, known: ReadonlySet<string>, directory: string): void {
  const unknown = lines.find(({line}) => !known.has(line.ask));
  if (unknown === undefined) return;
  throw new DataError(`a judgement of ask ${visible(unknown.line.ask)}, which is not in ${join(directory, ASKS)}`, {
    where: `${path}:${unknown.number}`,
    next: 'take the file to the run whose pairs were judged; nothing of it was taken here',
  });
}

/** Of each file the lines that neither the run nor a file before it has. */
function notThere(files: readonly HandedFile[], own: readonly JudgementLine[]): readonly HandedFile[] {
  const there = countsOf(own);
  return files.map(({path, lines}) => {
    const seen = new Map<string, number>();
    const fresh = lines.filter(({line}) => {
      const key = keyOf(line);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count <= (there.get(key) ?? 0)) return false;
      there.set(key, count);
      return true;
    });
    return {path, lines: fresh};
  });
}

function countsOf(lines: readonly JudgementLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  return counts;
}

/** The same of lines that say the same, however they are written. */
const keyOf = ({ask, choice, annotator, seconds, at, left, again, reported}: JudgementLine): string =>
  JSON.stringify([ask, choice, annotator, seconds, at, left, again, reported]);

/** A generation stays trained with what it was trained with: a line that makes it another judgement would stop the run. */
function refuseChanges(fresh: readonly HandedFile[], before: readonly JudgementLine[], trained: ReturnType<typeof trainedIn>): void {
  const said = saidByAsk([...before, ...fresh.flatMap(({lines}) => lines.map(({line}) => line))]);
  for (const {arm, judged} of trained)
    for (const {annotator, choice} of judged.judgements) {
      const now = saidOn(said, judged.ask).find((one) => one.annotator === annotator)?.choice;
      const at = now === choice ? undefined : placeOf(fresh, ({line}) => saysNow(line, {ask: judged.ask, annotator, choice: now}));
      if (at === undefined) continue;
      throw new DataError(
        `${visible(annotator)} ${now === undefined ? 'takes back' : `says ${now} of`} ask ${judged.ask}, and generation ${judged.generation} of arm ${arm}, seed ${judged.seed} was trained with ${choice}`,
        {where: at, next: 'take the line out of the file; nothing of it was taken here'},
      );
    }
}

/** Whether a line may be the one that counts: of this ask and person, no repeat, and saying what counts, or nothing where nothing counts. */
function saysNow(line: JudgementLine, {ask, annotator, choice}: {ask: string; annotator: string; choice: string | undefined}): boolean {
  return line.ask === ask && line.annotator === annotator && line.again !== true && judgementOf(line)[0]?.choice === choice;
}

/** The last one: it counts. */
function placeOf(files: readonly HandedFile[], is: (placed: PlacedJudgement) => boolean): string | undefined {
  const found = files.flatMap(({path, lines}) => lines.filter(is).map(({number}) => `${path}:${number}`));
  return found.at(-1);
}
