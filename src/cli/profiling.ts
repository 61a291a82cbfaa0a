/** `genloss profile`, once it is called: reads a corpus, or profiles that are there, and tells what they hold. */
import {stat} from 'node:fs/promises';
import {ConfigError} from '../core/error.ts';
import {sizeText} from '../core/text/numbers.ts';
import {describeProfile} from '../guard/profile/describe.ts';
import {prepareOutput, refuseOverwriting} from '../node/output-file.ts';
import {isProfileFile, readProfile, writeProfile} from '../node/profile/files.ts';
import {makeProfile} from '../node/profile/make.ts';
import {refuseIdleDialect} from '../node/read/idle.ts';
import {inputPaths} from '../node/read/input-paths.ts';
import type {ReadProgress} from '../read/corpus.ts';
import {shortList} from '../report/words.ts';
import {makeOptionsOf} from './data-options.ts';
import type {Effects} from './effects.ts';
import {EXIT} from './exit.ts';
import {printJson, say, tell} from './print.ts';
import type {ProfileFlags} from './profile-options.ts';
import {profileText} from './profile-text.ts';
import {startReadingDisplay} from './reading-picture.ts';

export async function profileData({data, output, count: fields, json, ...flags}: ProfileFlags, effects: Effects): Promise<number> {
  if (output === undefined && (await areProfiles(data))) return describe(data, json === true, effects);
  if (output !== undefined) prepareOutput(output);
  const options = makeOptionsOf(flags, effects);
  if (output !== undefined) await refuseOverwriting([{flag: '-o', path: output}], () => inputPaths(data, options.read));
  await refuseIdleDialect(data, options.read);
  const display = startReadingDisplay('reading', {quiet: flags.quiet === true}, effects);
  const start = effects.now();
  const onProgress = (progress: ReadProgress) => display.show(progress);
  const made = await makeProfile(data, {...options, fields, onProgress}).finally(() => display.end());
  const seconds = (effects.now() - start) / 1000;
  const {broken, bytes} = made;
  if (broken > 0) tell(`genloss: ${broken} broken record${broken === 1 ? '' : 's'} passed over\n`, effects);
  const described = describeProfile(made.profile);
  const written = output === undefined ? {} : {profile: output, size: writeProfile(output, made.profile)};
  // of little data the time is that of starting
  const speed = bytes >= LEAST_TIMED ? {more: `read at ${sizeText(bytes / seconds)}/s`} : {};
  if (json) printJson({...written, broken, ...described}, effects);
  else
    say(
      profileText(output ?? shortList(data.map((name) => (name === '-' ? 'standard input' : name))), described, {...written, ...speed}),
      effects,
    );
  return EXIT.done;
}

/** Bytes of data from which on a speed says something. */
const LEAST_TIMED = 1e6;

/** Whether profiles are described, not data. Throws ConfigError where both are there. */
async function areProfiles(files: readonly string[]): Promise<boolean> {
  const kinds = await Promise.all(files.map(isProfileFile));
  if (!kinds.includes(true) || !kinds.includes(false)) return kinds.includes(true);
  throw new ConfigError(`${files[kinds.indexOf(true)]} is a profile and ${files[kinds.indexOf(false)]} is data`, {
    next: 'Describe profiles or data, not both at once.',
  });
}

/** Profiles that are there already: what each of them holds. */
async function describe(files: readonly string[], json: boolean, effects: Effects): Promise<number> {
  const all = await Promise.all(
    files.map(async (file) => ({profile: file, size: (await stat(file)).size, ...describeProfile(await readProfile(file))})),
  );
  if (json) printJson(all.length === 1 ? all[0] : all, effects);
  else
    for (const {profile, size, ...described} of all)
      say(profileText(profile, described, {size, more: `cut by ${described.cutting.rule}`}), effects);
  return EXIT.done;
}
