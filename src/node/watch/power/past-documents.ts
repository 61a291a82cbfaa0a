/** The documents of past periods, read again while the data are there; of large periods every so manieth record. */
import type {WatchDefinition} from '../../../guard/watch/definition.ts';
import type {HistoryRow} from '../../../guard/watch/history.ts';
import {PeriodCollector} from '../collector.ts';
import {slicesOf} from '../made.ts';
import type {PeriodDocuments} from '../period-documents.ts';
import type {RecordSink, RecordText} from '../reader.ts';
import type {WatchTexts} from '../texts.ts';

export interface PastDocuments {
  readonly periods: readonly PeriodDocuments[];
  /** Whether records were left out. */
  readonly thinned: boolean;
}

interface PastOptions {
  readonly definition: WatchDefinition;
  readonly texts: WatchTexts;
  /** Of one period. */
  readonly mostWords: number;
  /** Nothing is put aside in it: all is held. */
  readonly folder: string;
}

/** Undefined where the data are gone. Throws what reading throws. */
export async function pastDocuments(
  rows: readonly HistoryRow[],
  {definition, texts, mostWords, folder}: PastOptions,
): Promise<PastDocuments | undefined> {
  const {data, size, language} = definition;
  const slices = slicesOf(definition);
  const collector = new PeriodCollector({size, language, passage: data.passage, slices, folder, mostHeld: Infinity});
  const shares = new Map(rows.map(({period, words}) => [period, Math.min(1, mostWords / words)]));
  const names = rows.map(({period}) => period);
  if (!(await texts.readAgain(names, new Thinned(collector, shares), slices))) return undefined;
  const periods = names.map((period) => collector.take(period).documents);
  if (periods.some((one) => one === undefined)) return undefined;
  return {periods: periods as PeriodDocuments[], thinned: [...shares.values()].some((share) => share < 1)};
}

/** Passes on a share of the records of each period, at equal distances. */
class Thinned implements RecordSink {
  private readonly sink: RecordSink;
  private readonly shares: ReadonlyMap<string, number>;
  private readonly due = new Map<string, number>();

  constructor(sink: RecordSink, shares: ReadonlyMap<string, number>) {
    this.sink = sink;
    this.shares = shares;
  }

  add(period: string, values: readonly string[], text: RecordText): void {
    const due = (this.due.get(period) ?? 0) + this.shares.get(period)!;
    this.due.set(period, due >= 1 ? due - 1 : due);
    if (due >= 1) this.sink.add(period, values, text);
  }
}
