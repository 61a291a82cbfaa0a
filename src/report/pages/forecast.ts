/**
 * A forecast as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes.
 * It computes nothing; each picture has its numbers in a table beside it.
 */
import {columnNumber, counted} from '../../core/text/numbers.ts';
import type {ForecastReport} from '../../forecast/report.ts';
import {untilWords} from '../../forecast/words.ts';
import {labelledFrame} from '../charts/frame.ts';
import {type ChartLine, lineChart, lineScale} from '../charts/line-chart.ts';
import type {SvgDocument} from '../document.ts';
import {intervalCell} from '../formats/forecast.ts';
import {type Html, html, lines as inLines} from '../html.ts';
import {shortList} from '../words.ts';
import {pageOf} from './page.ts';
import {closedTable, plainTable} from './scrolling.ts';

type Measure = 'tail.retention' | 'bitsPerByte';

export function forecastPage(report: ForecastReport, sources: readonly string[], document: SvgDocument, made = 'genloss'): string {
  const sections = [
    opening(report, sources),
    measureSection(report, 'tail.retention', {
      document,
      title: 'What is kept of the rare words (tail retention)',
      caption: `The share of the rare words that a model still writes, by how the next training set is made. The dashed line is the bound, ${columnNumber(report.bound.atLeast)}.`,
    }),
    untilSection(report),
    measureSection(report, 'bitsPerByte', {
      document,
      title: 'How well human text is still predicted',
      caption: 'Bits per byte of text by people that no model saw: the higher, the more is forgotten.',
    }),
    assumptionSection(report),
  ];
  return pageOf(sections, {title: `Forecast for ${shortList(sources)}`, foot: `Made by ${made}.`});
}

function opening(report: ForecastReport, sources: readonly string[]): Html {
  const {answer, bound, place} = report;
  return html`<header><p class="kicker">Generation loss \u00b7 forecast</p>
<h1>${shortList(sources)}</h1>
<p class="lead">${answer}</p>
<p>The bound: of the rare words that the first training set holds, a model still writes ${columnNumber(bound.atLeast)} or more (${bound.from}).</p>
${place && html`<p>${place.candidate}: ${place.line}.</p>`}</header>`;
}

interface MeasureWords {
  readonly title: string;
  readonly caption: string;
  readonly document: SvgDocument;
}

function measureSection(report: ForecastReport, measure: Measure, {title, caption, document}: MeasureWords): Html {
  const lines = linesOf(report, measure);
  const scale = lineScale(lines);
  const last = report.generations;
  const label = `${title}: ${lines.map((line) => `${line.label} ends at ${columnNumber(line.points[last - 1].value)}`).join('; ')}.`;
  const names = lines.map((line) => line.label);
  const drawn = (['wide', 'narrow'] as const).map((size) =>
    lineChart({lines}, {scale, generations: [1, last], frame: labelledFrame(size, names), label, document}),
  );
  const extrapolated = report.measured < last && ` Generations after ${report.measured} are extrapolated.`;
  const rows = Array.from({length: last}, (_, i) => [`${i + 1}`, ...names.map((name) => intervalCell(report.workflows[name][i][measure]))]);
  return html`<section aria-labelledby="${measure}"><h2 id="${measure}">${title}</h2>
<figure>${inLines(drawn)}<figcaption>${caption} Line: mean over ${counted(report.seeds, 'run')}; band: 95% prediction interval of one more.${extrapolated}</figcaption></figure>
${closedTable('The same in numbers', ['generation', ...names], rows)}</section>`;
}

/** The bound goes with the first line. */
function linesOf({workflows, bound, generations}: ForecastReport, measure: Measure): ChartLine[] {
  const across = {points: [1, generations].map((generation) => ({generation, value: bound.atLeast}))};
  return Object.entries(workflows).map(([label, rows], series) => ({
    label,
    series,
    points: rows.map(({generation, [measure]: {value, low, high}}) => ({generation, value, low, high})),
    curves: measure === 'tail.retention' && series === 0 ? [across] : [],
  }));
}

function untilSection({generationsUntilBound, bound, generations}: ForecastReport): Html {
  const rows = Object.entries(generationsUntilBound).map(([name, until]) => [name, untilWords(until, generations)]);
  return html`<section aria-labelledby="until"><h2 id="until">Generations until the bound</h2>
<p>When the share of rare words that is still written falls below ${columnNumber(bound.atLeast)}, with its interval.</p>
${plainTable(['workflow', 'falls below'], rows, {label: 'Generations until the bound', words: [1]})}</section>`;
}

function assumptionSection({assumptions}: ForecastReport): Html {
  const items = assumptions.map((one) => html`<li>${one}</li>`);
  return html`<section aria-labelledby="assumes"><h2 id="assumes">What this assumes</h2><ul class="sources">${inLines(items)}</ul></section>`;
}
