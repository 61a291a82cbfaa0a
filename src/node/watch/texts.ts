/** The text of a reference and of some periods, while it is there: what the lab is run on. Profiles hold none. */
import type {Text} from '../../core/data.ts';
import {cutIntoPassages} from '../../core/text/passages.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {GrowingBytes} from '../../read/batch.ts';
import {isProfileFile} from '../profile/files.ts';
import {readAgainByDate} from './by-date.ts';
import {readPeriod} from './by-name.ts';
import {type FoundFile, sameStamps} from './found.ts';
import type {RecordSink, RecordText, WatchReader} from './reader.ts';
import type {WatchState} from './state.ts';

/** Text, or why there is none. */
export type TextThere = Text | {readonly reason: string};

export interface TextPlaces {
  readonly state: WatchState;
  readonly definition: WatchDefinition;
  /** The data, and the reference, as they are now; none of what is gone. */
  readonly found: readonly FoundFile[];
  readonly reference: readonly FoundFile[];
  readonly reader: (fields: readonly string[]) => WatchReader;
  /** Bytes of the blocks of growing files. */
  readonly block: number;
}

/** More than the lab takes: of larger data records are left out at equal distances. */
const MOST_BYTES = 32 << 20;
/** Words of a passage where nothing is said: long documents are cut, so that halves of a text are of the same sources. */
const PASSAGE_WORDS = 100;

export class WatchTexts {
  private readonly places: TextPlaces;

  constructor(places: TextPlaces) {
    this.places = places;
  }

  /** Cut into passages. Throws what reading throws. */
  async ofReference(): Promise<TextThere> {
    const text = await this.readReference();
    return 'reason' in text ? text : this.cut(text);
  }

  /** As the watch reads them: cut where it cuts. Throws what reading throws. */
  async documentsOfReference(): Promise<TextThere> {
    const text = await this.readReference();
    const {passage} = this.places.definition.data;
    return 'reason' in text || passage === undefined ? text : cutIntoPassages(text, passage);
  }

  private async readReference(): Promise<TextThere> {
    const {reference, reader} = this.places;
    if (reference.length === 0) return {reason: 'the data of the reference are gone'};
    if ((await Promise.all(reference.map(({file}) => isProfileFile(file.path)))).includes(true))
      return {reason: 'the reference is a profile, which holds no text'};
    const sink = new TextSink(reference);
    await readPeriod('reference', reference, {reader: reader([]), sink, slices: []});
    return sink.text();
  }

  /** Throws what reading throws. */
  async ofPeriods(periods: readonly string[]): Promise<TextThere> {
    const sink = new TextSink([]);
    if (!(await this.readAgain(periods, sink, []))) return {reason: 'the data of the change are gone, or not as they were'};
    return this.cut(sink.text());
  }

  /** Reads the records of some periods into the sink. False where their data are gone, or not as they were. Throws what reading throws. */
  async readAgain(periods: readonly string[], sink: RecordSink, slices: readonly string[]): Promise<boolean> {
    const {found, state, definition, reader, block} = this.places;
    const {period} = definition;
    if ('field' in period) {
      const wanted = new Set(periods);
      const there = new Map(found.map((one) => [one.stamp.name, one]));
      const holding = [...state.files.values()].filter(({blocks}) => blocks.some((one) => one.periods.some((name) => wanted.has(name))));
      const files = holding.map(({file}) => there.get(file.name));
      const isStuck = holding.some(({stuck = []}) => stuck.some((one) => wanted.has(one)));
      if (isStuck || files.some((one, i) => one === undefined || !sameStamps([one.stamp], [holding[i].file]))) return false;
      await readAgainByDate(files as FoundFile[], state.files, {
        ...{...period, slices, sink, block, wanted},
        reader: reader([period.field, ...slices]),
      });
      return true;
    }
    for (const name of periods) {
      const {files: stamps = []} = state.periods.get(name) ?? {};
      const files = found.filter(({stamp}) => stamps.some((one) => one.name === stamp.name));
      const isThere = sameStamps(
        stamps,
        files.map(({stamp}) => stamp),
      );
      if (stamps.length === 0 || !isThere || files.some(({file}) => file.once !== undefined)) return false;
      await readPeriod(name, files, {reader: reader(slices), sink, slices});
    }
    return true;
  }

  private cut(text: Text): Text {
    return cutIntoPassages(text, this.places.definition.data.passage ?? PASSAGE_WORDS);
  }
}

/** Keeps records, of many every so manieth. */
class TextSink implements RecordSink {
  private readonly texts = new GrowingBytes(1 << 16);
  private readonly ends: number[] = [0];
  private readonly distance: number;
  private count = 0;

  constructor(files: readonly FoundFile[]) {
    const bytes = files.reduce((sum, {file}) => sum + file.size, 0);
    this.distance = Math.max(1, Math.ceil(bytes / MOST_BYTES));
  }

  add(_period: string, _values: readonly string[], {bytes, from, to}: RecordText): void {
    if (this.count++ % this.distance !== 0 || this.texts.length > MOST_BYTES) return;
    this.texts.append(bytes, from, to);
    this.ends.push(this.texts.length);
  }

  text(): Text {
    const {texts, ends} = this;
    return {kind: 'text', count: ends.length - 1, bytes: texts.bytes.subarray(0, texts.length), offsets: Uint32Array.from(ends)};
  }
}
