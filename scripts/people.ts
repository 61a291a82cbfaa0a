/**
 * Records the judgements that the experiment `people` ships with, anew: a script that stands in for a person answers what the run asks, until the
 * run has come to its end. `npm run people` whenever a change of the lab makes models write other texts.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {UnfinishedError} from '../src/core/error.ts';
import {exp, log} from '../src/core/math/index.ts';
import {Stream} from '../src/core/random/stream.ts';
import {loadExperiment, shippedPath} from '../src/node/experiment-file.ts';
import {readAsks} from '../src/node/people/ask-file.ts';
import {JUDGEMENTS} from '../src/node/people/judgement-file.ts';
import {runExperiment} from '../src/node/run/run.ts';
import type {Question} from '../src/quality/preference/judgement.ts';
import type {JudgementLine} from '../src/run/judgement.ts';

const ANNOTATOR = 'script';
/** Likes short passages; a coin decides NOISE of the choices, and LEFT is the advantage of the text on the left. */
const NOISE = 0.1;
const LEFT = 0.4;
const SHORTNESS = 4;
const MOST_ROUNDS = 20;

export function scriptedJudgement({ask, first, second}: Question & {ask: string}): JudgementLine {
  const stream = Stream.root('people').fork(`ask/${ask}`);
  const left = stream.below(2) === 0 ? 'first' : 'second';
  const liking = (text: string) => -SHORTNESS * log(Math.max(1, text.split(/\s+/).length));
  const advantage = liking(first) - liking(second) + (left === 'first' ? LEFT : -LEFT);
  const byCoin = stream.float() < NOISE;
  const takesFirst = stream.float() < (byCoin ? 0.5 : 1 / (1 + exp(-advantage)));
  return {ask, choice: takesFirst ? 'first' : 'second', annotator: ANNOTATOR, left};
}

/** What the run asks, answered. */
export async function record(workers: number): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'genloss-people-'));
  try {
    writeFileSync(join(directory, 'none.jsonl'), '');
    const loaded = loadExperiment('people', [`arms.judged.feedback.annotator.judgements=${join(directory, 'none.jsonl')}`]);
    const run = join(directory, 'run');
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const isDone = await runExperiment(loaded, {directory: run, workers}).then(
        () => true,
        (error: unknown) => {
          if (error instanceof UnfinishedError) return false;
          throw error;
        },
      );
      if (isDone) return readFileSync(join(run, JUDGEMENTS), 'utf8');
      const lines = readAsks(run).map((ask) => `${JSON.stringify(scriptedJudgement(ask))}\n`);
      writeFileSync(join(run, JUDGEMENTS), lines.join(''));
    }
    throw new Error(`not at its end after ${MOST_ROUNDS} rounds`);
  } finally {
    rmSync(directory, {recursive: true});
  }
}

if (import.meta.main) {
  const path = shippedPath('people').replace(/\.yaml$/, '.judgements.jsonl');
  writeFileSync(path, await record(2));
  process.stderr.write(`${path} is written\n`);
}
