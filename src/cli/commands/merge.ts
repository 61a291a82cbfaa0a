/** `genloss merge`: profiles of parts into the profile of the whole. */
import {ConfigError} from '../../core/error.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {command, many} from '../command.ts';
import {EXIT} from '../exit.ts';
import {jsonOption, text} from '../options.ts';
import {printJson, say} from '../print.ts';
import {profileText} from '../profile-text.ts';

export const mergeCommand = command({
  positional: {profile: many('profiles made with the same options')},
  options: {
    output: text('file', 'the profile to write', {short: 'o', required: true}),
    json: jsonOption,
  },
  examples: [{line: 'genloss merge part-*.profile -o whole.profile', does: 'profiles of parts into one of all'}],
  async run({profile: files, output, json}, effects) {
    const {describeProfile} = await import('../../guard/profile/describe.ts');
    const {prepareOutput, refuseOverwriting} = await import('../../node/output-file.ts');
    const {readProfile, writeProfile} = await import('../../node/profile/files.ts');
    prepareOutput(output);
    await refuseOverwriting([{flag: '-o', path: output}], async () => files);
    const [first, ...rest] = files;
    let whole = await readProfile(first);
    for (const file of rest) whole = await merged([whole, await readProfile(file)], [first, file]);
    const size = writeProfile(output, whole);
    const described = describeProfile(whole);
    if (json) printJson({profile: output, size, broken: 0, ...described}, effects);
    else say(profileText(output, described, {size, more: `${files.length} profiles merged`}), effects);
    return EXIT.done;
  },
});

async function merged([whole, part]: readonly [Profile, Profile], [first, file]: readonly [string, string]): Promise<Profile> {
  const {requireCutAlike} = await import('../../guard/profile/cutting.ts');
  const {mergeProfiles} = await import('../../guard/profile/profile.ts');
  requireCutAlike(whole, part, [first, file]);
  try {
    return mergeProfiles(whole, part);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`${first} and ${file}: ${error.message}`, {next: error.next, cause: error});
    throw error;
  }
}
