/** What commands answered, as it was kept: one line for each record that came to them, read once more in the order of records. */
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {GenlossError} from '../../core/error.ts';
import {KEPT, OVER_BUDGET} from '../../guard/curate/decide.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import {openStored, storedJson} from '../stored.ts';
import {damagedWork} from './spool.ts';
import {answerSchema} from './stored-schemas.ts';

export const answersFile = (work: string, step: number): string => join(work, `command-${step}.jsonl`);

/** Whether a record of that outcome came to the step. */
export const cameTo = (outcome: number, step: number): boolean => outcome === KEPT || outcome === OVER_BUDGET || outcome > step;

/** Throws DataError where a line is no answer. */
export async function* keptAnswers(path: string): AsyncGenerator<CommandAnswer> {
  let answers = 0;
  try {
    for await (const line of createInterface({input: createReadStream(path, {fd: openStored(path)})})) {
      answers++;
      yield storedJson(line, answerSchema);
    }
  } catch (error) {
    throw error instanceof GenlossError ? error : damagedWork(path, `line ${answers}: ${(error as Error).message}`, error);
  }
}

/** The answers that one record after another got. Throws DataError where there are not so many. */
export class AnswerReader {
  private readonly path: string;
  private readonly step: number;
  private readonly outcome: Uint8Array;
  private readonly answers: AsyncGenerator<CommandAnswer>;

  constructor(path: string, step: number, outcome: Uint8Array) {
    this.path = path;
    this.step = step;
    this.outcome = outcome;
    this.answers = keptAnswers(path);
  }

  /** Of the next record in order: undefined where it did not come to the command. */
  async next(record: number): Promise<CommandAnswer | undefined> {
    if (!cameTo(this.outcome[record], this.step)) return undefined;
    const {value, done} = await this.answers.next();
    if (done) throw damagedWork(this.path, 'it holds fewer answers than were asked for');
    return value;
  }
}
