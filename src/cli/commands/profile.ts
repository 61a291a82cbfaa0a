/** `genloss profile` and `genloss merge`: fingerprints of corpora. */
import {ConfigError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {requireCutAlike} from '../../guard/profile/cutting.ts';
import {describeProfile} from '../../guard/profile/describe.ts';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {prepareOutput, refuseOverwriting} from '../../node/output-file.ts';
import {readProfile, writeProfile} from '../../node/profile/files.ts';
import type {Made} from '../../node/profile/make.ts';
import {refuseIdleDialect} from '../../node/read/idle.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {printJson, say, tell} from '../print.ts';
import {startReadingDisplay} from '../reading-display.ts';

export interface ProfileFlags extends DataFlags {
  output: string;
  count?: string[];
  json?: boolean;
}

export async function profile(data: readonly string[], flags: ProfileFlags): Promise<void> {
  prepareOutput(flags.output);
  const options = makeOptionsOf(flags);
  await refuseOverwriting([{flag: '-o', path: flags.output}], () => inputPaths(data, options.read));
  await refuseIdleDialect(data, options.read ?? {});
  const display = startReadingDisplay('reading', {quiet: flags.quiet === true, stream: process.stderr});
  const start = performance.now();
  let made: Made;
  try {
    const {makeProfile} = await import('../../node/profile/make.ts');
    made = await makeProfile(data, {...options, fields: flags.count, onProgress: (progress) => display.show(progress)});
  } finally {
    display.end();
  }
  const seconds = (performance.now() - start) / 1000;
  if (made.broken > 0) tell(`genloss: ${made.broken} broken record${made.broken === 1 ? '' : 's'} passed over\n`);
  const size = writeProfile(flags.output, made.profile);
  describe(flags, made.profile, {size, more: `read at ${(made.bytes / 1e6 / seconds).toFixed(1)} MB/s`, broken: made.broken});
}

export async function merge(files: readonly string[], flags: {output: string; json?: boolean}): Promise<void> {
  prepareOutput(flags.output);
  await refuseOverwriting([{flag: '-o', path: flags.output}], async () => files);
  const [first, ...rest] = files;
  let whole = await readProfile(first);
  for (const file of rest) {
    const part = await readProfile(file);
    requireCutAlike(whole, part, [first, file]);
    try {
      whole = mergeProfiles(whole, part);
    } catch (error) {
      if (error instanceof ConfigError) throw new ConfigError(`${first} and ${file}: ${error.message}`, {next: error.next, cause: error});
      throw error;
    }
  }
  const size = writeProfile(flags.output, whole);
  describe(flags, whole, {size, more: `${files.length} profiles merged`, broken: 0});
}

interface Told {
  size: number;
  more: string;
  broken: number;
}

function describe({output, json}: {output: string; json?: boolean}, made: Profile, {size, more, broken}: Told): void {
  const described = describeProfile(made);
  if (json) {
    printJson({profile: output, size, broken, ...described});
    return;
  }
  const count = (n: number): string => n.toLocaleString('en');
  const {documents, words, bytes, wordTypes, scripts, fields} = described;
  const lines = [
    `${visible(output)}: ${count(documents)} documents, ${count(words)} words, ${(bytes / 1e6).toFixed(1)} MB of text in ${(size / 1e6).toFixed(2)} MB; ${more}`,
    `  ${count(wordTypes)} different words; scripts: ${Object.keys(scripts).slice(0, 4).join(', ') || 'none'}`,
    ...Object.entries(fields).map(
      ([name, values]) =>
        `  ${visible(name)}: ${values
          .slice(0, 6)
          .map(({value, documents: n}) => `${value === '' ? '(none)' : visible(value)} ${count(n)}`)
          .join(', ')}${values.length > 6 ? `, and ${values.length - 6} more` : ''}`,
    ),
  ];
  say(`${lines.join('\n')}\n`);
}
