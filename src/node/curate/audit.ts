/** The tail audit of a curation: profiles of what each outcome took, merged to what was left after each step. */
import type {z} from 'zod';
import {OVER_BUDGET} from '../../guard/curate/decide.ts';
import {type Recipe, stepNames} from '../../guard/curate/recipe.ts';
import {auditTail, type Stage, type TailAudit} from '../../guard/curate/tail-audit.ts';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {profileOf} from '../profile/files.ts';
import type {CurationFolder} from './folder.ts';
import {inBase} from './inputs.ts';
import {profileOutcomes} from './measure.ts';
import type {CurateOptions} from './options.ts';
import type {CuratedSide} from './side.ts';
import {auditSchema} from './stored-schemas.ts';

export async function referenceProfile(options: CurateOptions, sources: readonly string[]): Promise<Profile> {
  const {read, recipeBase, workers, onProgress} = options;
  const {profile} = await profileOf(
    sources.map((source) => inBase(source, recipeBase)),
    {read, workers, language: options.recipe.language, onProgress: (progress) => onProgress?.('reference', progress)},
  );
  return profile;
}

export interface AuditOptions {
  readonly reference: Profile;
  readonly data: CuratedSide;
  readonly recipe: Recipe;
  readonly options: CurateOptions;
}

/** A command's, a filter's, a deduplication's and the budget's cost. Kept in the folder once it is known. */
export function auditCuration(folder: CurationFolder, {reference, data, recipe, options}: AuditOptions): Promise<TailAudit> {
  return folder.stage<TailAudit>('audit', auditSchema as unknown as z.ZodType<TailAudit>, async () => {
    const profiles = await profileOutcomes(data, {...options, language: recipe.language});
    return auditTail(reference, stagesOf(recipe, profiles));
  });
}

/** From the end: what is left at last, and what each step took of what it was given. */
function stagesOf(recipe: Recipe, profiles: ReadonlyMap<number, Profile>): Stage[] {
  const names = stepNames(recipe.steps);
  const takers = names.map((step, s) => ({step, outcome: s + 1}));
  if (recipe.budget !== undefined) takers.push({step: 'budget', outcome: OVER_BUDGET});
  const stages: Stage[] = [];
  let profile = profiles.get(0) as Profile;
  for (const {step, outcome} of takers.reverse()) {
    stages.unshift({step, profile});
    const taken = profiles.get(outcome);
    if (taken !== undefined) profile = mergeProfiles(profile, taken);
  }
  return [{profile}, ...stages];
}
