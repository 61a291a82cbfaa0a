/** `genloss table`: the table of a run for a paper. */
import {InvalidArgumentError} from 'commander';
import {prepareOutput, writeOutput} from '../../node/output-file.ts';
import {command, type GivenTo, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {choice, jsonOption, parsed, text, texts} from '../options.ts';
import {print, printJson, say, tell} from '../print.ts';
import {commandText} from '../words.ts';

const positional = {run: one('a run directory')};
const options = {
  format: choice('name', 'for what', ['latex', 'markdown'], {otherwise: 'latex, or markdown where -o ends in .md'}),
  output: text('file', 'what to write', {short: 'o', otherwise: 'standard output'}),
  measures: texts('names', "these measures, by commas; repeatable. 'name[band]' is a band of one", {
    otherwise: 'the first three',
    ofRun: 'measures',
  }),
  generations: parsed('numbers', 'at these generations, by commas', generationsOf, {otherwise: 'the first and the last'}),
  arms: texts('names', 'only these arms, by commas; repeatable. The name before the matrix stands for all its cells', {
    otherwise: 'all',
    ofRun: 'arms',
  }),
  json: jsonOption,
};
type TableFlags = GivenTo<typeof positional, typeof options>;

export const tableCommand = command({
  positional,
  options,
  examples: [
    {line: 'genloss table runs/mine --format latex -o table.tex', does: 'arms by measures, with booktabs'},
    {
      line: 'genloss table runs/mine --format markdown --measures tail.retention --generations 1,5,10',
      does: 'one measure at three generations',
    },
  ],
  async run(flags, effects) {
    const {run: directory, output, measures, generations, arms, json} = flags;
    const format = formatOf(flags);
    const {makeTable} = await import('../../node/figure/table.ts');
    const {refuseOwnFile} = await import('../../node/run/own-files.ts');
    const {standingRun} = await import('../../node/run/standing-run.ts');
    if (output !== undefined) refuseOwnFile(directory, {flag: '--output', path: output});
    const run = standingRun(directory);
    if (output !== undefined) prepareOutput(output);
    const table = makeTable(run, {format, measures, generations, arms, command: commandOf(flags)});
    if (run.missing !== undefined) tell(`genloss: the run is not finished, and the table shows what is there. ${run.missing}\n`, effects);
    if (output !== undefined) writeOutput(output, [table]);
    const missing = run.missing === undefined ? {} : {missing: run.missing};
    if (json) printJson({...(output === undefined ? {table} : {file: output}), format, run: run.hash, ...missing}, effects);
    else if (output === undefined) print(table, effects);
    else say(`table    ${output}\n`, effects);
    return EXIT.done;
  },
});

function generationsOf(word: string): readonly number[] {
  const numbers = word.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  if (!numbers.every((number) => number >= 1 && Number.isSafeInteger(number)))
    throw new InvalidArgumentError('wanted generations such as 1,5,10.');
  return [...new Set(numbers)];
}

const formatOf = ({format, output = ''}: TableFlags): 'latex' | 'markdown' =>
  format ?? (/\.(md|markdown)$/i.test(output) ? 'markdown' : 'latex');

function commandOf(flags: TableFlags): string {
  const {run, measures = [], generations, arms = [], output} = flags;
  const words = ['genloss', 'table', run, '--format', formatOf(flags)];
  for (const word of measures) words.push('--measures', word);
  if (generations !== undefined) words.push('--generations', generations.join(','));
  for (const word of arms) words.push('--arms', word);
  if (output !== undefined) words.push('-o', output);
  return commandText(words);
}
