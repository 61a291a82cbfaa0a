/** `genloss watch`: has a series of data begun to collapse, since when, and where? What it does is in `watching.ts`. */

import {command} from '../command.ts';
import {watchGiven} from '../watch-options.ts';

export const watchCommand = command({
  ...watchGiven,
  examples: [
    {line: 'genloss watch crawl.yaml', does: 'reads what is new: exit code 0 quiet, 1 an alarm stands, 2 it cannot tell yet'},
    {line: 'genloss watch crawl.yaml --html watch.html', does: 'with a page'},
    {line: 'genloss watch model.yaml --period 2026-01-05', does: 'a period a call: what a model wrote that day, from standard input'},
    {line: 'genloss watch crawl.yaml --accept 2026-03-01', does: 'what is written by then is the new normal'},
    {line: 'genloss watch crawl.yaml --power', does: 'what it can see: periods until an alarm, by generation and share'},
  ],
  async run(flags, effects) {
    if (flags.power) return (await import('../watch-power.ts')).showWatchPower(flags, effects);
    return (await import('../watching.ts')).watchData(flags, effects);
  },
});
