/**
 * What the page shows, as its address says it: `#preset=zipf&size=1000&generations=20&human=0.1`, or `#experiment=` and a whole experiment,
 * compressed. Whatever stands there, some state comes out of it: what is unknown is left out, what is beyond a limit is the limit.
 */
import type {Knobs} from '../lab/knobs.ts';
import type {Preset} from './preset.ts';
import {LAB_PRESETS} from './presets.ts';

/** An experiment, and where it came from. */
export interface LabSource {
  readonly yaml: string;
  readonly knobs: Knobs;
  readonly title: string;
  /** One of the page's own. */
  readonly preset?: Preset;
  /** Somebody else's: as the address has it. */
  readonly packed?: string;
  /** A run that was computed elsewhere: to look at, not to change. */
  readonly isRun?: boolean;
  /** Somebody else's: what it must show. */
  readonly shows?: string;
}

export interface PageState {
  readonly source: LabSource;
  /** Absent where the experiment has no one size. */
  readonly size?: number;
  readonly generations: number;
  /** Share of human data, 0 to 1; absent where no arm has one. */
  readonly human?: number;
}

/** Parts of the page that an address can leave out, so that a class sees what it needs. */
export const PARTS = [
  'presets',
  'story',
  'guess',
  'size',
  'generations',
  'human',
  'speed',
  'notice',
  'words',
  'experiment',
  'files',
] as const;
export type PagePart = (typeof PARTS)[number];

export interface LabAddress {
  readonly preset: Preset;
  /** An experiment; empty where the address has one that cannot be read. */
  readonly packed?: string;
  /** As they stand there; finite. */
  readonly size?: number;
  readonly generations?: number;
  readonly human?: number;
  readonly hide: readonly PagePart[];
  /** Whether the page stands within another. */
  readonly isEmbedded: boolean;
  /** Whether a later version of the page wrote it (`v=2`): it may mean something else. */
  readonly isNewer: boolean;
}

/** Of addresses; what has none is of the first. Names may be added within a version, and never mean anything else. */
const VERSION = '1';
export const MOST_GENERATIONS = 100;
export const HUMAN_STEP = 0.05;
/** Longer than the longest experiment that a page takes, compressed as badly as can be. */
const LONGEST = 512 * 1024;

const NOTHING_PACKED = '';

export const sourceOf = (preset: Preset): LabSource => ({yaml: preset.yaml, knobs: preset.knobs, title: preset.title, preset});

export function readAddress(hash: string): LabAddress {
  const isLong = hash.length > LONGEST;
  const fields = new URLSearchParams(isLong ? '' : hash.replace(/^#/, ''));
  const packed = isLong ? NOTHING_PACKED : fields.get('experiment');
  const hidden = new Set((fields.get('hide') ?? '').split(','));
  return {
    preset: LAB_PRESETS.find(({id}) => id === fields.get('preset')) ?? LAB_PRESETS[0],
    ...(packed !== null && {packed: /^[\w-]+$/.test(packed) ? packed : NOTHING_PACKED}),
    size: numberOf(fields.get('size')),
    generations: numberOf(fields.get('generations')),
    human: numberOf(fields.get('human')),
    hide: PARTS.filter((part) => hidden.has(part)),
    isEmbedded: fields.get('embed') === '1',
    isNewer: (fields.get('v') ?? VERSION) !== VERSION,
  };
}

/** Where an address puts the sliders of an experiment, within what they offer. */
export function stateOf(source: LabSource, address: Pick<LabAddress, 'size' | 'generations' | 'human'> = {}): PageState {
  const {knobs} = source;
  const {size: wanted = knobs.size?.begin, generations = knobs.generations, human = knobs.human?.begin} = address;
  return {
    source,
    ...(knobs.size && {size: nearest(knobs.size.values, wanted!)}),
    generations: within(Math.round(generations), 1, mostGenerations(source)),
    ...(knobs.human && {human: human === knobs.human.begin ? human : onStep(within(human!, 0, 1))}),
  };
}

/** What its slider goes up to; an experiment may have more of its own. */
export const mostGenerations = ({knobs}: LabSource): number => Math.max(MOST_GENERATIONS, knobs.generations);

/** The address of a state, without what the experiment says anyway; a run that was opened has none. */
export function writeAddress(
  {source, size, generations, human}: PageState,
  {hide, isEmbedded}: Pick<LabAddress, 'hide' | 'isEmbedded'> = {hide: [], isEmbedded: false},
): string {
  const {knobs, preset, packed, isRun} = source;
  const fields = new URLSearchParams();
  if (packed !== undefined) fields.set('experiment', packed);
  else if (!isRun) fields.set('preset', (preset ?? LAB_PRESETS[0]).id);
  if (size !== undefined && size !== knobs.size?.begin) fields.set('size', String(size));
  if (generations !== knobs.generations && !isRun) fields.set('generations', String(generations));
  if (human !== undefined && human !== knobs.human?.begin) fields.set('human', String(human));
  if (hide.length > 0) fields.set('hide', hide.join(','));
  if (isEmbedded) fields.set('embed', '1');
  return `#${fields.toString().replaceAll('%2C', ',')}`;
}

function numberOf(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const nearest = (values: readonly number[], wanted: number): number =>
  values.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));

/** Without the errors of a sum of steps. */
export const onStep = (share: number): number => Math.round(share / HUMAN_STEP) / Math.round(1 / HUMAN_STEP);

/** What the state sets in its experiment: nothing where its sliders stand as it has them. */
export function setsOf({source: {knobs}, size, generations, human}: PageState): string[] {
  const {size: sizes, human: share} = knobs;
  return [
    ...(sizes && size !== sizes.begin ? [`${sizes.path}=${size}`] : []),
    ...(generations !== knobs.generations ? [`generations=${generations}`] : []),
    ...(share && human !== share.begin ? [`${share.path}=${human}`] : []),
  ];
}
