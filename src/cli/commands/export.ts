/** `genloss export`: a transformer of a run as a folder that other programs read. */
import {visible} from '../../core/text/plain.ts';
import {command, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {jsonOption, text, wholeNumber, wholeNumberFrom0} from '../options.ts';
import {printJson, say} from '../print.ts';

export const exportCommand = command({
  positional: {directory: one('a run directory')},
  options: {
    output: text('folder', 'the folder to write; must be new or empty', {short: 'o', required: true}),
    arm: text('name', 'whose model', {otherwise: 'the only arm with a transformer', ofRun: 'arms'}),
    lineage: wholeNumberFrom0('n', 'whose number within its arm, `seed` in results.jsonl', {once: 'seed', otherwise: '0'}),
    generation: wholeNumber('n', 'of which generation', {otherwise: 'the last one'}),
    model: text('name', 'which model of a population', {otherwise: 'the only transformer'}),
    json: jsonOption,
  },
  examples: [{line: 'genloss export runs/mine --arm replace --generation 5 -o model', does: 'the transformer of the fifth generation'}],
  async run({directory, output, lineage, json, ...choice}, effects) {
    const {checkFree, exportTransformer} = await import('../../node/export/folder.ts');
    const {storedModel} = await import('../../node/export/stored-model.ts');
    const {refuseOwnFolder} = await import('../../node/run/own-files.ts');
    refuseOwnFolder(directory, {flag: '--output', path: output});
    checkFree(output);
    const {fitted, card, ...which} = await storedModel(directory, {...choice, seed: lineage});
    const files = exportTransformer(fitted, output, card);
    if (json) {
      printJson({folder: output, ...which, files}, effects);
      return EXIT.done;
    }
    const {arm, seed, generation, model, trained} = which;
    const named = `${arm}, lineage ${seed}, generation ${generation}${model === undefined ? '' : `, ${model}`}`;
    const size = files.reduce((sum, {bytes}) => sum + bytes, 0) / 1e6;
    const again = trained ? '  trained again, since the run had not kept it: genloss run --keep models does\n' : '';
    say(`${visible(output)}: ${visible(named)}, ${files.length} files, ${size.toFixed(1)} MB\n${again}`, effects);
    return EXIT.done;
  },
});
