/** What `genloss profile` may be given. */
import {type GivenTo, many} from './command.ts';
import {profileOptions} from './data-options.ts';
import {jsonOption, text, texts} from './options.ts';

const positional = {data: many('files, folders, globs, or - for standard input')};
const options = {
  ...profileOptions,
  output: text('file', 'the profile to write; without it what the data hold is shown, and nothing written', {short: 'o'}),
  count: texts('field', 'count the values of this field too, or field:year, :month, :day of dates; repeatable'),
  json: jsonOption,
};
export const profileGiven = {positional, options};
export type ProfileFlags = GivenTo<typeof positional, typeof options>;
