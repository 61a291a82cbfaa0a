/**
 * What feedback gains and what it costs: a path an arm through diversity (across) and reward (up), generation by generation; and, where a
 * reward model is fitted, the true reward beside what the model believes, over the distance from the start.
 */

import {readableNumber} from '../../../core/text/numbers.ts';
import {labelledFrame} from '../../charts/frame.ts';
import {SERIES_LIMIT} from '../../charts/palette.ts';
import {valueScale} from '../../charts/scale.ts';
import {armLegend} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type XYLine, xyChart} from '../../charts/xy-chart.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import {listed, lowered} from '../../words.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {notice} from './notice.ts';
import {hasValue, type Layout, type Subject} from './series.ts';
import {intervalIn, STATISTIC_NAMES, statisticOf, valueIn} from './statistic.ts';
import {dataTable} from './tables.ts';

const DIVERSITY = ['tail.retention', 'entropy', 'support', 'giniSimpson', 'variance'];

const MOST_TOLD = 3;
const MOST_STEPS = 100;

interface Step {
  readonly generation: number;
  readonly diversity: number;
  readonly reward: number;
  readonly low: number;
  readonly high: number;
}

interface Path {
  readonly arm: string;
  readonly series: number;
  readonly label: string;
  readonly facet: string;
  readonly annotator: string;
  readonly steps: readonly Step[];
}

export function rewardSection(subject: Subject): Html | undefined {
  const {input, layout} = subject;
  const reward = measured(input, ['reward']);
  const diversity = measured(input, DIVERSITY);
  if (reward === undefined || diversity === undefined) return undefined;
  const paths = pathsOf(input, layout, diversity.name);
  if (paths.length === 0) return undefined;
  const groups = groupsOf(paths);
  const charts = groups.map((group) => pathFigure(group, {subject, diversity, groups: groups.length}));
  const rows = paths.flatMap(({arm, steps}) => steps.map((step) => [arm, step.generation, step.diversity, step.reward]));
  const table = dataTable(
    {columns: ['arm', 'generation', diversity.name, 'reward'], rows, words: 1},
    {title: `${diversity.title}, and reward: ${STATISTIC_NAMES[statisticOf(input, 'reward')]} over seeds`},
  );
  return html`<section aria-labelledby="reward-diversity"><h2 id="reward-diversity">What reward costs in diversity</h2>
${notice(factOf(paths, diversity))}
<figure>${inLines(charts)}<figcaption>Across: ${lowered(diversity.title)} (<code>${diversity.name}</code>), less at the left. Up: the annotator\u2019s reward for what the model writes. Each path goes from generation 1 (hollow sign) to the last (full sign). Up and to the left: reward is bought with diversity; to the left alone: diversity is lost for nothing; straight up: reward for free.${annotatorNote(groups)}</figcaption></figure>${table}</section>`;
}

/** The first of some measures of which any arm has a value. */
export function measured(input: ReportInput, names: readonly string[]): ReportMeasure | undefined {
  for (const name of names) {
    const measure = input.measures.find((one) => one.name === name);
    if (measure && input.arms.some((arm) => (input.summary.arms[arm.name]?.[name] ?? []).some(hasValue))) return measure;
  }
  return undefined;
}

/** Rows with a value by generation, from the first fit on. */
export function byGeneration(input: ReportInput, arm: string, measure: string): Map<number, SummaryRow> {
  const statistic = statisticOf(input, measure);
  const rows = (input.summary.arms[arm]?.[measure] ?? []).filter((row) => row.generation > 0 && Number.isFinite(valueIn(row, statistic)));
  return new Map(rows.map((row) => [row.generation, row]));
}

