/**
 * What the page shows, as its address says it: `#preset=zipf&size=1000&generations=20&human=0.1`. Whatever stands there, some state comes
 * out of it: what is unknown is left out, what is beyond a limit is the limit.
 */
import {LAB_PRESETS, type Preset} from './presets.ts';

export interface PageState {
  readonly preset: Preset;
  readonly size: number;
  readonly generations: number;
  /** Share of human text, 0 to 1. */
  readonly human: number;
}

export const MOST_GENERATIONS = 100;
export const HUMAN_STEP = 0.05;

/** Longer addresses say nothing. */
const LONGEST = 4096;

export const stateOf = (preset: Preset): PageState => ({preset, ...preset.begin});

export function readAddress(hash: string): PageState {
  const fields = new URLSearchParams(hash.length > LONGEST ? '' : hash.replace(/^#/, ''));
  const preset = LAB_PRESETS.find(({id}) => id === fields.get('preset')) ?? LAB_PRESETS[0];
  const begin = stateOf(preset);
  const size = numberOf(fields.get('size')) ?? begin.size;
  return {
    preset,
    size: preset.sizes.reduce((best, one) => (Math.abs(one - size) < Math.abs(best - size) ? one : best)),
    generations: within(Math.round(numberOf(fields.get('generations')) ?? begin.generations), 1, MOST_GENERATIONS),
    human: onStep(within(numberOf(fields.get('human')) ?? begin.human, 0, 1)),
  };
}

/** The address of a state, without what the preset says anyway. */
export function writeAddress({preset, size, generations, human}: PageState): string {
  const fields = new URLSearchParams({preset: preset.id});
  const {begin} = preset;
  if (size !== begin.size) fields.set('size', String(size));
  if (generations !== begin.generations) fields.set('generations', String(generations));
  if (human !== begin.human) fields.set('human', String(human));
  return `#${fields}`;
}

function numberOf(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Without the errors of a sum of steps. */
export const onStep = (share: number): number => Math.round(share / HUMAN_STEP) / Math.round(1 / HUMAN_STEP);

/** What the state sets in the experiment of its preset. */
export const setsOf = ({preset, size, generations, human}: PageState): string[] => [
  `${preset.paths.size}=${size}`,
  `generations=${generations}`,
  `${preset.paths.human}=${human}`,
];
