/**
 * How numbers are written for people: every way of it, and what it is for. All of them are the same on every engine (`Intl` is not used),
 * and none writes a negative zero.
 *
 *   in sentences, on pages   readableNumber    0.0310, 12.4, 1,530, 2.1e−9     three digits, the sign of mathematics
 *   in tables of data        exactNumber       0.123457                        six digits, to be copied
 *   in cells of a terminal   cellNumber        0.031, 12.4, 1530, 2.1e-9       as few letters as say it
 *   in columns of forecasts  columnNumber      .031, 12.40, 3.10               decimals by size, so that columns align
 *   totals of costs          totalNumber       12, 1,234, 56.7k, 8.90M
 *   in messages              shortNumber       0.031, 12.4                     three digits as the language writes them
 *   shares                   percent           3.1%                            decimals as asked
 *                            wholePercent      3%, 0.3%                        what is not nothing never reads 0%
 *                            timePercent       34%, 3.1%, < 0.1%               the same for parts of a time
 *                            roundPercent      3.1%, 12%                       two digits
 *   seconds                  secondsNumber     0.0012, 3.4, 312
 *   bytes                    sizeText          31.1 MB
 *   rates of words           perMillion        <0.1, 3.1, 310
 */

const MINUS = '\u2212';

/** As `toFixed`, without a sign where all digits are 0. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** `1,234.5`: thousands parted; `decimals`: so many digits after the point, as `fixed` gives them. */
export function grouped(value: number, decimals?: number): string {
  const [whole, fraction] = (decimals === undefined ? String(value) : fixed(value, decimals)).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** `1 seed`, `3 seeds`, `1,200 seeds`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** e with 10^e <= |value| < 10^(e+1), exactly. value: not 0. */
export const decimalExponent = (value: number): number => Number(value.toExponential().split('e')[1]);

/** With the sign of mathematics for every minus before a digit. */
export const withMinus = (text: string): string => text.replace(/-(?=\d)/g, MINUS);

export function exactNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Whole numbers whole. */
export function readableNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const plain = size >= 1000 || Number.isInteger(value) ? grouped(Math.round(value)) : value.toPrecision(3);
  const text = size >= 1e7 || size < 1e-4 ? value.toExponential(1).replace('.0e', 'e').replace('e+', 'e') : plain;
  return text.replace('-', MINUS);
}

/** Powers of ten on a log axis: 0.01, 1, 1,000, then 10⁻⁶. */
export function powerOfTenText(exponent: number): string {
  if (exponent >= -3 && exponent <= 4) return grouped(Number(`1e${exponent}`));
  return `10${[...String(exponent)].map((c) => (c === '-' ? '\u207b' : SUPERSCRIPTS[Number(c)])).join('')}`;
}

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

export function cellNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1);
  if (size >= 1000) return String(Math.round(value));
  return shortNumber(value);
}

const MOST_DECIMALS = 5;

/** `low, high` of an interval in a cell, to as many decimals as give its width two digits. */
export function cellEnds(low: number, high: number): string {
  const decimals = high > low ? 1 - decimalExponent(high - low) : MOST_DECIMALS + 1;
  if (!(decimals >= 0 && decimals <= MOST_DECIMALS)) return `${cellNumber(low)}, ${cellNumber(high)}`;
  return `${fixed(low, decimals)}, ${fixed(high, decimals)}`;
}

export function columnNumber(value: number): string {
  const size = Math.abs(value);
  return fixed(value, size >= 10 ? 1 : size >= 1 ? 2 : 3).replace(/^(-?)0\./, '$1.');
}

export function totalNumber(value: number): string {
  if (value >= 1e9) return value.toExponential(2);
  if (value >= 999_500) return `${(value / 1e6).toPrecision(3)}M`;
  if (value >= 9999.5) return `${(value / 1e3).toPrecision(3)}k`;
  if (value >= 99.95) return grouped(Math.round(value));
  return shortNumber(value);
}

export const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

export const percent = (share: number, decimals = 1): string => `${fixed(100 * share, decimals)}%`;

export const wholePercent = (share: number): string => (share > 0 && share < 0.005 ? percent(share) : `${Math.round(100 * share)}%`);

export function timePercent(part: number, whole: number): string {
  const percents = whole === 0 ? 0 : (100 * part) / whole;
  if (percents === 0) return '0%';
  return percents < 0.1 ? '< 0.1%' : `${fixed(percents, percents < 10 ? 1 : 0)}%`;
}

export const roundPercent = (share: number): string => `${Number((100 * share).toPrecision(2))}%`;

export const secondsNumber = (seconds: number): string => String(seconds >= 100 ? Math.round(seconds) : Number(seconds.toPrecision(2)));

/** Powers of a thousand, as disks and networks count. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let size = bytes;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** How often a word comes, in a million; below 10 with one decimal. */
export function perMillion(rate: number): string {
  return rate === 0 ? '0' : rate < 0.05 ? '<0.1' : rate < 9.95 ? rate.toFixed(1) : readableNumber(Math.round(rate));
}
