/** What a curation reads: the data, human data to mix in, and the texts that filters are held against. */
import {resolve} from 'node:path';
import type {Text} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Recipe} from '../../guard/curate/recipe.ts';
import type {DocumentMeasureName, RecipeStep} from '../../quality/steps.ts';
import {referenceError} from '../../read/reference-error.ts';
import {readingOf} from '../../read/request.ts';
import {isProfileFile} from '../profile/files.ts';
import {readCorpus} from '../read/corpus.ts';
import {refuseIdleDialect} from '../read/idle.ts';
import {refuseReadOnce, refuseSharedOnce} from '../read/once.ts';
import {findFiles} from '../read/sources.ts';
import type {CurateOptions} from './options.ts';
import {checksum, type InputFile, type SideRead, SideSource} from './side.ts';
import type {ReferenceTexts} from './thread.ts';

export interface Inputs {
  readonly data: SideSource;
  readonly human?: SideSource;
  readonly references: ReferenceTexts;
  /** Checksums of all files, by what they are for. */
  readonly checksums: Readonly<Record<string, readonly InputFile[]>>;
}

export async function openInputs(data: readonly string[], options: CurateOptions, work: () => string): Promise<Inputs> {
  const {recipe, read, onNotice} = options;
  await refuseIdle(data, options);
  await refusePipes(data, options);
  const sides = {
    data: await SideSource.open('data', data, {...read, onNotice}, work),
    ...(recipe.mix && {human: await SideSource.open('human', recipe.mix.human, {...mixRead(options), onNotice}, work)}),
  };
  const needs = needsOf(recipe.steps);
  const reference = recipe.reference && (await checksums(recipe.reference, ofReference(options)));
  const shared = sides.human?.inputs.find(({sha256}) => reference?.some((one) => one.sha256 === sha256));
  if (shared)
    onNotice?.(
      `${shared.file} is the reference and is mixed in too: a later check against it would hold that part against itself; keep other text for checks`,
    );
  return {
    ...sides,
    references: {
      seed: recipe.seed,
      ...(recipe.language !== undefined && {language: recipe.language}),
      ...(needs.human && recipe.reference && {human: await asHuman(options, (read) => referenceText(recipe.reference!, read))}),
      ...(needs.synthetic && recipe.synthetic && {synthetic: await asSynthetic(referenceText(recipe.synthetic, options))}),
    },
    checksums: {
      data: sides.data.inputs,
      ...(sides.human && {human: sides.human.inputs}),
      ...(reference && {reference}),
      ...(recipe.synthetic && {synthetic: await checksums(recipe.synthetic, options)}),
    },
  };
}

/** How human data that is mixed in is read. */
function mixRead({recipe, recipeBase, read}: CurateOptions): SideRead {
  const {human: _, share: __, format, ...own} = recipe.mix as NonNullable<Recipe['mix']>;
  return {...read, ...readingOf(own), ...(format !== undefined && {format}), base: recipeBase};
}

/** The reference is read as the data, but for its field where it has one of its own. */
export const ofReference = <Options extends Pick<CurateOptions, 'recipe' | 'read'>>(options: Options): Options => {
  const {referenceField: field} = options.recipe;
  return field === undefined ? options : {...options, read: {...options.read, field}};
};

/** What is said of tables has to hold of some file. */
async function refuseIdle(data: readonly string[], {recipe, recipeBase, read}: CurateOptions): Promise<void> {
  const named = [...(recipe.mix?.human ?? []), ...(recipe.reference ?? []), ...(recipe.synthetic ?? [])].map((source) =>
    inBase(source, recipeBase),
  );
  await refuseIdleDialect([...data, ...named], read);
  if (recipe.mix !== undefined) await refuseIdleDialect(recipe.mix.human, {...readingOf(recipe.mix), base: recipeBase});
}

/** What is not copied has to be there for each reading. */
async function refusePipes(data: readonly string[], {recipe, recipeBase, read}: CurateOptions): Promise<void> {
  const {onNotice: _, ...found} = {...read, base: recipeBase};
  await refuseReadOnce([...(recipe.reference ?? []), ...(recipe.synthetic ?? [])], found, 'a curation reads its references more than once');
  await refuseSharedOnce([data, (recipe.mix?.human ?? []).map((source) => inBase(source, recipeBase))], read);
}

/** The measures that steps ask for, in an order of their own. */
export function valuesOf(steps: readonly RecipeStep[]): DocumentMeasureName[] {
  const names = steps.flatMap((step) => ('filter' in step ? [step.filter.measure] : 'weight' in step ? [step.weight.measure] : []));
  return [...new Set(names)].sort();
}

function needsOf(steps: readonly RecipeStep[]): {human: boolean; synthetic: boolean} {
  const values = valuesOf(steps);
  const synthetic = values.includes('synthetic');
  const banded = steps.some((step) => 'filter' in step && step.filter.band !== undefined);
  return {human: synthetic || banded || values.includes('likelihood'), synthetic};
}

const OWN_FIELD = 'The reference is read by the same field as the data: `referenceField` in the recipe names its own where it is another.';

/** Reads the human reference, by its own field where it has one. */
export function asHuman<T>(options: CurateOptions, reading: (options: CurateOptions) => Promise<T>): Promise<T> {
  return reading(ofReference(options)).catch((error) => {
    throw options.recipe.referenceField === undefined ? referenceError(error, OWN_FIELD) : error;
  });
}

const asSynthetic = <T>(reading: Promise<T>): Promise<T> =>
  reading.catch((error) => {
    throw referenceError(error);
  });

async function referenceText(sources: readonly string[], {read, recipeBase}: CurateOptions): Promise<Text> {
  for (const source of sources)
    if (await isProfileFile(inBase(source, recipeBase)))
      throw new ConfigError(`${source} is a profile, and a step of the recipe wants the text itself`, {
        where: source,
        next: 'Name the data that the profile was made of.',
      });
  const {kind, count, bytes, offsets} = await readCorpus(sources, {...read, base: recipeBase});
  return {kind, count, bytes, offsets};
}

async function checksums(sources: readonly string[], {read, recipeBase}: CurateOptions): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const source of sources) {
    const path = inBase(source, recipeBase);
    if (await isProfileFile(path)) found.push({file: source, ...(await checksum(path, source))});
    else
      for (const file of await findFiles([source], {...read, base: recipeBase})) {
        found.push({file: file.name, ...(await checksum(file.path, file.name))});
      }
  }
  return found;
}

/** A path of the recipe from where the command runs; `corpus:` and `-` as they are. */
export function inBase(source: string, base: string): string {
  return source === '-' || source.startsWith('corpus:') ? source : resolve(base, source);
}
