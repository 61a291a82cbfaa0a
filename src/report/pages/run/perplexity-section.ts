/** How surprising what each generation writes is to the first model: histograms as ridges, a panel an arm. */
import {pow} from '../../../core/math/index.ts';
import {fixed} from '../../../core/text/numbers.ts';
import {type Ridge, ridgeChart, shares} from '../../charts/ridge-chart.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines} from '../../html.ts';
import {scrolling} from '../scrolling.ts';
import {notice} from './notice.ts';
import {perplexityNotice} from './notices.ts';
import type {Subject} from './series.ts';

const MOST_RIDGES = 6;

export function perplexitySection({input, document}: Subject): Html | undefined {
  const histograms = input.pictures?.samplePerplexity;
  if (histograms === undefined) return undefined;
  const arms = input.arms
    .map((arm) => ({
      name: arm.name,
      ridges: withPeople(
        spread(
          [...(histograms.arms[arm.name] ?? [])].sort((a, b) => a.generation - b.generation),
          MOST_RIDGES,
        ),
        histograms.human?.[arm.name],
      ),
    }))
    .filter(({ridges}) => ridges.length > 0);
  if (arms.length === 0) return undefined;
  const heights = arms.flatMap(({ridges}) => ridges.flatMap((ridge) => shares(ridge.counts)));
  const highest = heights.reduce((most, height) => Math.max(most, height), 1e-9);
  const panels = arms.map(({name, ridges}) => {
    const first = mode(ridges[0].counts, histograms.edges);
    const last = mode(ridges[ridges.length - 1].counts, histograms.edges);
    const label = `Perplexity of samples of ${name}: most passages near ${first} ${ridgeName(ridges[0])}, near ${last} ${ridgeName(ridges[ridges.length - 1])}.`;
    return html`<div class="panel"><p class="facet">${name}</p>${ridgeChart(ridges, {edges: histograms.edges, highest, label, document})}</div>`;
  });
  return html`<section aria-labelledby="sample-perplexity"><h2 id="sample-perplexity">How surprising the samples are to the first model</h2>
<p>Each passage of 64 words that a model wrote is priced by the first model, which learned from people alone. As copies are copied, look for two things at once: the <strong>low pile-up</strong> (ever more passages so predictable that the first model is hardly surprised) and the <strong>long tail</strong> (a few that it would hardly ever have written).</p>
${notice(
  perplexityNotice(
    histograms,
    arms.map(({name}) => name),
  ),
)}<figure><div class="panels">${lines(panels)}</div><figcaption>Across: perplexity, on a logarithmic scale, predictable at the left. Up: share of passages. One ridge a generation, numbered at the left. ${arms.some(({ridges}) => ridges[0].generation === 'people') ? 'People: held-out human text. Dotted: that again.' : 'Dotted: the first ridge again.'} All panels have one scale.</figcaption></figure>${histogramTable(arms, histograms.edges)}</section>`;
}

function withPeople(ridges: readonly Ridge[], human: readonly number[] | undefined): readonly Ridge[] {
  return human && ridges.length > 0 ? [{generation: 'people', counts: human}, ...ridges] : ridges;
}

const ridgeName = ({generation}: Ridge): string => (generation === 'people' ? 'of people' : `at generation ${generation}`);

function mode(counts: readonly number[], edges: readonly number[]): string {
  const at = counts.indexOf(Math.max(...counts));
  return String(Number(pow(10, (edges[at] + edges[at + 1]) / 2).toPrecision(2)));
}

function histogramTable(arms: readonly {name: string; ridges: readonly Ridge[]}[], edges: readonly number[]): Html {
  const columns = arms.flatMap(({name, ridges}) =>
    [ridges[0], ridges[ridges.length - 1]]
      .filter((r, i, all) => i === 0 || r !== all[0])
      .map((ridge) => ({name, ridge, parts: shares(ridge.counts)})),
  );
  const head = columns.map(({name, ridge}) => html`<th scope="col">${name}, ${ridge.generation}</th>`);
  const rows = edges
    .slice(0, -1)
    .map(
      (edge, i) =>
        html`<tr><th scope="row">${bound(edge)} to ${bound(edges[i + 1])}</th>${columns.map(({parts}) => html`<td>${fixed(parts[i] * 100, 1)}`)}</tr>`,
    );
  const caption = 'Documents by perplexity, in per cent, first and last generation of each arm';
  return html`<details><summary>The numbers behind the picture</summary>${scrolling(
    html`<table class="data"><caption>${caption}</caption><thead><tr><th scope="col">perplexity</th>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
    caption,
  )}</details>`;
}

function bound(edge: number): string {
  return String(Number(pow(10, edge).toPrecision(2)));
}
