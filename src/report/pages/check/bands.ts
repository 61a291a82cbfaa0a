/** The pictures of the page by band: calibration, retention of the tail, lengths of documents; any other banded measure plainly. */
import {pow} from '../../../core/math/index.ts';
import {exactNumber, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {BandReading} from '../../../guard/check-report.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {type BandPicture, bandChart} from '../../charts/band-chart.ts';
import type {SvgDocument} from '../../document.ts';
import {shownOf} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {scrolling} from '../scrolling.ts';

interface BandLook extends Omit<BandPicture, 'label'> {
  readonly title: string;
  readonly unit: string;
  readonly caption: string;
  readonly fact?: (readings: readonly BandReading[]) => string;
}

const LOOKS: Readonly<Record<string, BandLook>> = {
  'calibration.halves': {
    title: 'Probable words overestimated, improbable ones underestimated?',
    unit: 'log2 of candidate over reference probability: +1 is twice as probable, \u22121 half as probable',
    caption:
      'Words by how probable they are in the reference; a label is the lower edge of its band. On the line at 0 they are as probable as in the reference, which is what the reference shows against its own other half too. A line that climbs from left to right is the mark of generation loss.',
    level: 0,
    above: 'more probable than in the reference',
    below: 'less probable',
    ends: ['rare words', 'frequent words'],
    fact: calibrationFact,
  },
  'tail.retention': {
    title: 'How much of the tail is still there',
    unit: 'share of the reference\u2019s words that occur in the candidate, at equal size',
    caption:
      'Words by how often they occur in the reference. Even human text of the same kind and size does not repeat every rare word: compare with what is expected of the reference itself.',
    ends: ['rare words', 'frequent words'],
    fact: retentionFact,
  },
  words: {
    title: 'Length of documents',
    unit: 'words',
    caption: 'Quantiles of a document\u2019s length in the candidate. Half of the documents are shorter than the one at 50%.',
    ends: ['short documents', 'long documents'],
  },
};

export function bandSections(bands: readonly BandReading[], document: SvgDocument): Html[] {
  const known = Object.keys(LOOKS);
  const measures = [...new Set(bands.map(({measure}) => measure))];
  const ordered = [...known.filter((name) => measures.includes(name)), ...measures.filter((name) => !known.includes(name))];
  return ordered.map((measure, i) => {
    const readings = bands
      .filter((reading) => reading.measure === measure)
      .map((one): BandReading => ({...shownOf(one, measure), ...(one.expected && {expected: shownOf(one.expected, measure)})}));
    return section(measure, readings, {id: `bands-${i}`, document});
  });
}

function section(measure: string, readings: readonly BandReading[], {id, document}: {id: string; document: SvgDocument}): Html {
  const look = LOOKS[measure] ?? plainLook(measure);
  const fact = look.fact?.(readings) ?? '';
  const expected =
    readings.some((reading) => reading.expected !== undefined && reading.expected.low < reading.expected.high) &&
    html`<ul class="key"><li><span class="bar"></span>expected of the reference itself</li></ul>`;
  const label = visible(`${look.title} ${fact} The numbers stand in the table below.`);
  const told = fact !== '' && html`\n<p class="fact">${fact}</p>`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${look.title}</h2>
<p class="unit"><code>${visible(measure)}</code>. ${look.unit}</p>${told}
<figure>${expected}${bandChart(readings, {...look, label}, document)}<figcaption>${look.caption} Bars are 95% intervals.</figcaption></figure>
${table(look.title, readings)}</section>`;
}

function plainLook(measure: string): BandLook {
  const found = measureOf(measure);
  return {title: found?.title ?? visible(measure), unit: found?.unit ?? '', caption: found?.caption ?? ''};
}

function table(title: string, readings: readonly BandReading[]): Html {
  const expected = readings.some((reading) => reading.expected !== undefined);
  const columns = ['band', 'value', 'low', 'high', ...(expected ? ['expected', 'low', 'high'] : [])];
  const head = columns.map((name, i) => html`<th scope="col"${i > 0 && html` class="n"`}>${name}</th>`);
  const rows = readings.map((reading) => {
    const own = [reading.value, reading.low, reading.high];
    const other = reading.expected === undefined ? ['', '', ''] : [reading.expected.value, reading.expected.low, reading.expected.high];
    const cells = [...own, ...(expected ? other : [])].map(
      (value) => html`<td>${typeof value === 'number' ? exactNumber(value) : '\u2013'}</td>`,
    );
    return html`<tr><th scope="row">${visible(reading.band)}</th>${cells}</tr>`;
  });
  return html`<details><summary>The numbers behind the picture</summary>${scrolling(
    html`<table class="data"><caption>${title}</caption><thead><tr>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
    title,
  )}</details>`;
}

/** From the rarest and the most frequent band whose interval leaves 0 out. */
function calibrationFact(readings: readonly BandReading[]): string {
  const rare = readings[0];
  const frequent = readings[readings.length - 1];
  if (readings.length < 2) return '';
  const tell = (reading: BandReading) =>
    reading.low > 0 || reading.high < 0
      ? `${readableNumber(pow(2, reading.value))} times as probable as in the reference`
      : 'about as probable as in the reference';
  return `The rarest words are ${tell(rare)}, the most frequent ${tell(frequent)}.`;
}

function retentionFact(readings: readonly BandReading[]): string {
  const [rarest] = readings;
  if (rarest === undefined) return '';
  const times = rarest.band === '1' ? 'once' : `${visible(rarest.band)} times`;
  return `Of the words that occur ${times} in the reference, ${readableNumber(100 * rarest.value)}% occur in the candidate too.`;
}
