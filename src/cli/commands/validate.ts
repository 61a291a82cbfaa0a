/** `genloss validate`: whether experiments, gates, recipes and watches are what they should be, without running anything. */
import {GenlossError} from '../../core/error.ts';
import {command, many} from '../command.ts';
import {describeError, EXIT} from '../exit.ts';
import {jsonOption} from '../options.ts';
import {printJson, say, tell} from '../print.ts';

export const validateCommand = command({
  positional: {files: many('YAML files: experiments, gates (of check), recipes (of curate), watches; what they hold tells which')},
  options: {json: jsonOption},
  examples: [{line: 'genloss validate experiment.yaml gates.yaml recipe.yaml', does: 'nothing is run'}],
  async run({files, json}, effects) {
    const {readOneOf} = await import('../../node/readable.ts');
    const valid: {file: string; kind: string; holds: string}[] = [];
    const refused: GenlossError[] = [];
    for (const file of files) {
      try {
        valid.push({file, ...readOneOf(file)});
      } catch (error) {
        if (!(error instanceof GenlossError)) throw error;
        refused.push(error);
      }
    }
    // what is wrong with the last is told by whoever tells errors
    const last = refused.pop();
    for (const error of refused) tell(describeError(error) ?? '', effects);
    if (last) throw last;
    if (json) printJson({files: valid}, effects);
    else say(valid.map(({file, holds}) => `${file}: ${holds}\n`).join(''), effects);
    return EXIT.done;
  },
});
