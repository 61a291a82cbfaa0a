/** What a forecast does unless it is asked otherwise: loads nothing, since the command line says it in its help. */
export const FORECAST_DEFAULTS = {generations: 10, seeds: 3, seed: 1, seconds: 60, topP: 0.95} as const;

/** What an n-gram counts. */
export type Token = 'word' | 'character';

/** Orders beyond which human text is hardly predicted better. */
export const ORDERS: Readonly<Record<Token, number>> = {word: 3, character: 5};
