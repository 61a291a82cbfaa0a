/**
 * A forecast as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes.
 * It computes nothing; each picture has its numbers in a table beside it.
 */
import type {ForecastReport, Interval} from '../../forecast/report.ts';
import {labelledFrame, lineChart} from '../charts/line-chart.ts';
import {valueScale} from '../charts/scale.ts';
import {neededText, short, untilText} from '../formats/forecast.ts';
import {escapeHtml} from '../words.ts';
import {pageOf} from './page.ts';
import type {Line} from './run/series.ts';

type Measure = 'tail.retention' | 'bitsPerByte';

export function forecastPage(report: ForecastReport, sources: readonly string[]): string {
  const sections = [
    opening(report, sources),
    measureSection(report, 'tail.retention', {
      title: 'What is kept of the rare words',
      caption: `The share of the rare words that a model still writes, by how the next training set is made. The dashed line is the bound, ${short(report.bound.atLeast)}.`,
    }),
    untilSection(report),
    measureSection(report, 'bitsPerByte', {
      title: 'How well human text is still predicted',
      caption: 'Bits per byte of text by people that no model saw: the higher, the more is forgotten.',
    }),
    assumptionSection(report),
  ];
  return pageOf(sections, {title: `Forecast for ${named(sources)}`, foot: 'Made by genloss.'});
}

const named = (sources: readonly string[]): string =>
  sources.length <= 2 ? sources.join(', ') : `${sources[0]} and ${sources.length - 1} more`;

function opening(report: ForecastReport, sources: readonly string[]): string {
  const {humanShareNeeded: need, generationsUntilBound, bound, place, generations} = report;
  const replace = generationsUntilBound.replace;
  const left = replace.value === undefined ? `is ${replace.reason}` : `comes after ${untilText(replace)} generations`;
  const lead = `Trained on its own output alone, the model keeps less and less: tail retention below ${short(bound.atLeast)} (${bound.from}) ${left}. ${neededText(need, generations)}`;
  return `<header><p class="kicker">Generation loss \u00b7 forecast</p>
<h1>${escapeHtml(named(sources))}</h1>
<p class="lead">${escapeHtml(lead)}</p>
${place ? `<p>${escapeHtml(`${place.candidate}: ${place.line}.`)}</p>` : ''}</header>`;
}

function measureSection(report: ForecastReport, measure: Measure, {title, caption}: {title: string; caption: string}): string {
  const lines = linesOf(report, measure);
  const scale = valueScale(lines);
  const last = report.generations;
  const label = `${title}: ${lines.map((line) => `${line.label} ends at ${short(line.points[last - 1].value)}`).join('; ')}.`;
  const drawn = (['wide', 'narrow'] as const).map((size) =>
    lineChart(
      {title: '', lines},
      {
        scale,
        generations: [1, last],
        frame: labelledFrame(
          size,
          lines.map((line) => line.label),
        ),
        label,
      },
    ),
  );
  const extrapolated = report.measured < last ? ` Generations after ${report.measured} are extrapolated.` : '';
  const head = ['generation', ...lines.map((line) => line.label)];
  const rows = Array.from({length: last}, (_, i) => [
    `${i + 1}`,
    ...lines.map((line) => intervalText(report.workflows[line.label][i][measure])),
  ]);
  return `<section aria-labelledby="${measure}"><h2 id="${measure}">${escapeHtml(title)}</h2>
<figure>${drawn.join('\n')}<figcaption>${escapeHtml(caption)} Line: mean over ${report.seeds} runs; band: 95% prediction interval of one more.${extrapolated}</figcaption></figure>
${details('The same in numbers', head, rows)}</section>`;
}

function linesOf(report: ForecastReport, measure: Measure): Line[] {
  const {workflows, bound, generations} = report;
  return Object.entries(workflows).map(
    ([label, rows], series): Line => ({
      arm: label,
      series,
      label,
      statistic: 'mean',
      missing: [],
      points: rows.map(({generation, [measure]: {value, low, high}}) => ({
        generation,
        n: report.seeds,
        value,
        low,
        high,
      })),
      theory:
        measure === 'tail.retention' && series === 0
          ? [
              {
                statistic: 'mean',
                label: 'bound',
                source: '',
                points: [1, generations].map((generation) => ({generation, value: bound.atLeast})),
              },
            ]
          : [],
    }),
  );
}

function untilSection({generationsUntilBound, bound}: ForecastReport): string {
  const rows = Object.entries(generationsUntilBound).map(([name, until]) => [name, untilText(until)]);
  return `<section aria-labelledby="until"><h2 id="until">Generations until the bound</h2>
<p>When tail retention falls below ${short(bound.atLeast)}, with its interval.</p>
<div class="scroll">${table(['workflow', 'generations'], rows)}</div></section>`;
}

function assumptionSection({assumptions}: ForecastReport): string {
  const items = assumptions.map((one) => `<li>${escapeHtml(one)}</li>`).join('\n');
  return `<section aria-labelledby="assumes"><h2 id="assumes">What this assumes</h2><ul class="sources">${items}</ul></section>`;
}

const intervalText = ({value, low, high}: Interval): string => `${short(value)} [${short(low)}, ${short(high)}]`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const body = rows.map(
    ([first, ...rest]) =>
      `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<table class="data"><thead><tr>${heads}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function details(summary: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<details><summary>${escapeHtml(summary)}</summary><div class="scroll">${table(head, rows)}</div></details>`;
}
