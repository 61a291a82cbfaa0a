/** Texts that a person gives to the page. They stay in its memory: no address, storage or cache ever has them. */
import {signal} from '@preact/signals';
import type {ReadFiles} from '../lab/client.ts';
import {loadScript} from '../shared/scripts.ts';

declare const READER: string;

/** Fewer paragraphs cannot be held out apart from each other: then every line is a record. */
const LEAST_PARAGRAPHS = 20;

/** Share of a text's words that a model surely learns from. */
const LEARNED = 0.6;

export class OwnFiles {
  readonly names = signal<readonly string[]>([]);
  private readonly bytes = new Map<string, Uint8Array>();

  /** In place of those before. */
  give(name: string, bytes: Uint8Array): void {
    this.bytes.clear();
    this.bytes.set(name, bytes);
    this.names.value = [name];
  }

  /** Those of `sizes` (ascending, in words) that a model can learn from beside what is held out; the least at least. */
  sizesOf(sizes: readonly number[]): readonly number[] {
    const most = LEARNED * this.words();
    const own = sizes.filter((size) => size <= most);
    return own.length > 0 ? own : [sizes[0]];
  }

  private words(): number {
    let words = 0;
    let wasSpace = true;
    for (const byte of this.only()) {
      const isSpace = byte <= 32;
      if (wasSpace && !isSpace) words++;
      wasSpace = isSpace;
    }
    return words;
  }

  /** What an experiment on it must say, `path=value`. `size`: words that it begins with. */
  sets(size: number): string[] {
    const [name] = this.names.value;
    if (name === undefined) return [];
    const isText = /\.(txt|text|md)(\.gz|\.zst)?$/i.test(name);
    const paragraphs = new TextDecoder().decode(this.only()).split(/\n\s*\n/).length;
    const unit = isText && paragraphs < LEAST_PARAGRAPHS ? ['data.unit=line'] : [];
    return [`data.files=${JSON.stringify([name])}`, `sample.size=${size}`, ...unit];
  }

  readonly read: ReadFiles = async (options) => {
    await loadScript(READER);
    return (
      globalThis as unknown as {genlossRead: (files: ReadonlyMap<string, Uint8Array>, options: unknown) => ReturnType<ReadFiles>}
    ).genlossRead(this.bytes, options);
  };

  private only(): Uint8Array {
    return [...this.bytes.values()][0] ?? new Uint8Array(0);
  }
}
