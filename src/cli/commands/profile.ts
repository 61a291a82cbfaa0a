/** `genloss profile`: the fingerprint of a corpus. */
import {stat} from 'node:fs/promises';
import {ConfigError} from '../../core/error.ts';
import {describeProfile} from '../../guard/profile/describe.ts';
import {prepareOutput, refuseOverwriting} from '../../node/output-file.ts';
import {isProfileFile, readProfile, writeProfile} from '../../node/profile/files.ts';
import {makeProfile} from '../../node/profile/make.ts';
import {refuseIdleDialect} from '../../node/read/idle.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {command, many} from '../command.ts';
import {makeOptionsOf, profileOptions} from '../data-options.ts';
import type {Effects} from '../effects.ts';
import {EXIT} from '../exit.ts';
import {jsonOption, text, texts} from '../options.ts';
import {printJson, say, tell} from '../print.ts';
import {profileText} from '../profile-text.ts';
import {startReadingDisplay} from '../reading-picture.ts';

export const profileCommand = command({
  positional: {data: many('files, folders, globs, or - for standard input')},
  options: {
    ...profileOptions,
    output: text('file', 'the profile to write; of a profile that is there, none is needed', {short: 'o'}),
    count: texts('field', 'count the values of this field too, or field:year, :month, :day of dates; repeatable'),
    json: jsonOption,
  },
  examples: [
    {line: 'genloss profile human/*.jsonl -o human.profile', does: 'of JSON Lines, whose text is in the field `text`'},
    {line: 'genloss profile book.txt --unit paragraph -o book.profile', does: 'a record a paragraph'},
    {line: 'genloss profile human.profile', does: 'what is in a profile'},
  ],
  async run({data, output, count: fields, json, ...flags}, effects) {
    if (output === undefined) return describe(data, json === true, effects);
    prepareOutput(output);
    const options = makeOptionsOf(flags, effects);
    await refuseOverwriting([{flag: '-o', path: output}], () => inputPaths(data, options.read));
    await refuseIdleDialect(data, options.read);
    const display = startReadingDisplay('reading', {quiet: flags.quiet === true}, effects);
    const start = effects.now();
    const onProgress = (progress: ReadProgress) => display.show(progress);
    const made = await makeProfile(data, {...options, fields, onProgress}).finally(() => display.end());
    const seconds = (effects.now() - start) / 1000;
    const {broken, bytes} = made;
    if (broken > 0) tell(`genloss: ${broken} broken record${broken === 1 ? '' : 's'} passed over\n`, effects);
    const size = writeProfile(output, made.profile);
    const described = describeProfile(made.profile);
    if (json) printJson({profile: output, size, broken, ...described}, effects);
    else say(profileText(output, described, {size, more: `read at ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`}), effects);
    return EXIT.done;
  },
});

/** Profiles that are there already: what each of them holds. */
async function describe(files: readonly string[], json: boolean, effects: Effects): Promise<number> {
  for (const file of files) {
    if (await isProfileFile(file)) continue;
    throw new ConfigError(`where to write the profile of ${file} was not said`, {
      next: 'Give -o FILE.profile; only a profile is described without it.',
    });
  }
  const all = await Promise.all(
    files.map(async (file) => ({profile: file, size: (await stat(file)).size, ...describeProfile(await readProfile(file))})),
  );
  if (json) printJson(all.length === 1 ? all[0] : all, effects);
  else
    for (const {profile, size, ...described} of all)
      say(profileText(profile, described, {size, more: `cut by ${described.cutting.rule}`}), effects);
  return EXIT.done;
}
