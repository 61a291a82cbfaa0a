/**
 * Colours and signs. The colours are Okabe and Ito's, moved in lightness until each stands 3:1 from its page, in light and in dark;
 * a sign goes with each, so that colour is never the only cue. Charts name them as CSS variables, so one drawing serves both modes.
 *
 * source  M. Okabe, K. Ito, Color Universal Design, 2008; WCAG 2.2, success criterion 1.4.11
 */
interface Scheme {
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly line: string;
  readonly accent: string;
  readonly arms: readonly string[];
  readonly generations: readonly string[];
  /** Of what people wrote: the original data first, then fresh sources. */
  readonly people: readonly string[];
}

export const LIGHT: Scheme = {
  page: '#fdfcfa',
  card: '#f5f3ee',
  ink: '#20242a',
  soft: '#5d646d',
  grid: '#e4e1da',
  line: '#d3cfc6',
  accent: '#0069a8',
  arms: ['#c94f00', '#0072b2', '#008a63', '#a8508a', '#a06a00', '#3d8fc4', '#7d7400', '#50575f'],
  generations: ['#7ea6c4', '#5c8eb5', '#3a75a3', '#1c5b8c', '#0c406b', '#06263f'],
  people: ['#9c4a2f', '#bf7650', '#cf9676'],
};

export const DARK: Scheme = {
  page: '#15181c',
  card: '#1d2126',
  ink: '#e8e6e1',
  soft: '#a3a9b1',
  grid: '#2b3037',
  line: '#3b414a',
  accent: '#6bb8ee',
  arms: ['#f58a45', '#4fa9e6', '#2fc397', '#de93c2', '#e3b04b', '#9bd1f7', '#dcd356', '#b4bac2'],
  generations: ['#4d7597', '#608cb0', '#7aa5c8', '#98bedd', '#bad7ee', '#e3f1fd'],
  people: ['#ea9d79', '#c27852', '#97583a'],
};

/** Symbols of d3-shape that Plot draws, in the order of `arms`. */
export const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye', 'asterisk'] as const;

/** Of lines from the fifth series on, so that eight can be told apart in grey: none of them is the dash of a theory or of a bound. */
const DASHES = [undefined, undefined, undefined, undefined, '10 3', '10 3 2 3', '15 4', '10 3 2 3 2 3'] as const;

export const SERIES_LIMIT = SYMBOLS.length;

export function armColour(index: number): string {
  return `var(--arm-${index % SERIES_LIMIT})`;
}

/** Undefined: a whole line. */
export const armDash = (index: number): string | undefined => DASHES[index % SERIES_LIMIT];

/** How Plot draws the sign of a series; an asterisk has no inside, and is stroked. `hollow`: its outline alone. */
export function signLook(series: number, {hollow = false} = {}) {
  const symbol = SYMBOLS[series % SERIES_LIMIT];
  const colour = armColour(series);
  if (symbol === 'asterisk') return {symbol, fill: 'none', stroke: colour, strokeWidth: hollow ? 1.2 : 2} as const;
  if (hollow) return {symbol, fill: 'var(--page)', stroke: colour, strokeWidth: 1.5} as const;
  return {symbol, fill: colour, stroke: 'var(--page)', strokeWidth: 0.75} as const;
}

/** The colour of the i-th of n generations: pale for the first, strong for the last. */
export function generationColour(index: number, count: number): string {
  const steps = LIGHT.generations.length - 1;
  return `var(--gen-${count < 2 ? steps : Math.round((index * steps) / (count - 1))})`;
}

export function peopleColour(index: number): string {
  return `var(--people-${Math.min(index, LIGHT.people.length - 1)})`;
}

export function schemeVariables(scheme: Scheme): string {
  const {page, card, ink, soft, grid, line, accent} = scheme;
  const named = Object.entries({page, card, ink, soft, grid, line, accent}).map(([name, colour]) => `--${name}:${colour}`);
  const arms = scheme.arms.map((colour, i) => `--arm-${i}:${colour}`);
  const generations = scheme.generations.map((colour, i) => `--gen-${i}:${colour}`);
  const people = scheme.people.map((colour, i) => `--people-${i}:${colour}`);
  return [...named, ...arms, ...generations, ...people].join(';');
}
