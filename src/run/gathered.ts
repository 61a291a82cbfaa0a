/** What the generations of a unit gave, gathered until it is whole. */
import type {Generation} from '../lab/loop/generation.ts';
import type {Lineage} from '../lab/loop/lineage.ts';
import {addTimes, NO_TIME, type Times} from '../lab/loop/stopwatch.ts';
import {type Row, rowsOf} from '../lab/results/row.ts';
import type {JudgedAsk} from './asked.ts';
import type {KeptSample} from './samples.ts';
import type {PicturedGeneration, StoredUnit, UnitContent} from './unit.ts';

interface GatheredOptions {
  readonly arm: string;
  /** Whether what was written is gathered too. */
  readonly keepsSamples: boolean;
  /** Whether notes say which generation they are of. */
  readonly namesGenerations: boolean;
}

export class Gathered {
  readonly samples: KeptSample[] = [];
  private readonly options: GatheredOptions;
  private readonly rows: Row[] = [];
  private readonly pictures: PicturedGeneration[] = [];
  private readonly notes = new Set<string>();
  private readonly judged: JudgedAsk[] = [];
  private spent: Times = NO_TIME;

  constructor(options: GatheredOptions) {
    this.options = options;
  }

  /** Takes in a generation, and gives its rows. */
  take(seed: number, {generation, readings, picture, notes, written = []}: Generation): readonly Row[] {
    const {arm, keepsSamples, namesGenerations} = this.options;
    const own = rowsOf(arm, seed, generation, readings);
    for (const row of own) this.rows.push(row);
    if (picture) this.pictures.push({generation, picture});
    for (const note of notes) this.notes.add(namesGenerations ? `generation ${generation}: ${note}` : note);
    if (keepsSamples)
      for (const {model, data} of written) this.samples.push({seed, generation, ...(model !== undefined && {source: model}), data});
    return own;
  }

  /** Takes in the human side of a lineage. */
  takeHuman(seed: number, {human: {training, holdout}}: Lineage): void {
    if (!this.options.keepsSamples) return;
    this.samples.push({seed, generation: 0, source: 'training', data: training});
    if (holdout) this.samples.push({seed, generation: 0, source: 'holdout', data: holdout});
  }

  takeJudged(judged: readonly JudgedAsk[]): void {
    this.judged.push(...judged);
  }

  takeTimes(times: Times): void {
    this.spent = addTimes(this.spent, times);
  }

  /** Takes in a unit, all but what it left for the next. */
  takeUnit(unit: StoredUnit): void {
    for (const row of unit.rows()) this.rows.push(row);
    this.pictures.push(...unit.pictures());
    for (const note of unit.notes()) this.notes.add(note);
    this.takeTimes(unit.spent() ?? NO_TIME);
    this.takeJudged(unit.judged());
  }

  content(): UnitContent {
    return {
      rows: this.rows,
      pictures: this.pictures,
      notes: [...this.notes],
      spent: this.spent,
      ...(this.judged.length > 0 && {judged: this.judged}),
    };
  }
}
