/** `genloss curate`: the next training set, what happened to each record, and what that cost the tail. */
import {dirname} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {command, manyOrNone} from '../command.ts';
import {makeOptionsOf, readingOptions} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {fraction, jsonOption, text} from '../options.ts';
import {printJson, say, verdictPrinted} from '../print.ts';
import {readingDisplays} from '../reading-picture.ts';

export const curateCommand = command({
  positional: {data: manyOrNone('files, folders, globs, or - for standard input')},
  options: {
    ...readingOptions,
    recipe: text('file', 'YAML with the steps, the mix and the budget'),
    output: text('folder', 'the folder to write: new, empty, or an unfinished one to go on with; with --from-check the recipe to write', {
      short: 'o',
      required: true,
    }),
    fromCheck: text('file', 'curate nothing: write the recipe that answers what failed in this JSON of genloss check'),
    maxTailLoss: fraction('share', 'stop where a step costs more than this of the reference’s tail'),
    json: jsonOption,
  },
  examples: [
    {line: 'genloss curate crawl.jsonl --recipe recipe.yaml -o curated', does: 'what the recipe keeps, and why the rest was dropped'},
    {line: 'genloss curate --from-check check.json -o recipe.yaml', does: 'the recipe that answers what failed in a check'},
  ],
  async run({data = [], recipe: file, fromCheck, output, maxTailLoss, json, ...flags}, effects) {
    if (fromCheck !== undefined) {
      if (file !== undefined || data.length > 0)
        throw new ConfigError('--from-check writes a recipe and curates nothing', {next: 'Leave the data and --recipe out.'});
      const {recipeOfCheck} = await import('../../node/curate/from-check.ts');
      const {prepareOutput, writeOutput} = await import('../../node/output-file.ts');
      prepareOutput(output);
      writeOutput(output, [await recipeOfCheck(fromCheck, output)]);
      if (json) printJson({recipe: output}, effects);
      else say(`${output}: read it, then genloss curate DATA --recipe ${output} -o FOLDER\n`, effects);
      return EXIT.done;
    }
    if (file === undefined)
      throw new ConfigError('no recipe was given', {next: 'Give --recipe FILE; genloss init writes one to begin with.'});
    if (data.length === 0) throw new ConfigError('no data was named', {next: 'Name files, folders, globs, or - for standard input.'});
    const {curate: curateData} = await import('../../node/curate/curate.ts');
    const {readRecipe} = await import('../../node/curate/recipe-file.ts');
    const {curationText, curationJson} = await import('../../node/curate/summary.ts');
    const {readingOf} = await import('../../read/request.ts');
    const {read, workers = 1, language} = makeOptionsOf(flags, effects);
    const {onNotice, ...ofFlags} = read;
    const recipe = {...readRecipe(file), ...(language !== undefined && {language})};
    const displays = readingDisplays({quiet: flags.quiet === true}, effects);
    const work = () =>
      curateData(data, {
        ...{recipe, recipeBase: dirname(file), output, workers},
        read: {...readingOf(recipe), ...(recipe.format !== undefined && {format: recipe.format}), ...ofFlags},
        ...(maxTailLoss !== undefined && {maxTailLoss}),
        onProgress: (title, progress) => displays.of(title).show(progress),
        onNotice,
      });
    const stopped = `interrupted; what is done is in ${output}, and the same command goes on from there`;
    const curated = await interruptible(work, {stopped}, effects).finally(() => displays.end());
    const printed = () => (json ? printJson(curationJson(curated, output), effects) : say(curationText(curated, output), effects));
    if (curated.kind === 'stopped') return verdictPrinted(curated.verdict === 'fail' ? EXIT.fail : EXIT.inconclusive, printed);
    printed();
    return EXIT.done;
  },
});
