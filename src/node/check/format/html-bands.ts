/** The pictures of the page by band: calibration, retention of the tail, lengths of documents; any other banded measure plainly. */

import {pow} from '../../../core/math/index.ts';
import type {BandReading} from '../../../guard/check-report.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {escapeHtml, exactNumber, readableNumber} from '../../report/words.ts';
import {type BandPicture, bandChart} from './band-chart.ts';
import {visible} from './values.ts';

interface Look extends Omit<BandPicture, 'label'> {
  readonly title: string;
  readonly unit: string;
  readonly caption: string;
  readonly fact?: (readings: readonly BandReading[]) => string;
}

const LOOKS: Readonly<Record<string, Look>> = {
  'calibration.halves': {
    title: 'Probable words overestimated, improbable ones underestimated?',
    unit: 'log2 of candidate over reference probability: +1 is twice as probable, \u22121 half as probable',
    caption:
      'Words by how probable they are in the reference; a label is the lower edge of its band. On the line at 0 they are as probable as in the reference. A line that climbs from left to right is the mark of generation loss.',
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

export function bandSections(bands: readonly BandReading[]): string[] {
  const known = Object.keys(LOOKS);
  const measures = [...new Set(bands.map(({measure}) => measure))];
  const ordered = [...known.filter((name) => measures.includes(name)), ...measures.filter((name) => !known.includes(name))];
  return ordered.map((measure, i) =>
    section(
      measure,
      bands.filter((reading) => reading.measure === measure),
      i,
    ),
  );
}

function section(measure: string, readings: readonly BandReading[], index: number): string {
  const look = LOOKS[measure] ?? plainLook(measure);
  const id = `bands-${index}`;
  const fact = look.fact?.(readings) ?? '';
  const expected = readings.some((reading: BandReading) => reading.expected !== undefined)
    ? '<ul class="key"><li><span class="bar"></span>expected of the reference itself</li></ul>'
    : '';
  const label = `${look.title} ${fact} The numbers stand in the table below.`;
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(look.title)}</h2>
<p class="unit"><code>${escapeHtml(visible(measure))}</code>. ${escapeHtml(look.unit)}</p>${fact === '' ? '' : `\n<p class="fact">${escapeHtml(fact)}</p>`}
<figure>${expected}${bandChart(readings, {...look, label: visible(label)})}<figcaption>${escapeHtml(look.caption)} Bars are 95% intervals.</figcaption></figure>
${table(look.title, readings)}</section>`;
}

function plainLook(measure: string): Look {
  const found = measureOf(measure);
  return {title: found?.title ?? visible(measure), unit: found?.unit ?? '', caption: found?.caption ?? ''};
}

function table(title: string, readings: readonly BandReading[]): string {
  const expected = readings.some((reading) => reading.expected !== undefined);
  const columns = ['band', 'value', 'low', 'high', ...(expected ? ['expected', 'low', 'high'] : [])];
  const head = columns.map((name, i) => `<th scope="col"${i > 0 ? ' class="n"' : ''}>${name}</th>`).join('');
  const rows = readings.map((reading) => {
    const own = [reading.value, reading.low, reading.high];
    const other = reading.expected === undefined ? ['', '', ''] : [reading.expected.value, reading.expected.low, reading.expected.high];
    const cells = [...own, ...(expected ? other : [])].map(
      (value) => `<td>${typeof value === 'number' ? exactNumber(value) : '\u2013'}</td>`,
    );
    return `<tr><th scope="row">${escapeHtml(visible(reading.band))}</th>${cells.join('')}</tr>`;
  });
  return `<details><summary>The numbers behind the picture</summary><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table class="data"><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

/** From the rarest and the most frequent band whose interval leaves 0 out. */
function calibrationFact(readings: readonly BandReading[]): string {
  const rare = readings[0];
  const frequent = readings[readings.length - 1];
  if (readings.length < 2) return '';
  const tell = (reading: BandReading) =>
    reading.low > 0
      ? `${readableNumber(pow(2, reading.value))} times as probable as in the reference`
      : reading.high < 0
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
