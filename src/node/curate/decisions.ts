/** decisions.jsonl: what happened to each record and why, one line a record in input order. */
import {existsSync} from 'node:fs';
import {KEPT, OVER_BUDGET} from '../../guard/curate/decide.ts';
import {stepNames} from '../../guard/curate/recipe.ts';
import {boundText, type RuleReferences} from '../../quality/rules.ts';
import type {DocumentMeasureName, RecipeStep} from '../../quality/steps.ts';
import type {Skipped} from '../../read/tally.ts';
import {AnswerReader, answersFile} from './answers.ts';
import {changesOf, type LatestPlace, LatestRecords} from './changes.ts';
import type {MeasuredSide} from './measure.ts';
import type {HashedFile} from './shards.ts';
import {type CuratedSide, recordPlaceOf} from './side.ts';

export interface DecisionOptions {
  readonly steps: readonly RecipeStep[];
  readonly values: readonly DocumentMeasureName[];
  readonly references: RuleReferences;
  readonly work: string;
}

/** Of the data: every step may have dropped a record; of human data only the draw. */
export async function writeDecisions(measured: MeasuredSide, into: HashedFile, options: DecisionOptions): Promise<void> {
  const {side, spool, broken, changes} = measured;
  const reasons = new Reasons(side, options);
  const latest = new LatestRecords(changes);
  const names = stepNames(options.steps);
  const unread = [...broken];
  let number = 0;
  for (const block of spool.blocks()) {
    const lines: string[] = [];
    for (let i = 0; i < block.count; i++, number++) {
      const place = recordPlaceOf(side, number);
      while (unread.length > 0 && isBefore(unread[0], place, side)) lines.push(unreadLine(unread.shift() as Skipped));
      const outcome = side.fates.outcome[number];
      const at = latest.of(number, block, i);
      const why = outcome === KEPT ? {} : await reasons.of(number, at);
      if (outcome === KEPT) await reasons.pass(number);
      const changed = changesOf(changes, number).map((step) => names[step]);
      lines.push(
        decision({
          ...place,
          decision: outcome === KEPT ? 'kept' : 'dropped',
          ...why,
          ...(changed.length > 0 && {changed}),
          ...(side.source.name === 'human' && {source: 'human'}),
        }),
      );
    }
    into.write(Buffer.from(lines.join('')));
  }
  into.write(Buffer.from(unread.map(unreadLine).join('')));
}

const decision = (one: object): string => `${JSON.stringify(one)}\n`;

const unreadLine = ({file, line, reason}: Skipped): string =>
  decision({file, ...(line !== undefined && {line}), decision: 'dropped', step: 'read', reason});

/** Whether a record that could not be read comes before one that was. */
function isBefore(one: Skipped, other: {file: string; line: number}, {source}: CuratedSide): boolean {
  if (one.file === other.file) return (one.line ?? 0) < other.line;
  const order = source.files.map(({name}) => name);
  return order.indexOf(one.file) < order.indexOf(other.file);
}

/** Why a record was dropped. Records are asked about in order. */
class Reasons {
  private readonly side: CuratedSide;
  private readonly options: DecisionOptions;
  private readonly names: readonly string[];
  /** The answers of each command, which it gave of all records that came to it. */
  private readonly answers: ReadonlyMap<number, AnswerReader>;

  constructor(side: CuratedSide, options: DecisionOptions) {
    this.side = side;
    this.options = options;
    this.names = stepNames(options.steps);
    this.answers = new Map(
      options.steps.flatMap((step, s): [number, AnswerReader][] => {
        const path = answersFile(options.work, s);
        if (!('command' in step) || side.source.name === 'human' || !existsSync(path)) return [];
        return [[s, new AnswerReader(path, s, side.fates.outcome)]];
      }),
    );
  }

  async of(number: number, at: LatestPlace): Promise<{step: string; reason: string}> {
    const outcome = this.side.fates.outcome[number];
    if (outcome === OVER_BUDGET) {
      await this.pass(number);
      return this.side.source.name === 'human' ? {step: 'mix', reason: 'not drawn'} : {step: 'budget', reason: 'not drawn'};
    }
    const s = outcome - 1;
    const said = await this.said(number);
    const step = this.options.steps[s];
    return {step: this.names[s], reason: said ?? this.reasonOf(step, number, at)};
  }

  /** Goes past the answers to a record that came to every command. */
  async pass(number: number): Promise<void> {
    await this.said(number);
  }

  /** What the command that dropped it answered. */
  private async said(number: number): Promise<string | undefined> {
    const outcome = this.side.fates.outcome[number];
    let reason: string | undefined;
    for (const [s, answers] of this.answers) {
      const answer = await answers.next(number);
      const {run} = (this.options.steps[s] as Extract<RecipeStep, {command: unknown}>).command;
      if (s === outcome - 1) reason = answer?.reason ?? `${run[0]} said no`;
    }
    return reason;
  }

  private reasonOf(step: RecipeStep, number: number, {block, index}: LatestPlace): string {
    if ('dedupe' in step) {
      const {file, line} = recordPlaceOf(this.side, this.side.fates.repeats[number]);
      return step.dedupe.kind === 'exact' ? `repeats ${file}:${line}` : `is like ${file}:${line}`;
    }
    if (!('filter' in step)) throw new Error(`${this.names[this.side.fates.outcome[number] - 1]} drops nothing`);
    const {measure} = step.filter;
    const value = block.values[this.options.values.indexOf(measure)][index];
    return boundText(measure, value, this.options.references.boundsOf(step.filter));
  }
}
