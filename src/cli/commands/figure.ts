/** `genloss figure`: one measure of a run as a figure that can stand in a paper. */
import {InvalidArgumentError} from 'commander';
import {prepareOutput, writeOutput} from '../../node/output-file.ts';
import {command, type GivenTo, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {choice, flag, flagOf, jsonOption, parsed, text, texts} from '../options.ts';
import {printJson, say, tell} from '../print.ts';
import {commandText} from '../words.ts';

const positional = {run: one('a run directory'), measure: one('its name, such as tail.retention', {ofRun: 'measures'})};
const options = {
  output: text('file', 'what to write: .svg, .pdf or .png', {short: 'o', required: true}),
  arms: texts('names', 'only these arms, by commas; repeatable. The name before the matrix stands for all its cells', {
    otherwise: 'all',
    ofRun: 'arms',
  }),
  band: texts('name', 'of these bands; repeatable', {otherwise: 'the measure as a whole, or all its bands where it has none'}),
  columns: choice('n', 'how wide: one column of a journal (85 mm) or two (178 mm)', ['1', '2'], {default: '1'}),
  generations: parsed('a..b', 'only these generations, both included', generationsOf, {otherwise: 'all'}),
  summary: choice('what', 'what is drawn of the lineages', ['mean', 'median'], {otherwise: 'what the report draws'}),
  title: flag("write the experiment's title above"),
  json: jsonOption,
};
type FigureFlags = GivenTo<typeof positional, typeof options>;

export const figureCommand = command({
  positional,
  options,
  examples: [
    {line: 'genloss figure runs/mine tail.retention -o tail.pdf', does: 'every arm, one column wide, with intervals'},
    {line: 'genloss figure runs/mine variance --arms replace,accumulate --columns 2 -o variance.svg', does: 'two arms, two columns wide'},
  ],
  async run(flags, effects) {
    const {run: directory, measure, output, arms, band, columns, generations, summary, title, json} = flags;
    const {formatOf, makeFigure} = await import('../../node/figure/figure.ts');
    const {refuseOwnFile} = await import('../../node/run/own-files.ts');
    const {standingRun} = await import('../../node/run/standing-run.ts');
    const format = formatOf(output);
    refuseOwnFile(directory, {flag: '--output', path: output});
    const run = standingRun(directory);
    prepareOutput(output);
    const made = await makeFigure(run, {
      ...{measure, bands: band, arms, generations, summary, format},
      columns: columns === '2' ? 2 : 1,
      title: title === true,
      command: commandOf(flags),
    });
    writeOutput(output, [made.bytes]);
    const {about, size, lacking} = made;
    if (run.missing !== undefined) tell(`genloss: the run is not finished, and the figure shows what is there. ${run.missing}\n`, effects);
    if (lacking !== '') tell(`genloss: the figure's font has no ${[...lacking].join(' ')}\n`, effects);
    if (json)
      printJson(
        {figure: output, width: size[0], height: size[1], ...about, ...(run.missing !== undefined && {missing: run.missing})},
        effects,
      );
    else say(`figure   ${output}, ${size[0]} mm by ${size[1]} mm\ncaption  ${about.caption}\n`, effects);
    return EXIT.done;
  },
});

function generationsOf(word: string): readonly [number, number] {
  const [, first, last = first] = /^(\d+)(?:\.\.(\d+))?$/.exec(word) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (!(from >= 1 && to >= from && Number.isSafeInteger(to))) throw new InvalidArgumentError('wanted generations such as 1..20.');
  return [from, to];
}

/** Without what its words may leave out. */
function commandOf({run, measure, ...flags}: FigureFlags): string {
  const {arms = [], band = [], columns, generations, summary, title, output} = flags;
  const words = ['genloss', 'figure', run, measure];
  for (const word of arms) words.push('--arms', word);
  for (const word of band) words.push('--band', word);
  if (columns !== '1') words.push('--columns', columns);
  if (generations !== undefined) words.push('--generations', generations.join('..'));
  if (summary !== undefined) words.push('--summary', summary);
  if (title) words.push(flagOf('title'));
  return commandText([...words, '-o', output]);
}
