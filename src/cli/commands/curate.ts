/** `genloss curate`: the next training set, what happened to each record, and what that cost the tail. */
import {dirname} from 'node:path';
import {type Curated, curate as curateData} from '../../node/curate/curate.ts';
import {readRecipe} from '../../node/curate/recipe-file.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {startReadingDisplay} from '../reading-display.ts';

export interface CurateFlags extends DataFlags {
  recipe: string;
  output: string;
  maxTailLoss?: number;
  json?: boolean;
}

export async function curate(data: readonly string[], flags: CurateFlags): Promise<void> {
  const recipe = readRecipe(flags.recipe);
  const {read = {}, workers = 1} = makeOptionsOf(flags);
  const displays = new Displays(flags.quiet === true);
  const interrupt = (): void => {
    process.stderr.write(`\ngenloss: interrupted; what is done is in ${flags.output}, and the same command goes on from there\n`);
    process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let curated: Curated;
  try {
    curated = await curateData(data, {
      ...{recipe, recipeBase: dirname(flags.recipe), output: flags.output, workers},
      read: {...(recipe.field !== undefined && {field: recipe.field}), ...(recipe.unit !== undefined && {unit: recipe.unit}), ...read},
      ...(flags.maxTailLoss !== undefined && {maxTailLoss: flags.maxTailLoss}),
      onProgress: (title, progress) => displays.of(title).show(progress),
      onNotice: (message) => void process.stderr.write(`genloss: ${message}\n`),
    });
  } finally {
    displays.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  const {textOf, jsonOf} = await import('../../node/curate/summary.ts');
  process.stdout.write(flags.json ? `${JSON.stringify(jsonOf(curated, flags.output))}\n` : textOf(curated, flags.output));
  if (curated.kind === 'stopped') process.exitCode = curated.verdict === 'fail' ? EXIT.fail : EXIT.inconclusive;
}

/** One line of progress at a time. */
class Displays {
  private readonly quiet: boolean;
  private title?: string;
  private display?: ReturnType<typeof startReadingDisplay>;

  constructor(quiet: boolean) {
    this.quiet = quiet;
  }

  of(title: string): ReturnType<typeof startReadingDisplay> {
    if (this.title !== title) {
      this.end();
      this.title = title;
      this.display = startReadingDisplay(title, {quiet: this.quiet, stream: process.stderr});
    }
    return this.display as ReturnType<typeof startReadingDisplay>;
  }

  end(): void {
    this.display?.end();
    this.display = undefined;
    this.title = undefined;
  }
}
