/** `genloss report`: the report of a run directory, made again. */
import {command, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {jsonOption} from '../options.ts';
import {printJson, say} from '../print.ts';

export const reportCommand = command({
  positional: {directory: one('a run directory')},
  options: {json: jsonOption},
  examples: [{line: 'genloss report runs/mine', does: 'writes runs/mine/report.html anew'}],
  async run({directory, json}, effects) {
    const {writeReport} = await import('../../node/run/report.ts');
    const path = await writeReport(directory);
    if (json) printJson({directory, report: path}, effects);
    else say(`report   ${path}\n`, effects);
    return EXIT.done;
  },
});
