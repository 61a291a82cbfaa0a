/** `genloss curate`: the next training set, what happened to each record, and what that cost the tail. */
import {dirname} from 'node:path';
import {type Curated, curate as curateData} from '../../node/curate/curate.ts';
import {readRecipe} from '../../node/curate/recipe-file.ts';
import {readingOf} from '../../read/request.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {printJson, say} from '../print.ts';
import {Displays} from '../reading-display.ts';

export interface CurateFlags extends DataFlags {
  recipe: string;
  output: string;
  maxTailLoss?: number;
  json?: boolean;
}

export async function curate(data: readonly string[], flags: CurateFlags): Promise<void> {
  const {read: {onNotice, ...ofFlags} = {}, workers = 1, language} = makeOptionsOf(flags);
  const recipe = {...readRecipe(flags.recipe), ...(language !== undefined && {language})};
  const displays = new Displays({quiet: flags.quiet === true});
  let curated: Curated;
  try {
    const work = () =>
      curateData(data, {
        ...{recipe, recipeBase: dirname(flags.recipe), output: flags.output, workers},
        read: {...readingOf(recipe), ...(recipe.format !== undefined && {format: recipe.format}), ...ofFlags},
        ...(flags.maxTailLoss !== undefined && {maxTailLoss: flags.maxTailLoss}),
        onProgress: (title, progress) => displays.of(title).show(progress),
        onNotice,
      });
    curated = await interruptible(work, {
      stopped: `interrupted; what is done is in ${flags.output}, and the same command goes on from there`,
    });
  } finally {
    displays.end();
  }
  const {textOf, jsonOf} = await import('../../node/curate/summary.ts');
  if (curated.kind === 'stopped') process.exitCode = curated.verdict === 'fail' ? EXIT.fail : EXIT.inconclusive;
  if (flags.json) printJson(jsonOf(curated, flags.output));
  else say(textOf(curated, flags.output));
}
