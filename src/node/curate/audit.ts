/** The tail audit of a curation: profiles of what each outcome took, merged to what was left after each step. */
import type {z} from 'zod';
import {textOf} from '../../core/text/documents.ts';
import type {Language} from '../../core/text/language.ts';
import {KEPT, OVER_BUDGET} from '../../guard/curate/decide.ts';
import {type Recipe, stepNames} from '../../guard/curate/recipe.ts';
import {auditTail, type Stage, type TailAudit} from '../../guard/curate/tail-audit.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {profileOf} from '../profile/files.ts';
import {makeKernel} from '../scan/kernel.ts';
import {AnswerReader} from './answers.ts';
import {type AuditPlan, auditHandlers} from './audit-thread.ts';
import type {ChangedRecords} from './changes.ts';
import type {CurationFolder} from './folder.ts';
import {inBase} from './inputs.ts';
import {type MeasuredSide, scanSide, type ThreadOptions} from './measure.ts';
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
  readonly data: MeasuredSide;
  readonly recipe: Recipe;
  readonly options: CurateOptions;
}

/** A command's, a filter's, a deduplication's and the budget's cost. Kept in the folder once it is known. */
export function auditCuration(folder: CurationFolder, {reference, data, recipe, options}: AuditOptions): Promise<TailAudit> {
  return folder.stage<TailAudit>('audit', auditSchema as unknown as z.ZodType<TailAudit>, async () => {
    const groups = await profileGroups(data, {...options, language: recipe.language});
    return auditTail(reference, stagesOf(recipe, groups, data.changes));
  });
}

/** Records as they stood from one step on until another dropped or changed them. */
interface Group {
  /** -1: as they came. Else the command that made them so. */
  readonly from: number;
  /** The outcome that ended it: that of a step, its number plus one; KEPT where nothing did. */
  readonly until: number;
  readonly profile: Profile;
}

async function profileGroups(data: MeasuredSide, options: CurateOptions & {readonly language?: Language}): Promise<Group[]> {
  const {side, changes} = data;
  const ends = side.fates.outcome.slice();
  for (const {step, changed} of [...changes].reverse())
    changed.forEach((is, i) => {
      if (is) ends[i] = step + 1;
    });
  const asTheyCame = await profileOutcomes(side, ends, options);
  const groups: Group[] = [...asTheyCame].map(([until, profile]) => ({from: -1, until, profile}));
  for (const [k, one] of changes.entries()) groups.push(...(await profileChanged(side, one, changes.slice(k + 1), options.language)));
  return groups;
}

/** What a command made of records, by what became of them next. */
async function profileChanged(
  side: CuratedSide,
  {step, path, changed}: ChangedRecords,
  later: readonly ChangedRecords[],
  language: Language | undefined,
): Promise<Group[]> {
  const {outcome} = side.fates;
  const builders = new Map<number, ProfileBuilder>();
  const answers = new AnswerReader(path, step, outcome);
  for (let number = 0; number < side.n; number++) {
    const answer = await answers.next(number);
    if (changed[number] === 0) continue;
    const next = later.find((one) => one.changed[number] === 1);
    const until = next === undefined ? outcome[number] : next.step + 1;
    const builder = builders.get(until) ?? new ProfileBuilder({kernel: makeKernel, language});
    builders.set(until, builder);
    builder.add(textOf([answer?.change as string]));
  }
  return [...builders].map(([until, builder]) => ({from: step, until, profile: builder.finish()}));
}

/** From the end: what is left at last, and what each step took of what it was given, or changed. */
function stagesOf(recipe: Recipe, groups: readonly Group[], changes: readonly ChangedRecords[]): Stage[] {
  const names = stepNames(recipe.steps);
  const takers = names.map((step, s) => ({step, outcome: s + 1}));
  if (recipe.budget !== undefined) takers.push({step: 'budget', outcome: OVER_BUDGET});
  const stages: Stage[] = [];
  const merged = (some: readonly Group[]): Profile => some.map(({profile}) => profile).reduce((a, b) => mergeProfiles(a, b));
  let profile = merged(groups.filter(({until}) => until === KEPT));
  for (const {step, outcome} of takers.reverse()) {
    stages.unshift({step, profile});
    const isChange = changes.some((one) => one.step + 1 === outcome && one.changed.includes(1));
    const taken = groups.filter(({until}) => until === outcome);
    if (isChange) profile = merged(groups.filter(({from, until}) => from + 1 < outcome && (until === KEPT || until >= outcome)));
    else if (taken.length > 0) profile = merged([{from: -1, until: 0, profile}, ...taken]);
  }
  return [{profile}, ...stages];
}

/** A profile of the records of each outcome, as they came. `outcome`: (n,) */
async function profileOutcomes(
  {source, firstOfPart}: CuratedSide,
  of: Uint8Array,
  options: ThreadOptions & {readonly language?: Language},
): Promise<Map<number, Profile>> {
  const outcome = new Uint8Array(new SharedArrayBuffer(of.length));
  outcome.set(of);
  const plan: AuditPlan = {kind: 'audit', outcome, first: firstOfPart, language: options.language};
  const here = () => auditHandlers(plan);
  const {messages} = await scanSide(source, {plan, here, title: `auditing ${source.name}`}, options);
  const profiles = new Map<number, Profile>();
  for (const [of, bytes] of (messages as [number, Uint8Array][][]).flat()) {
    const known = profiles.get(of);
    const profile = decodeProfile(bytes);
    profiles.set(of, known === undefined ? profile : mergeProfiles(known, profile));
  }
  return profiles;
}
