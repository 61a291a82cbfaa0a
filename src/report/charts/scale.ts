/**
 * Scales and labels of the line charts: where ticks stand, when an axis is logarithmic, and how labels make room for each other.
 */
import {log, powerOfTen} from '../../core/math/index.ts';
import {decimalExponent, grouped, powerOfTenText, readableNumber, withMinus} from '../../core/text/numbers.ts';

export interface ValueScale {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** True where an interval reaches out of the picture and is cut at its frame. */
  readonly cut: boolean;
  text(tick: number): string;
}

const LOG_FROM_RATIO = 1000;
const INTERVAL_ROOM = 1.5;

/** A scale for values (never cut at them) and the ends of their intervals, which are cut where they reach far, or below 0 on a logarithm. */
export function valueScale(values: readonly number[], ends: readonly number[] = values): ValueScale {
  const [low, high] = extent(values);
  const known = ends.some(Number.isFinite) ? ends : values;
  return low > 0 && high / low >= LOG_FROM_RATIO ? logScale(low, high, known) : linearScale(low, high, known);
}

/** Logarithmic, by whole powers of ten around what there is. */
export const decadeScale = (low: number, high: number): ValueScale => logScale(low, high, [low, high]);

function logScale(low: number, high: number, ends: readonly number[]): ValueScale {
  const room = Math.sqrt(high / low);
  const [endLow, endHigh] = extent(ends);
  const from = decimalExponent(Math.max(Math.min(low, endLow), low / room));
  const most = Math.min(Math.max(high, endHigh), high * room);
  const to = decimalExponent(most) + (most > powerOfTen(decimalExponent(most)) ? 1 : 0);
  const step = Math.ceil((to - from) / 6);
  const ticks: number[] = [];
  for (let exponent = to; exponent >= from; exponent -= step) ticks.unshift(powerOfTen(exponent));
  const domain = [powerOfTen(from), powerOfTen(to)] as const;
  return {
    type: 'log',
    domain,
    ticks,
    cut: endLow < domain[0] || endHigh > domain[1],
    text: (tick) => powerOfTenText(decimalExponent(tick)),
  };
}

function linearScale(low: number, high: number, ends: readonly number[]): ValueScale {
  const span = high - low || Math.abs(high) || 1;
  const [endLow, endHigh] = extent(ends);
  let from = Math.max(Math.min(low, endLow), low - INTERVAL_ROOM * span);
  let to = Math.min(Math.max(high, endHigh), high + INTERVAL_ROOM * span);
  if (from >= 0 && from < 0.5 * to) from = 0;
  if (to === from) [from, to] = [from - span / 2, to + span / 2];
  const step = niceStep((to - from) / 5);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const domain = [ticks[0], ticks[ticks.length - 1]] as const;
  return {type: 'linear', domain, ticks, cut: endLow < domain[0] || endHigh > domain[1], text: (tick) => tickText(tick, step)};
}

function tickText(tick: number, step: number): string {
  if (step < 1e-4 || Math.abs(tick) >= 1e6) return readableNumber(tick);
  const decimals = Math.max(0, -decimalExponent(step));
  return withMinus(grouped(tick, decimals));
}

/** 1, 2 or 5 times a power of ten, at least `step`. */
function niceStep(step: number): number {
  const power = powerOfTen(decimalExponent(step));
  const ratio = step / power;
  return (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power;
}

/** Whole generations, at most about `count`, the last one always and none too close to it. */
export function generationTicks(first: number, last: number, count: number): number[] {
  const step = Math.max(1, niceStep((last - first || 1) / count));
  const ticks: number[] = [];
  for (let tick = first <= 1 && step === 1 ? first : Math.ceil(first / step) * step; tick <= last; tick += step) ticks.push(tick);
  if (first > 0 && ticks[0] !== first && ticks[0] - first > step * 0.6) ticks.unshift(first);
  while (ticks.length > 1 && last - ticks[ticks.length - 1] < step * 0.6 && ticks[ticks.length - 1] !== last) ticks.pop();
  if (ticks[ticks.length - 1] !== last) ticks.push(last);
  return ticks;
}

/** The pixel of a value between `bottom` (low end) and `top`. */
export function pixelOf(scale: ValueScale, value: number, bottom: number, top: number): number {
  const [low, high] = scale.domain;
  const share = scale.type === 'log' ? log(value / low) / log(high / low) : (value - low) / (high - low);
  return bottom + (top - bottom) * Math.min(1, Math.max(0, share));
}

/** Smallest shifts, order kept, that leave `gap` between neighbours inside [top, bottom]: pool neighbours that collide, then centre each pool. */
export function dodge(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const pools: {members: number[]; centre: number}[] = [];
  const clamp = (centre: number, size: number) => Math.max(top + ((size - 1) * gap) / 2, Math.min(bottom - ((size - 1) * gap) / 2, centre));
  for (const i of order) {
    let pool = {members: [i], centre: clamp(wanted[i], 1)};
    while (pools.length > 0) {
      const above = pools[pools.length - 1];
      if (pool.centre - above.centre >= ((above.members.length + pool.members.length) / 2) * gap - 1e-9) break;
      pools.pop();
      const members = [...above.members, ...pool.members];
      pool = {members, centre: clamp(members.reduce((sum, m) => sum + wanted[m], 0) / members.length, members.length)};
    }
    pools.push(pool);
  }
  const placed = new Array<number>(wanted.length);
  for (const {members, centre} of pools) {
    for (const [i, m] of members.entries()) placed[m] = centre + (i - (members.length - 1) / 2) * gap;
  }
  return placed;
}

export function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}
