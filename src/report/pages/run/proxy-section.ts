/**
 * Over-optimisation: the true reward beside the reward model's, over the distance from the human data, a panel an arm.
 *
 *   gain(t) = (reward(t) - reward(1)) / max over t of |reward(t) - reward(1)|      each of the two by itself
 *
 * The two have units of their own; as parts of their largest change they start at 0 and stay in [-1, 1], and a proxy that goes on rising
 * while the true reward turns is seen. Where a reward never changes there is nothing to divide by, and it stays at 0.
 */

import {readableNumber} from '../../../core/text/numbers.ts';
import {SMALL_FRAME} from '../../charts/frame.ts';
import {type ValueScale, valueScale} from '../../charts/scale.ts';
import {armLegend, signed} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type XYLine, xyChart} from '../../charts/xy-chart.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {notice} from './notice.ts';
import {byGeneration, measured} from './reward-section.ts';
import type {Layout, Subject} from './series.ts';
import {intervalIn, statisticOf, valueIn} from './statistic.ts';
import {dataTable} from './tables.ts';

const DISTANCES = ['kl', 'js', 'tv'];
const OPEN_PANELS = 12;
const MOST_POINTS = 100;
const MOST_TOLD = 3;
const TRUE_SERIES = 1;
const PROXY_SERIES = 0;

interface Point {
  readonly generation: number;
  readonly distance: number;
  readonly reward: number;
  readonly proxy: number;
  readonly rewardGain: number;
  readonly proxyGain: number;
}

interface ArmGains {
  readonly arm: string;
  readonly series: number;
  readonly points: readonly Point[];
  readonly overOptimised: boolean;
}

export function proxySection({input, layout, document}: Subject): Html | undefined {
  if (measured(input, ['reward.proxy']) === undefined || measured(input, ['reward']) === undefined) return undefined;
  const distance = measured(input, DISTANCES);
  const arms = input.arms.flatMap(({name}) => gainsOf(input, name, {distance, layout}));
  if (arms.length === 0) return undefined;
  const x = valueScale(arms.flatMap(({points}) => points.map((p) => p.distance)));
  const y = valueScale(
    [-1, 0, 1].filter((bound) => bound >= 0 || arms.some(({points}) => points.some((p) => Math.min(p.rewardGain, p.proxyGain) < 0))),
  );
  const panels = arms.map((arm) => panelOf(arm, {x, y, distance, document}));
  const more =
    panels.length > OPEN_PANELS &&
    html`<details><summary>${panels.length - OPEN_PANELS} more arms</summary><div class="panels">${inLines(panels.slice(OPEN_PANELS))}</div></details>`;
  const legend = armLegend(['reward model (proxy)', 'true reward'], document);
  const across = distance === undefined ? 'generations' : html`${distance.title} (<code>${distance.name}</code>)`;
  const rows = arms.flatMap(({arm, points}) =>
    points.map((p) => [arm, p.generation, p.distance, p.reward, p.proxy, p.rewardGain, p.proxyGain]),
  );
  const columns = ['arm', 'generation', distance?.name ?? 'generation', 'reward', 'reward.proxy', 'gain', 'proxy gain'];
  return html`<section aria-labelledby="over-optimisation"><h2 id="over-optimisation">Is the reward model over-optimised?</h2>
${notice(factOf(arms))}
<figure>${legend}<div class="panels">${inLines(panels.slice(0, OPEN_PANELS))}</div>${more}<figcaption>Across: ${across}, the way from where the arm began. Up: change of reward since generation 1, each as a part of its own largest change, so that both start at 0. Where the proxy goes on rising while the true reward stays or falls, what is optimised is no longer what was meant. All panels have one scale.</figcaption></figure>${dataTable({columns, rows, words: 1}, {title: 'True reward and proxy over seeds, and their gains since generation 1'})}</section>`;
}

