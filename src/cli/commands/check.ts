/** `genloss check`: a verdict on a corpus against a human reference. What it does is in `checking.ts`. */
import {checkGiven} from '../check-options.ts';
import {command} from '../command.ts';

export const checkCommand = command({
  ...checkGiven,
  examples: [
    {line: 'genloss check crawl.jsonl --reference human.jsonl', does: 'a verdict: exit code 0 pass, 1 fail, 2 inconclusive'},
    {
      line: 'genloss check crawl.jsonl --reference human.profile --html check.html',
      does: 'against a profile that was made before; with a page',
    },
    {line: 'genloss check notes.txt --unit paragraph --reference human.txt', does: 'text files, a record a paragraph'},
  ],
  run: async (flags, effects) => (await import('../checking.ts')).checkData(flags, effects),
});
