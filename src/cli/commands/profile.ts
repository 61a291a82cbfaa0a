/** `genloss profile`: the fingerprint of a corpus. What it does is in `profiling.ts`. */

import {command} from '../command.ts';
import {profileGiven} from '../profile-options.ts';

export const profileCommand = command({
  ...profileGiven,
  examples: [
    {line: 'genloss profile human/*.jsonl -o human.profile', does: 'of JSON Lines, whose text is in the field `text`'},
    {line: 'genloss profile book.txt --unit paragraph -o book.profile', does: 'a record a paragraph'},
    {line: 'genloss profile human.jsonl --json', does: 'what the data hold by themselves'},
    {line: 'genloss profile human.profile', does: 'what is in a profile'},
  ],
  run: async (flags, effects) => (await import('../profiling.ts')).profileData(flags, effects),
});
