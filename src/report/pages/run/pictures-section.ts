/**
 * The pictures that are not measures: the same passage by each generation, perplexity histograms, densities in the plane, images.
 */
import {pow} from '../../../core/math/index.ts';
import {fixed} from '../../../core/text/numbers.ts';
import {densityChart} from '../../charts/density-chart.ts';
import {imageSheet} from '../../charts/image-sheet.ts';
import {type Ridge, ridgeChart, shares} from '../../charts/ridge-chart.ts';
import {armSign} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines, raw} from '../../html.ts';
import {scrolling} from '../scrolling.ts';
import type {Densities, Images, Passages, PerplexityHistograms} from './input.ts';
import type {Subject} from './series.ts';

const MOST_RIDGES = 6;
const MOST_COLUMNS = 7;
const MOST_SHEETS = 5;
const OPEN_CARDS = 6;

/** Radio buttons choose the generation by CSS alone; without CSS every passage is there, each with its generation. */
function passagesSection(subject: Subject, passages: Passages): Html | undefined {
  const {input} = subject;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (passages.arms[name] ?? []).length > 0);
  const generations = [...new Set(arms.flatMap((name) => passages.arms[name].map((said) => said.generation)))].sort((a, b) => a - b);
  if (arms.length === 0) return undefined;
  const last = generations[generations.length - 1];
  const buttons = generations.map(
    (g) => html`<input type="radio" name="passage" id="passage-${g}"${g === last && ' checked'}><label for="passage-${g}">${g}</label>`,
  );
  const rules = generations.map((g) => `#passage-${g}:checked~.cards .said-${g}`).join(',');
  const cards = arms.map((name) => passageCard(subject, {name, passages, generations}));
  const rest =
    cards.length > OPEN_CARDS &&
    html`<details><summary>${cards.length - OPEN_CARDS} more arms</summary><div class="cards">${lines(cards.slice(OPEN_CARDS))}</div></details>`;
  return html`<section aria-labelledby="passages"><h2 id="passages">The same passage, generation by generation</h2>
<p>Every model was given the same beginning and went on by itself. Choose a generation, and watch what happens to words, names and sense.</p>
<style>${raw(rules)}{display:block}</style>
<fieldset class="pick"><legend>Generation</legend>${buttons}<div class="cards">${lines(cards.slice(0, OPEN_CARDS))}${rest}</div></fieldset></section>`;
}

interface Card {
  readonly name: string;
  readonly passages: Passages;
  readonly generations: readonly number[];
}

function passageCard({layout, document}: Subject, {name, passages, generations}: Card): Html {
  const series = layout.places.find(({arm}) => arm === name)?.series ?? 0;
  const texts = new Map(passages.arms[name].map((said) => [said.generation, said.text]));
  const said = generations.map((g) => {
    const text = texts.get(g);
    const body =
      text === undefined ? html`<em class="note">No passage at this generation.</em>` : html`<mark>${passages.prompt}</mark> ${text}`;
    return html`<div class="said said-${g}"><span class="note">generation ${g}</span><p>${body}</p></div>`;
  });
  return html`<article class="card"><h3>${armSign(series, document)}${name}</h3>${lines(said)}</article>`;
}

