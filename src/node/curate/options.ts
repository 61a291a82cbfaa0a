/** What a curation is told, besides its data. */
import type {Recipe} from '../../guard/curate/recipe.ts';
import type {ThreadOptions} from './measure.ts';
import type {SideRead} from './side.ts';

export interface CurateOptions extends ThreadOptions {
  readonly recipe: Recipe;
  /** The folder that the recipe's own paths are relative to. */
  readonly recipeBase: string;
  readonly output: string;
  readonly read: SideRead;
  readonly maxTailLoss?: number;
  readonly onNotice?: (message: string) => void;
}
