/** Periods for the benchmark of `watch`: the shipped speeches in another order in every period, with a date and a source each. */
import {closeSync, openSync, writeSync} from 'node:fs';
import {Stream} from '../src/core/random/stream.ts';
import {documentsOf, paragraphs} from './corpus.ts';

const SOURCES = ['harbour', 'meadow', 'quarry', 'village'];
const CHUNK = 1 << 20;

export const dayOf = (index: number): string => new Date(Date.UTC(2020, 0, 1) + 86_400_000 * index).toISOString().slice(0, 10);

export class PeriodWriter {
  private readonly paragraphs: readonly string[];

  private constructor(all: readonly string[]) {
    this.paragraphs = all;
  }

  static async open(): Promise<PeriodWriter> {
    return new PeriodWriter(await paragraphs());
  }

  /** Writes some bytes of records of a day, up to one record more, at the end of a file. */
  append(path: string, index: number, bytes: number): void {
    const file = openSync(path, 'a');
    try {
      for (const chunk of this.chunks(index, bytes)) writeSync(file, chunk);
    } finally {
      closeSync(file);
    }
  }

  private *chunks(index: number, bytes: number): Generator<string> {
    const date = dayOf(index);
    let chunk = '';
    let left = bytes;
    for (let tile = 0; left > 0; tile++)
      for (const [i, document] of documentsOf(this.paragraphs, Stream.root(1).fork(`day/${index}/${tile}`)).entries()) {
        const record = `${JSON.stringify({date, source: SOURCES[i % SOURCES.length], text: document.join('\n\n')})}\n`;
        chunk += record;
        left -= Buffer.byteLength(record);
        if (left > 0 && chunk.length < CHUNK) continue;
        yield chunk;
        chunk = '';
        if (left <= 0) return;
      }
  }
}
