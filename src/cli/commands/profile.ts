/** `genloss profile` and `genloss merge`: fingerprints of corpora. */
import {statSync} from 'node:fs';
import {ConfigError} from '../../core/error.ts';
import {mergeProfiles, type Profile, totalOf} from '../../guard/profile/profile.ts';
import {prepareFile} from '../../node/files.ts';
import {readProfile, writeProfile} from '../../node/profile/files.ts';
import type {Made} from '../../node/profile/make.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {startReadingDisplay} from '../reading-display.ts';

export interface ProfileFlags extends DataFlags {
  output: string;
  count?: string[];
  json?: boolean;
}

export async function profile(data: readonly string[], flags: ProfileFlags): Promise<void> {
  prepareFile(flags.output);
  const display = startReadingDisplay('reading', {quiet: flags.quiet === true, stream: process.stderr});
  const start = performance.now();
  let made: Made;
  try {
    const {makeProfile} = await import('../../node/profile/make.ts');
    made = await makeProfile(data, {...makeOptionsOf(flags), fields: flags.count, onProgress: (progress) => display.show(progress)});
  } finally {
    display.end();
  }
  const seconds = (performance.now() - start) / 1000;
  if (made.broken > 0) process.stderr.write(`genloss: ${made.broken} broken record${made.broken === 1 ? '' : 's'} passed over\n`);
  const size = writeProfile(flags.output, made.profile);
  say(flags, made.profile, {size, more: `read at ${(made.bytes / 1e6 / seconds).toFixed(1)} MB/s`, broken: made.broken});
}

export async function merge(files: readonly string[], flags: {output: string; json?: boolean}): Promise<void> {
  prepareFile(flags.output);
  const [first, ...rest] = files;
  let whole = await readProfile(first);
  for (const file of rest) {
    const part = await readProfile(file);
    try {
      whole = mergeProfiles(whole, part);
    } catch (error) {
      if (error instanceof ConfigError) throw new ConfigError(`${first} and ${file}: ${error.message}`, {next: error.next, cause: error});
      throw error;
    }
  }
  const size = writeProfile(flags.output, whole);
  say(flags, whole, {size, more: `${files.length} profiles merged`, broken: 0});
}

interface Told {
  size: number;
  more: string;
  broken: number;
}

function say({output, json}: {output: string; json?: boolean}, made: Profile, {size, more, broken}: Told): void {
  const documents = totalOf(made, 'documents');
  const words = totalOf(made, 'words');
  const bytes = totalOf(made, 'bytes');
  if (json) {
    process.stdout.write(`${JSON.stringify({profile: output, size: statSync(output).size, documents, words, bytes, broken})}\n`);
    return;
  }
  const count = (n: number): string => n.toLocaleString('en');
  process.stdout.write(
    `${output}: ${count(documents)} documents, ${count(words)} words, ${(bytes / 1e6).toFixed(1)} MB of text in ${(size / 1e6).toFixed(2)} MB; ${more}\n`,
  );
}
