/**
 * What to notice in a picture, from what is drawn in it: pure functions to a sentence, '' where there is nothing to say.
 *
 * Pictures are of the first seed. A sentence on one says what is seen, and no difference between arms is called more than that.
 */
import {pow} from '../../../core/math/index.ts';
import {quantile} from '../../../core/stats/index.ts';
import {counted, readableNumber, wholePercent} from '../../../core/text/numbers.ts';
import {listed} from '../../words.ts';
import type {CategoryCounts, Densities, Images, Passages, PerplexityHistograms, PointLines} from './input.ts';

const MOST_TOLD = 6;

interface Shot {
  readonly generation: number;
}

/** Of the first few arms: `replace 48 at generation 1 and 31 at generation 10`, of arms with two generations or more. */
function courses<S extends Shot>(
  arms: {readonly [arm: string]: readonly S[]},
  names: readonly string[],
  told: (shot: S, name: string) => string | undefined,
  called: (name: string) => string = (name) => name,
): string {
  const parts = names.flatMap((name) => {
    const shots = [...(arms[name] ?? [])].sort((a, b) => a.generation - b.generation);
    const [first, last] = [shots[0], shots[shots.length - 1]];
    if (first === undefined || first === last) return [];
    const [from, to] = [told(first, name), told(last, name)];
    return from === undefined || to === undefined
      ? []
      : [`${called(name)} ${from} at generation ${first.generation} and ${to} at generation ${last.generation}`];
  });
  const more = parts.length - MOST_TOLD;
  return listed([...parts.slice(0, MOST_TOLD), ...(more > 0 ? [`${counted(more, 'further arm')} not told here`] : [])]);
}

/** What people (or the truth) show, by arm: in one word where it is the same in all, else beside the name of each. */
function beside<T>(
  of: {readonly [arm: string]: T} | undefined,
  names: readonly string[],
  {whose, told}: {whose: string; told: (own: T) => string},
): {all?: string; called: (name: string) => string} {
  const texts = new Map(names.flatMap((name): [string, string][] => (of?.[name] === undefined ? [] : [[name, told(of[name])]])));
  const different = new Set(texts.values());
  if (different.size === 1 && texts.size === names.length) return {all: [...different][0], called: (name) => name};
  return {called: (name) => (texts.has(name) ? `${name} (${whose} ${texts.get(name)})` : name)};
}

/** Words between white space; of text that is written without spaces its characters. */
function wordsOf(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length * 20 < text.length ? [...text].filter((one) => one.trim() !== '') : words;
}

export function differentWords(text: string): {words: number; different: number} {
  const words = wordsOf(text);
  return {words: words.length, different: new Set(words).size};
}

export function passageNotice({arms}: Passages, names: readonly string[]): string {
  const told = courses(arms, names, ({text}) => {
    const {words, different} = differentWords(text);
    return words === 0 ? undefined : `${different} of ${words}`;
  });
  return told === '' ? '' : `Each model added words to the beginning; so many of them are different from one another: ${told}.`;
}

const PILE = 0.05;

/** The shares of a histogram below the low and above the high 5% of another. */
export function beyond(counts: readonly number[], base: readonly number[]): {low: number; high: number; edge: number} | undefined {
  const total = (list: readonly number[]) => list.reduce((sum, count) => sum + count, 0);
  const [all, ofBase] = [total(counts), total(base)];
  if (all === 0 || ofBase === 0) return undefined;
  const reached = (wanted: number) => base.findIndex((_, i) => total(base.slice(0, i + 1)) >= wanted * ofBase);
  const [from, to] = [reached(PILE), reached(1 - PILE)];
  return {low: total(counts.slice(0, from)) / all, high: total(counts.slice(to + 1)) / all, edge: from};
}

