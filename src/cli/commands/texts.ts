/** `genloss texts`: what a generation wrote, as lines of JSON. */
import {visible} from '../../core/text/plain.ts';
import {command, one} from '../command.ts';
import {duration} from '../duration.ts';
import {EXIT} from '../exit.ts';
import {flag, text, wholeNumberFrom0} from '../options.ts';
import {print, tell} from '../print.ts';

export const textsCommand = command({
  positional: {directory: one('a run directory')},
  options: {
    arm: text('name', 'whose text', {otherwise: 'the only arm', ofRun: 'arms'}),
    lineage: wholeNumberFrom0('n', 'whose number within its arm, `seed` in results.jsonl', {otherwise: '0'}),
    generation: wholeNumberFrom0('n', 'of which generation; 0 is the human training set', {otherwise: 'the last one'}),
    holdout: flag('in place of a generation the human text that no model of the lineage saw'),
    output: text('file', 'the JSONL file to write', {short: 'o', otherwise: 'standard output'}),
  },
  examples: [
    {line: 'genloss texts runs/mine --arm replace --lineage 0 --generation 5 -o texts.jsonl', does: 'what the fifth model wrote'},
    {line: 'genloss texts runs/mine --arm replace --generation 0', does: 'what people wrote and the first model was trained on'},
  ],
  async run({directory, output, ...choice}, effects) {
    const {textsOf} = await import('../../node/run/texts.ts');
    const {prepareOutput, writeOutput} = await import('../../node/output-file.ts');
    if (output !== undefined) {
      const {refuseOwnFile} = await import('../../node/run/own-files.ts');
      refuseOwnFile(directory, {flag: '--output', path: output});
      prepareOutput(output);
    }
    const {lines} = await textsOf(directory, choice, {
      onAgain: ({from, generation, seconds}) =>
        tell(
          `genloss: the run has not kept this sample (genloss run --keep samples does): making generation${from === generation - 1 ? '' : `s ${from + 1} to`} ${generation} again from the seed, roughly ${duration(seconds)}\n`,
          effects,
        ),
    });
    if (output === undefined) print([...lines].join(''), effects);
    else {
      writeOutput(output, lines);
      tell(`${visible(output)} is written\n`, effects);
    }
    return EXIT.done;
  },
});
