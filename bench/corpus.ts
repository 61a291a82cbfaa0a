/**
 * Corpora of a wanted size for the guard's benchmark, made of the shipped speeches and kept in bench/peers/build for the next time.
 *
 * The speeches are cut into paragraphs of whole sentences, some 500 bytes each. A tile has all of them once, in an order of its own, and
 * 1 to 12 of them in a row are a document (3 KB on average). So documents, and the n-grams where two paragraphs meet, are new in every tile,
 * while paragraphs come again.
 *
 * shape    `lines`: one document a line, its paragraphs joined by a space; `jsonl`: {"id", "text"}, joined by a blank line
 * size     megabytes (1e6 bytes) of the file, up to one document more
 */
import {closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Stream} from '../src/core/random/stream.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';

export type Form = 'lines' | 'jsonl';

/** In the names of the files: another one for other content. */
const VERSION = 1;
const PARAGRAPH_BYTES = 500;
const MOST_PARAGRAPHS = 12;
/** The folder of the corpora. */
export const CORPORA = fileURLToPath(new URL('peers/build/', import.meta.url));

/** The path of the corpus, which is written where it is not there yet. */
export async function corpusFile(form: Form, megabytes: number): Promise<string> {
  const path = `${CORPORA}speeches-${megabytes}mb-v${VERSION}.${form === 'lines' ? 'txt' : 'jsonl'}`;
  if (existsSync(path)) return path;
  process.stderr.write(`bench: writing ${path}\n`);
  mkdirSync(CORPORA, {recursive: true});
  const aside = `${path}.${process.pid}.part`;
  try {
    writeTiles(aside, await paragraphs(), form, megabytes * 1e6);
    renameSync(aside, path);
  } finally {
    rmSync(aside, {force: true});
  }
  return path;
}

function writeTiles(path: string, all: readonly string[], form: Form, bytes: number): void {
  const file = openSync(path, 'w');
  try {
    let id = 0;
    let written = 0;
    for (let tile = 0; written < bytes; tile++) {
      const records: string[] = [];
      let size = 0;
      for (const document of documentsOf(all, Stream.root(1).fork(`tile/${tile}`))) {
        const record = form === 'lines' ? document.join(' ') : JSON.stringify({id: id++, text: document.join('\n\n')});
        records.push(`${record}\n`);
        size += Buffer.byteLength(record) + 1;
        if (written + size >= bytes) break;
      }
      writeSync(file, records.join(''));
      written += size;
    }
  } finally {
    closeSync(file);
  }
}

/** All paragraphs in another order, in groups. */
export function documentsOf(all: readonly string[], stream: Stream): string[][] {
  const order = [...all];
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const documents: string[][] = [];
  for (let from = 0; from < order.length; ) {
    const to = from + 1 + stream.below(MOST_PARAGRAPHS);
    documents.push(order.slice(from, to));
    from = to;
  }
  return documents;
}

/** Runs of whole sentences, without line feeds, of at least PARAGRAPH_BYTES save the last of a speech. */
export async function paragraphs(): Promise<string[]> {
  const {bytes, offsets, count} = await readSpeeches();
  const made: string[] = [];
  for (let i = 0; i < count; i++) {
    const text = Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString();
    let paragraph = '';
    for (const sentence of text
      .replace(/\s+/g, ' ')
      .trim()
      .split(/(?<=[.?!]) /)) {
      paragraph += paragraph === '' ? sentence : ` ${sentence}`;
      if (paragraph.length < PARAGRAPH_BYTES) continue;
      made.push(paragraph);
      paragraph = '';
    }
    if (paragraph !== '') made.push(paragraph);
  }
  return made;
}
