/** `genloss profile`: the fingerprint of a corpus. */
import {describeProfile} from '../../guard/profile/describe.ts';
import {prepareOutput, refuseOverwriting} from '../../node/output-file.ts';
import {writeProfile} from '../../node/profile/files.ts';
import {makeProfile} from '../../node/profile/make.ts';
import {refuseIdleDialect} from '../../node/read/idle.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {command, many} from '../command.ts';
import {makeOptionsOf, profileOptions} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {jsonOption, text, texts} from '../options.ts';
import {printJson, say, tell} from '../print.ts';
import {profileText} from '../profile-text.ts';
import {startReadingDisplay} from '../reading-picture.ts';

export const profileCommand = command({
  positional: {data: many('files, folders, globs, or - for standard input')},
  options: {
    ...profileOptions,
    output: text('file', 'the profile to write', {short: 'o', required: true}),
    count: texts('field', 'count the values of this field too, or field:year, :month, :day of dates; repeatable'),
    json: jsonOption,
  },
  examples: [
    {line: 'genloss profile human/*.jsonl -o human.profile', does: 'of JSON Lines, whose text is in the field `text`'},
    {line: 'genloss profile book.txt --unit paragraph -o book.profile', does: 'a record a paragraph'},
  ],
  async run({data, output, count: fields, json, ...flags}, effects) {
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