function gainsOf(input: ReportInput, arm: string, {distance, layout}: {distance: ReportMeasure | undefined; layout: Layout}): ArmGains[] {
  const proxy = byGeneration(input, arm, 'reward.proxy');
  const far = distance && byGeneration(input, arm, distance.name);
  const rows = [...byGeneration(input, arm, 'reward').values()].filter(
    ({generation}) => proxy.has(generation) && far?.has(generation) !== false,
  );
  if (rows.length < 2) return [];
  const rewards = valuesOf(input, rows, 'reward');
  const proxyRows = rows.map(({generation}) => proxy.get(generation)!);
  const proxies = valuesOf(input, proxyRows, 'reward.proxy');
  const [rewardGains, proxyGains] = [standardised(rewards), standardised(proxies)];
  const points = rows.map(({generation}, i) => ({
    generation,
    distance: far === undefined ? generation : valueIn(far.get(generation)!, statisticOf(input, distance!.name)),
    reward: rewards[i],
    proxy: proxies[i],
    rewardGain: rewardGains[i],
    proxyGain: proxyGains[i],
  }));
  return [
    {
      arm,
      series: layout.places.find((place) => place.arm === arm)?.series ?? 0,
      points: spread(points, MOST_POINTS),
      overOptimised: isOverOptimised(intervalsOf(input, rows, 'reward'), intervalsOf(input, proxyRows, 'reward.proxy')),
    },
  ];
}

/** Changes since the first, as parts of the largest. */
export function standardised(values: readonly number[]): number[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - values[0])), 0);
  return values.map((value) => (largest > 0 ? (value - values[0]) / largest : 0));
}

interface PanelParts {
  readonly x: ValueScale;
  readonly y: ValueScale;
  readonly distance: ReportMeasure | undefined;
  readonly document: Subject['document'];
}

function panelOf({arm, series, points}: ArmGains, {x, y, distance, document}: PanelParts): Html {
  const line = (key: 'rewardGain' | 'proxyGain') => points.map((p) => ({x: p.distance, y: p[key]}));
  const lines: XYLine[] = [
    {label: 'proxy', series: PROXY_SERIES, points: line('proxyGain'), dashed: true},
    {label: 'true', series: TRUE_SERIES, points: line('rewardGain')},
  ];
  const [first, last] = [points[0], points[points.length - 1]];
  const label = `True and proxy reward of ${arm}, over ${distance?.name ?? 'generations'}: true from ${readableNumber(first.reward)} to ${readableNumber(last.reward)}, proxy from ${readableNumber(first.proxy)} to ${readableNumber(last.proxy)}.`;
  return html`<div class="panel">${signed(series, arm, document)}${xyChart(lines, {x, y, titles: {x: '', y: ''}, frame: SMALL_FRAME, label, document})}</div>`;
}

/** Only what intervals over seeds bear out is said to be so. */
function factOf(arms: readonly ArmGains[]): string {
  const told = ({arm, points}: ArmGains) => {
    const [first, last] = [points[0], points[points.length - 1]];
    return `${arm}: the proxy goes ${readableNumber(first.proxy)} \u2192 ${readableNumber(last.proxy)}, the true reward ${readableNumber(first.reward)} \u2192 ${readableNumber(last.reward)}`;
  };
  const over = arms.filter(({overOptimised}) => overOptimised);
  if (over.length > 0) return `Over-optimised: ${over.slice(0, MOST_TOLD).map(told).join('; ')}.`;
  return `These seeds do not show the proxy rising where the true reward does not. ${arms.slice(0, MOST_TOLD).map(told).join('; ')}.`;
}

type Ends = readonly [low: number, high: number];

/** The proxy ends clearly above where it began, and the true reward does not, or ends clearly below its best. */
function isOverOptimised(rewards: readonly Ends[], proxies: readonly Ends[]): boolean {
  const rises = (ends: readonly Ends[]) => above(ends[ends.length - 1], ends[0]);
  return rises(proxies) && (!rises(rewards) || rewards.some((one) => above(one, rewards[rewards.length - 1])));
}

/** False where one has no interval. */
const above = ([low]: Ends, [, high]: Ends): boolean => low > high;

const valuesOf = (input: ReportInput, rows: readonly SummaryRow[], measure: string): number[] =>
  rows.map((row) => valueIn(row, statisticOf(input, measure)));

const intervalsOf = (input: ReportInput, rows: readonly SummaryRow[], measure: string): Ends[] =>
  rows.map((row) => intervalIn(row, statisticOf(input, measure), measure));
