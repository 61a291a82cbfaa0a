/** What `genloss watch` may be given. */
import {InvalidArgumentError} from 'commander';
import {TIME_SPAN, timeSpanSeconds} from '../core/text/time-span.ts';
import {type GivenTo, one} from './command.ts';
import {flag, jsonOption, noFlag, parsed, text, workersOption} from './options.ts';

const positional = {file: one('YAML with what is watched, against what, and who is told (docs/watch.md)')};
const options = {
  state: text('directory', 'where the history is kept', {otherwise: 'beside the file, with .watch in place of its ending'}),
  period: text('name', 'of a watch by calls, the period whose data this call reads'),
  html: text('file', 'write a page with pictures too'),
  deliver: noFlag('tell nobody: no webhook, no Alertmanager, no file for Prometheus'),
  acknowledge: flag('the alarm that stands is known: nothing is posted but its end'),
  silence: parsed<number>('time', `post nothing but ends for this long: ${TIME_SPAN}`, (word) => {
    const seconds = timeSpanSeconds(word);
    if (seconds === undefined) throw new InvalidArgumentError(`wanted ${TIME_SPAN}.`);
    return seconds;
  }),
  accept: text('period', 'what is written now is the new normal: a new calibration ends with this period'),
  power: flag('say how soon text of a lab on the reference would raise an alarm, in place of the verdict'),
  workers: workersOption,
  quiet: flag('no progress', {short: 'q'}),
  json: jsonOption,
};
export const watchGiven = {positional, options};
export type WatchFlags = GivenTo<typeof positional, typeof options>;
