/** Reads files that were given to the page, as the command line reads those of a machine; loaded when there is one. */
import type {Text} from '../../core/data.ts';
import {collected, readInputs} from '../../read/corpus.ts';
import {kindByName} from '../../read/kind-by-name.ts';
import {PORTABLE_INFLATE} from '../../read/portable-inflate.ts';
import {readingOf} from '../../read/request.ts';
import {bytesSource} from '../../read/source.ts';
import type {FilesOptions} from '../../run/corpus.ts';

/** `files`: by name. Throws what reading throws. */
async function read(
  files: ReadonlyMap<string, Uint8Array>,
  {files: names, format, ...reading}: FilesOptions,
): Promise<{documents: Text; broken: number}> {
  const inputs = names.map((name) => {
    const kind = kindByName(name);
    return {...kind, ...(format !== undefined && {format}), source: bytesSource(name, files.get(name)!)};
  });
  const corpus = await collected((onSkip) => readInputs(inputs, {...readingOf(reading), inflate: PORTABLE_INFLATE, onSkip}));
  const {kind, count, bytes, offsets, broken} = corpus;
  return {documents: {kind, count, bytes, offsets}, broken: broken.length};
}

/** The text of a Zstandard file. */
async function inflate(bytes: Uint8Array): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of PORTABLE_INFLATE.zstd(one(bytes))) text += decoder.decode(chunk, {stream: true});
  return text + decoder.decode();
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

Object.assign(globalThis, {genlossRead: read, genlossInflate: inflate});
