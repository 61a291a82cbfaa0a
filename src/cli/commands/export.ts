/** `genloss export`: a transformer of a run as a folder that other programs read. */
import {visible} from '../../core/text/plain.ts';
import {checkFree, exportTransformer} from '../../node/export/folder.ts';
import {storedModel} from '../../node/export/stored-model.ts';
import {printJson, say} from '../print.ts';

export interface ExportFlags {
  output: string;
  arm?: string;
  seed?: number;
  generation?: number;
  model?: string;
  json?: boolean;
}

export async function exportModel(directory: string, {output, json, ...choice}: ExportFlags): Promise<void> {
  checkFree(output);
  const {fitted, card, ...which} = await storedModel(directory, choice);
  const files = exportTransformer(fitted, output, card);
  if (json) {
    printJson({folder: output, ...which, files});
    return;
  }
  const {arm, seed, generation, model, trained} = which;
  const named = `${arm}, seed ${seed}, generation ${generation}${model === undefined ? '' : `, ${model}`}`;
  const size = files.reduce((sum, {bytes}) => sum + bytes, 0) / 1e6;
  const again = trained ? '  trained again, since the run had not kept it: genloss run --keep models does\n' : '';
  say(`${visible(output)}: ${visible(named)}, ${files.length} files, ${size.toFixed(1)} MB\n${again}`);
}