function perplexitySection({input, document}: Subject, histograms: PerplexityHistograms): Html | undefined {
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
<figure><div class="panels">${lines(panels)}</div><figcaption>Across: perplexity, on a logarithmic scale, predictable at the left. Up: share of passages. One ridge a generation, numbered at the left. ${arms.some(({ridges}) => ridges[0].generation === 'people') ? 'People: held-out human text. Dotted: that again.' : 'Dotted: the first ridge again.'} All panels have one scale.</figcaption></figure>${histogramTable(arms, histograms.edges)}</section>`;
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

function densitySection({input}: Subject, density: Densities): Html | undefined {
  const arms = input.arms.map((arm) => arm.name).filter((name) => (density.arms[name] ?? []).length > 0);
  const generations = spread(
    [...new Set(arms.flatMap((name) => density.arms[name].map((shot) => shot.generation)))].sort((a, b) => a - b),
    MOST_COLUMNS,
  );
  if (arms.length === 0) return undefined;
  const frame = {bins: density.bins, x: density.x, y: density.y};
  const truth = density.truth;
  const head = [truth && html`<th scope="col">truth</th>`, ...generations.map((g) => html`<th scope="col">${g}</th>`)];
  const rows = arms.map((name) => {
    const shots = new Map(density.arms[name].map((shot) => [shot.generation, shot]));
    const known = truth && html`<td>${densityChart({...frame, counts: truth}, 'The truth')}</td>`;
    const cells = generations.map((g) => {
      const shot = shots.get(g);
      return shot === undefined
        ? html`<td class="note">\u2013</td>`
        : html`<td>${densityChart({...frame, counts: shot.counts, points: shot.points}, `${name}, generation ${g}`)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${known}${cells}</tr>`;
  });
  const caption = `What each generation draws: x from ${density.x[0]} to ${density.x[1]}, y from ${density.y[0]} to ${density.y[1]}. The darker, the denser (square root of the count, each picture by itself)${hasPoints(density) ? '; dots: some of the samples' : ''}.`;
  return html`<section aria-labelledby="density"><h2 id="density">What the models draw, generation by generation</h2>
<p>Each picture is the plane that the data live in. Read a row from left to right: clusters that fade are modes that are lost, a cloud that shrinks is variance that is lost.</p>
${scrolling(
  html`<table class="worlds"><caption>${caption}</caption><thead><tr><th scope="col">generation</th>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
  'Densities by arm and generation',
)}</section>`;
}

function hasPoints(density: Densities): boolean {
  return Object.values(density.arms).some((shots) => shots.some((shot) => (shot.points ?? []).length > 0));
}

function imagesSection({input}: Subject, images: Images): Html | undefined {
  const arms = input.arms.map((arm) => arm.name).filter((name) => (images.arms[name] ?? []).length > 0);
  const generations = spread(
    [...new Set(arms.flatMap((name) => images.arms[name].map((shot) => shot.generation)))].sort((a, b) => a - b),
    MOST_SHEETS,
  );
  if (arms.length === 0) return undefined;
  const {human, side} = images;
  const head = [human !== undefined && html`<th scope="col">people</th>`, ...generations.map((g) => html`<th scope="col">${g}</th>`)];
  const rows = arms.map((name) => {
    const shots = new Map(images.arms[name].map((shot) => [shot.generation, shot]));
    const known = human !== undefined && html`<td>${imageSheet(human, side, 'Drawn by people')}</td>`;
    const cells = generations.map((g) => {
      const shot = shots.get(g);
      return shot === undefined
        ? html`<td class="note">\u2013</td>`
        : html`<td>${imageSheet(shot.pixels, side, `${name}, generation ${g}`)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${known}${cells}</tr>`;
  });
  const caption = `Images of ${side} x ${side} pixels, evenly picked from the sample of each generation; what is darker than ink or lighter than paper is cut.`;
  return html`<section aria-labelledby="images"><h2 id="images">What the models draw, generation by generation</h2>
<p>Read a row from left to right: images that grow alike are variety that is lost, images that blur or break are likeness that is lost.</p>
${scrolling(
  html`<table class="worlds"><caption>${caption}</caption><thead><tr><th scope="col">generation</th>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
  'Images by arm and generation',
)}</section>`;
}

/** Sections of the pictures that the input has. */
export function pictureSections(subject: Subject): (Html | undefined)[] {
  const {passages, samplePerplexity, density, images} = subject.input.pictures ?? {};
  return [
    passages && passagesSection(subject, passages),
    samplePerplexity && perplexitySection(subject, samplePerplexity),
    density && densitySection(subject, density),
    images && imagesSection(subject, images),
  ];
}
