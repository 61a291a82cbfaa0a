/** Samples of each generation, to look at: densities in the plane, points on a line, categories, images. Of the first seed. */

import {quantile} from '../../../core/stats/index.ts';
import {readableNumber} from '../../../core/text/numbers.ts';
import {categoryGrid} from '../../charts/category-grid.ts';
import {densityChart} from '../../charts/density-chart.ts';
import {imageSheet} from '../../charts/image-sheet.ts';
import {type PointRow, pointLines, pointScale} from '../../charts/point-lines.ts';
import {signed} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines, withCode} from '../../html.ts';
import {scrolling} from '../scrolling.ts';
import type {Densities, PointLines} from './input.ts';
import {notice} from './notice.ts';
import {categoryNotice, densityNotice, imageNotice, lineNotice} from './notices.ts';
import type {Subject} from './series.ts';

const MOST_COLUMNS = 7;
const MOST_SHEETS = 5;
const MOST_ROWS = 7;
const OPEN_PANELS = 12;

export function densitySection({input}: Subject): Html | undefined {
  const density = input.pictures?.density;
  if (density === undefined) return undefined;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (density.arms[name] ?? []).length > 0);
  const generations = generationsOf(density.arms, arms, MOST_COLUMNS);
  if (arms.length === 0) return undefined;
  const frame = {bins: density.bins, x: density.x, y: density.y};
  const truth = density.truth;
  const head = [truth && html`<th scope="col">truth</th>`, ...generations.map((g) => html`<th scope="col">${g}</th>`)];
  const rows = arms.map((name) => {
    const shots = new Map(density.arms[name].map((shot) => [shot.generation, shot]));
    const known = truth && before(truth[name], (counts) => densityChart({...frame, counts}, 'The truth'));
    const cells = generations.map((g) => {
      const shot = shots.get(g);
      return shot === undefined
        ? html`<td class="note">\u2013</td>`
        : html`<td>${densityChart({...frame, counts: shot.counts, points: shot.points}, `${name}, generation ${g}`)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${known}${cells}</tr>`;
  });
  const caption = `What each generation draws: x from ${endsText(density.x)}, y from ${endsText(density.y)}. The darker, the denser (square root of the count, each picture by itself)${hasPoints(density) ? '; dots: some of the samples' : ''}.`;
  return html`<section aria-labelledby="density"><h2 id="density">What the models draw, generation by generation</h2>
<p>Each picture is the plane that the data live in. Read a row from left to right: clusters that fade are modes that are lost, a cloud that shrinks is variance that is lost.</p>
${notice(densityNotice(density, arms))}${worlds(rows, {head, caption, label: 'Densities by arm and generation'})}</section>`;
}

const endsText = ([low, high]: readonly [number, number]): string => `${readableNumber(low)} to ${readableNumber(high)}`;

function hasPoints(density: Densities): boolean {
  return Object.values(density.arms).some((shots) => shots.some((shot) => (shot.points ?? []).length > 0));
}

export function imagesSection({input}: Subject): Html | undefined {
  const images = input.pictures?.images;
  if (images === undefined) return undefined;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (images.arms[name] ?? []).length > 0);
  const generations = generationsOf(images.arms, arms, MOST_SHEETS);
  if (arms.length === 0) return undefined;
  const {human, side} = images;
  const head = [human !== undefined && html`<th scope="col">people</th>`, ...generations.map((g) => html`<th scope="col">${g}</th>`)];
  const rows = arms.map((name) => {
    const shots = new Map(images.arms[name].map((shot) => [shot.generation, shot]));
    const known = human !== undefined && before(human[name], (pixels) => imageSheet(pixels, side, 'Drawn by people'));
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
${notice(imageNotice(images, arms))}${worlds(rows, {head, caption, label: 'Images by arm and generation'})}</section>`;
}

/** A model can draw more than one of its samples shows. */
const OF_SAMPLES =
  'The pictures show what one sample of each generation contains; `support` counts what its model can still draw, which is as much or more.';

const drawnOf = (counts: readonly number[]): string => `${counts.filter((count) => count > 0).length} of ${counts.length} categories`;

/** The cell of what an arm begins with. */
const before = <T>(own: T | undefined, drawn: (own: T) => Html): Html =>
  own === undefined ? html`<td class="note">\u2013</td>` : html`<td>${drawn(own)}</td>`;

export function categoriesSection({input}: Subject): Html | undefined {
  const shown = input.pictures?.categories;
  if (shown === undefined) return undefined;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (shown.arms[name] ?? []).length > 0);
  const generations = generationsOf(shown.arms, arms, MOST_SHEETS);
  if (arms.length === 0) return undefined;
  const {human} = shown;
  const head = [human !== undefined && html`<th scope="col">people</th>`, ...generations.map((g) => html`<th scope="col">${g}</th>`)];
  const rows = arms.map((name) => {
    const shots = new Map(shown.arms[name].map((shot) => [shot.generation, shot.counts]));
    const people = human?.[name];
    const known = human && before(people, (counts) => categoryGrid({counts}, `Human data of ${name}: ${drawnOf(counts)}`));
    const cells = generations.map((g) => {
      const counts = shots.get(g);
      if (counts === undefined) return html`<td class="note">\u2013</td>`;
      return html`<td>${categoryGrid({counts, human: people}, `${name}, generation ${g}: ${drawnOf(counts)}`)}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${known}${cells}</tr>`;
  });
  const counted = input.measures.some(({name}) => name === 'support') ? ` ${OF_SAMPLES}` : '';
  const caption = `A cell a category, the most probable at the top left, the rarest at the bottom right; the darker, the more often it is drawn (square root of the count). An empty outline: the people of this row have it, this generation draws it no more.${counted}`;
  return html`<section aria-labelledby="categories"><h2 id="categories">The categories that vanish, generation by generation</h2>
<p>Read a row from left to right: what is not drawn in one generation cannot be learned by the next.</p>
${notice(categoryNotice(shown, arms))}${worlds(rows, {head, caption, label: 'Categories by arm and generation'})}</section>`;
}

export function lineSection({input, layout, document}: Subject): Html | undefined {
  const shown = input.pictures?.line;
  if (shown === undefined) return undefined;
  const arms = input.arms.map((arm) => arm.name).filter((name) => (shown.arms[name] ?? []).length > 0);
  if (arms.length === 0) return undefined;
  const scale = pointScale(endsOf(shown));
  const panels = arms.map((name) => {
    const shots = spread(
      [...shown.arms[name]].sort((a, b) => a.generation - b.generation),
      MOST_ROWS,
    );
    const rows: PointRow[] = [
      ...(shown.truth?.[name] ? [{name: 'truth', points: shown.truth[name]}] : []),
      ...shots.map(({generation, points}) => ({name: `${generation}`, points})),
    ];
    const label = `Points that ${name} draws, a row a generation: ${rows.map((row) => row.name).join(', ')}.`;
    const series = layout.places.find(({arm}) => arm === name)?.series ?? 0;
    return html`<div class="panel">${signed(series, name, document)}${pointLines(rows, {scale, label, document})}</div>`;
  });
  const more =
    panels.length > OPEN_PANELS &&
    html`<details><summary>${panels.length - OPEN_PANELS} more arms</summary><div class="panels">${lines(panels.slice(OPEN_PANELS))}</div></details>`;
  return html`<section aria-labelledby="points"><h2 id="points">What the models draw, generation by generation</h2>
<p>Each stroke is a point that a generation drew. Read from top to bottom: a cloud that narrows is variety that is lost, one that moves has lost its place.</p>
${notice(lineNotice(shown, arms))}<figure><div class="panels">${lines(panels.slice(0, OPEN_PANELS))}</div>${more}<figcaption>Across: the value of a point, its first coordinate where it has several; some of the sample of the first seed. A row a generation, numbered at the left. All panels have one scale; what lies beyond is left out.</figcaption></figure></section>`;
}

const REACH = 1.5;

/** The ends of the truth, moved out to where generations lie, but for strays, and not further than a few widths of the truth. */
export function endsOf({truth, arms}: PointLines): [number, number] {
  const shots = Object.values(arms).flatMap((list) => list.map(({points}) => points));
  const known = [...Object.values(truth ?? {}), ...shots].filter((points) => points.length > 0).map((points) => Float64Array.from(points));
  if (known.length === 0) return [0, 1];
  const [low, high] = [quantile(known[0], 0), quantile(known[0], 1)];
  const room = REACH * (high - low || 1);
  const lows = known.map((points) => quantile(points, 0.01));
  const highs = known.map((points) => quantile(points, 0.99));
  return [Math.max(low - room, Math.min(low, ...lows)), Math.min(high + room, Math.max(high, ...highs))];
}

function generationsOf(
  shots: {readonly [arm: string]: readonly {readonly generation: number}[]},
  arms: readonly string[],
  most: number,
): number[] {
  const all = new Set(arms.flatMap((name) => shots[name].map(({generation}) => generation)));
  return spread(
    [...all].sort((a, b) => a - b),
    most,
  );
}

interface WorldsHead {
  readonly head: readonly (Html | undefined | false)[];
  readonly caption: string;
  readonly label: string;
}

/** Rows that are many are folded after some. */
function worlds(rows: readonly Html[], {head, caption, label}: WorldsHead): Html {
  const table = (some: readonly Html[]) =>
    scrolling(
      html`<table class="worlds" style="--columns:${head.filter(Boolean).length}"><caption class="hidden">${label}</caption><thead><tr><th scope="col">generation</th>${head}</tr></thead><tbody>
${lines(some)}
</tbody></table>`,
      label,
    );
  const note = html`<p class="note">${withCode(caption)}</p>`;
  if (rows.length <= OPEN_PANELS) return html`${table(rows)}${note}`;
  const [open, folded] = [rows.slice(0, OPEN_PANELS), rows.slice(OPEN_PANELS)];
  return html`${table(open)}<details><summary>${folded.length} more arms</summary>${table(folded)}</details>${note}`;
}