export function perplexityNotice({edges, human, arms}: PerplexityHistograms, names: readonly string[]): string {
  const parts = names.slice(0, MOST_TOLD).flatMap((name) => {
    const shots = [...(arms[name] ?? [])].sort((a, b) => a.generation - b.generation);
    const base = human?.[name] ?? shots[0]?.counts;
    const last = shots.at(-1);
    const found = base === undefined || last === undefined ? undefined : beyond(last.counts, base);
    if (found === undefined || last === undefined) return [];
    const edge = readableNumber(Number(pow(10, edges[found.edge]).toPrecision(2)));
    return [`of those of ${name} at generation ${last.generation}, ${wholePercent(found.low)} lie below ${edge}`];
  });
  if (parts.length === 0) return '';
  const whose = human === undefined ? 'the first model’s own passages' : 'passages by people';
  return `Of ${whose}, at most 5% lie below the perplexity that is named; ${listed(parts)}.`;
}

/** The cells that hold the densest 95%. counts: (B,) */
export function coreCells(counts: readonly number[]): number[] {
  const ranked = counts.map((_, i) => i).sort((a, b) => counts[b] - counts[a] || a - b);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const core: number[] = [];
  for (let sum = 0, r = 0; r < ranked.length && sum < (1 - PILE) * total; r++) {
    core.push(ranked[r]);
    sum += counts[ranked[r]];
  }
  return core;
}

export function densityNotice({truth, arms}: Densities, names: readonly string[]): string {
  if (truth === undefined) return '';
  const told = courses(arms, names, ({counts}, name) => {
    const core = truth[name] === undefined ? [] : coreCells(truth[name]);
    return core.length === 0 ? undefined : wholePercent(core.filter((cell) => counts[cell] > 0).length / core.length);
  });
  return told === '' ? '' : `Of the places where 95% of the truth lies, some of the sample is in: ${told}.`;
}

/** How much a pixel differs from image to image: its standard deviation, the mean over pixels, as a share of full ink. */
export function imageSpread(pixels: string, side: number): number {
  const area = side * side;
  const count = pixels.length / area;
  let sum = 0;
  for (let at = 0; at < area; at++) {
    const inks = Array.from({length: count}, (_, i) => Number.parseInt(pixels[i * area + at], 16));
    const mean = inks.reduce((all, ink) => all + ink, 0) / count;
    sum += Math.sqrt(inks.reduce((all, ink) => all + (ink - mean) * (ink - mean), 0) / count);
  }
  return sum / area / 15;
}

export function imageNotice({side, arms, human}: Images, names: readonly string[]): string {
  const spreadOf = (pixels: string) => wholePercent(imageSpread(pixels, side));
  const {all, called} = beside(human, names, {whose: 'people', told: spreadOf});
  const told = courses(arms, names, ({pixels}) => spreadOf(pixels), called);
  const people = all === undefined ? '' : `; by people ${all}`;
  return told === '' ? '' : `From image to image a pixel differs by so much of full ink: ${told}${people}.`;
}

const drawn = (counts: readonly number[]): number => counts.filter((count) => count > 0).length;

export function categoryNotice({human, arms}: CategoryCounts, names: readonly string[]): string {
  const {all, called} = beside(human, names, {whose: 'people', told: (counts) => `${drawn(counts)} of ${counts.length}`});
  const told = courses(arms, names, ({counts}) => `${drawn(counts)}`, called);
  const people = all === undefined ? '' : `People have ${all} categories. `;
  return told === '' ? '' : `${people}So many are drawn: ${told}.`;
}

/** The width of the middle 80%. */
export const middleWidth = (points: readonly number[]): number =>
  quantile(Float64Array.from(points), 0.9) - quantile(Float64Array.from(points), 0.1);

export function lineNotice({truth, arms}: PointLines, names: readonly string[]): string {
  const widthOf = (points: readonly number[]) => (points.length === 0 ? undefined : readableNumber(middleWidth(points)));
  const {all, called} = beside(truth, names, {whose: 'the truth', told: (points) => widthOf(points) ?? 'nothing'});
  const told = courses(arms, names, ({points}) => widthOf(points), called);
  const people = all === undefined || all === 'nothing' ? '' : `; the truth’s ${all}`;
  return told === '' ? '' : `The middle 80% of the points span: ${told}${people}.`;
}
