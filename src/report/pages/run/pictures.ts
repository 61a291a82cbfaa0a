/** The pictures of a report, gathered from those of its generations. */
import type {Picture} from '../../../lab/observe/picture.ts';
import type {ReportInput} from './input.ts';

/** What one generation of an arm looks like. */
export interface Pictured {
  readonly arm: string;
  readonly generation: number;
  readonly picture: Picture;
}

export const picturesOf = (pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']> => ({
  passages: passagesOf(pictured),
  samplePerplexity: histogramsOf(pictured),
  density: densitiesOf(pictured),
  line: pointLinesOf(pictured),
  categories: categoryCountsOf(pictured),
  images: imagesOf(pictured),
});

function gathered<T>(
  pictured: readonly Pictured[],
  pick: (picture: Picture) => T | undefined,
): Record<string, (T & {generation: number})[]> {
  const arms: Record<string, (T & {generation: number})[]> = {};
  for (const {arm, generation, picture} of pictured) {
    const part = pick(picture);
    if (part !== undefined) (arms[arm] ??= []).push({generation, ...part});
  }
  return arms;
}

/** Of generation 0, which is people's or the truth's: what each arm begins with. Undefined where none has it. */
function before<T>(pictured: readonly Pictured[], pick: (picture: Picture) => T | undefined): Record<string, T> | undefined {
  const own = pictured.flatMap(({arm, generation, picture}): [string, T][] => {
    const part = generation === 0 ? pick(picture) : undefined;
    return part === undefined ? [] : [[arm, part]];
  });
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

function passagesOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['passages'] {
  const first = pictured.find(({picture}) => picture.passage);
  if (!first) return undefined;
  return {prompt: first.picture.passage!.prompt, arms: gathered(pictured, (p) => p.passage && {text: p.passage.text})};
}

function histogramsOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['samplePerplexity'] {
  const first = pictured.find(({picture}) => picture.perplexity);
  if (!first) return undefined;
  const human = Object.fromEntries(
    pictured.flatMap(({arm, picture: {perplexity}}) => (perplexity?.human ? [[arm, perplexity.human]] : [])),
  );
  return {edges: first.picture.perplexity!.edges, human, arms: gathered(pictured, (p) => p.perplexity && {counts: p.perplexity.counts})};
}

function imagesOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['images'] {
  const side = pictured.find(({picture}) => picture.images)?.picture.images?.side;
  if (side === undefined) return undefined;
  const same = pictured.filter(({picture}) => picture.images?.side === side);
  const human = before(same, ({images}) => images?.pixels);
  const arms = gathered(
    same.filter(({generation}) => generation > 0),
    ({images}) => images && {pixels: images.pixels},
  );
  return {side, arms, ...(human && {human})};
}

function densitiesOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['density'] {
  const first = pictured.find(({picture}) => picture.density);
  if (!first) return undefined;
  const {x, y, bins} = first.picture.density!;
  const same = pictured.filter(
    ({picture: {density}}) => density && density.x[0] === x[0] && density.x[1] === x[1] && density.y[0] === y[0],
  );
  const truth = before(same, ({density}) => density?.counts);
  const arms = gathered(
    same.filter(({generation}) => generation > 0),
    (p) => p.density && {counts: p.density.counts},
  );
  return {x, y, bins, arms, ...(truth && {truth})};
}

function pointLinesOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['line'] {
  const shown = pictured.filter(({picture}) => picture.line);
  if (shown.length === 0) return undefined;
  const truth = before(shown, ({line}) => line);
  const arms = gathered(
    shown.filter(({generation}) => generation > 0),
    ({line}) => line && {points: line},
  );
  return {arms, ...(truth && {truth})};
}

/** Those of as many categories as the first. */
function categoryCountsOf(pictured: readonly Pictured[]): NonNullable<ReportInput['pictures']>['categories'] {
  const count = pictured.find(({picture}) => picture.categories)?.picture.categories?.counts.length;
  if (count === undefined) return undefined;
  const shown = pictured.filter(({picture}) => picture.categories?.counts.length === count);
  const human = before(shown, ({categories}) => categories?.counts);
  const arms = gathered(
    shown.filter(({generation}) => generation > 0),
    ({categories}) => categories && {counts: categories.counts},
  );
  return {arms, ...(human && {human})};
}