function pathsOf(input: ReportInput, layout: Layout, diversity: string): Path[] {
  return layout.places.flatMap(({arm, series, label, facet}) => {
    const across = byGeneration(input, arm, diversity);
    const steps = [...byGeneration(input, arm, 'reward').values()]
      .filter(({generation}) => across.has(generation))
      .map((row) => {
        const reward = statisticOf(input, 'reward');
        const [low, high] = intervalIn(row, reward, 'reward');
        const diverse = valueIn(across.get(row.generation)!, statisticOf(input, diversity));
        return {generation: row.generation, diversity: diverse, reward: valueIn(row, reward), low, high};
      });
    return steps.length === 0
      ? []
      : [{arm, series, label, facet, annotator: input.annotators?.[arm] ?? '', steps: spread(steps, MOST_STEPS)}];
  });
}

/** Paths that one picture can hold: of one annotator, and of one panel of the layout. */
function groupsOf(paths: readonly Path[]): {title: string; annotator: string; paths: readonly Path[]}[] {
  const groups = new Map<string, {title: string; annotator: string; paths: Path[]}>();
  for (const path of paths) {
    const key = `${path.annotator}\n${path.facet}`;
    const group = groups.get(key) ?? {title: [path.facet, path.annotator].filter(Boolean).join(': '), annotator: path.annotator, paths: []};
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function pathFigure(
  {title, paths}: {title: string; paths: readonly Path[]},
  {subject: {layout, document}, diversity, groups}: {subject: Subject; diversity: ReportMeasure; groups: number},
): Html {
  const steps = paths.flatMap((path) => path.steps);
  const x = valueScale(steps.map((step) => step.diversity));
  const y = valueScale(steps.map((step) => step.reward));
  const lines = paths.map(
    ({series, label, steps: own}): XYLine => ({
      label,
      series,
      path: true,
      points: own.map((step) => ({x: step.diversity, y: step.reward})),
    }),
  );
  const label = `Reward over ${diversity.title}${title === '' ? '' : `, ${title}`}: ${paths.map((path) => told(path, diversity.name)).join('; ')}.`;
  const titles = {x: `${diversity.name} \u2192`, y: 'reward'};
  const charts = (['wide', 'narrow'] as const).map((size) => {
    const labels = lines.map((line) => line.label);
    return xyChart(lines, {x, y, titles, frame: {...labelledFrame(size, labels), top: 28}, label, document});
  });
  const many = paths.length > SERIES_LIMIT && armLegend(layout.series, document);
  return html`${groups > 1 && title !== '' && html`<p class="facet">${title}</p>`}${many}${inLines(charts)}`;
}

function told({label, steps}: Path, diversity: string): string {
  const [first, last] = [steps[0], steps[steps.length - 1]];
  return `${label} from ${diversity} ${readableNumber(first.diversity)} and reward ${readableNumber(first.reward)} at generation ${first.generation} to ${readableNumber(last.diversity)} and ${readableNumber(last.reward)} at generation ${last.generation}`;
}

/** A gain is one where the interval at the end lies above the one at the start; none is called the largest. */
function factOf(paths: readonly Path[], diversity: ReportMeasure): string {
  const gained = paths.filter(({steps}) => steps[steps.length - 1].low > steps[0].high);
  if (gained.length === 0) return 'In no arm is the reward clearly higher at the end than at generation 1.';
  const sentences = gained.slice(0, MOST_TOLD).map(({arm, steps}) => {
    const [first, last] = [steps[0], steps[steps.length - 1]];
    return `${arm} gains reward, ${readableNumber(first.reward)} \u2192 ${readableNumber(last.reward)}, while ${diversity.name} goes ${readableNumber(first.diversity)} \u2192 ${readableNumber(last.diversity)}`;
  });
  const more = gained.length > MOST_TOLD ? [`${gained.length - MOST_TOLD} more arms gain reward too`] : [];
  return `${[...sentences, ...more].join('; ')}.`;
}

function annotatorNote(groups: readonly {annotator: string}[]): string {
  const annotators = [...new Set(groups.map(({annotator}) => annotator))].filter(Boolean);
  if (annotators.length < 2) return '';
  return ` The annotators (${listed(annotators)}) have scales of their own: compare reward inside a picture only.`;
}
