/** What the models of one generation draw, beside the truth or people: points, categories, images. Of the first seed. */
import {readableNumber} from '../../../core/text/numbers.ts';
import {categoryGrid} from '../../charts/category-grid.ts';
import {densityChart} from '../../charts/density-chart.ts';
import {imageSheet} from '../../charts/image-sheet.ts';
import {type PointRow, pointLines, pointScale} from '../../charts/point-lines.ts';
import {signed} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines} from '../../html.ts';
import type {ReportInput} from '../run/input.ts';
import {endsOf} from '../run/samples-section.ts';
import type {Subject} from '../run/series.ts';
import type {ExplorerPicture, PlannedPicture} from './picture.ts';

type Pictures = NonNullable<ReportInput['pictures']>;

const TITLE = 'What the models draw';
const MOST_ROWS = 9;

/** Each drawn when it is asked for; undefined where there is nothing to draw. */
export function drawnPlan(subject: Subject, generation: number): readonly PlannedPicture[] {
  const {density, line, categories, images} = subject.input.pictures ?? {};
  return [
    {name: 'density', draw: () => density && densityPicture(subject, density, generation)},
    {name: 'line', draw: () => line && linePicture(subject, line, generation)},
    {name: 'categories', draw: () => categories && categoryPicture(subject, categories, generation)},
    {name: 'images', draw: () => images && imagePicture(subject, images, generation)},
  ];
}

/** Of each arm the newest shot up to the generation. */
function shotsOf<T extends {readonly generation: number}>(
  {input}: Subject,
  arms: {readonly [arm: string]: readonly T[]},
  generation: number,
): {readonly name: string; readonly shot: T}[] {
  return input.arms.flatMap(({name}) => {
    const shot = arms[name]?.findLast((one) => one.generation > 0 && one.generation <= generation);
    return shot === undefined ? [] : [{name, shot}];
  });
}

const panel = (name: string | Html, drawing: Html): Html => html`<div class="panel"><p class="facet">${name}</p>${drawing}</div>`;

const picture = (name: string, caption: string, panels: readonly Html[]): ExplorerPicture => ({
  ...{name, title: TITLE, unit: '', caption},
  drawing: html`<div class="panels worlds">${lines(panels)}</div>`,
});

function densityPicture(subject: Subject, {arms, truth, ...frame}: NonNullable<Pictures['density']>, generation: number) {
  const shots = shotsOf(subject, arms, generation);
  if (shots.length === 0) return undefined;
  const known = truth && Object.values(truth)[0];
  const panels = [
    ...(known ? [panel('the truth', densityChart({...frame, counts: known}, 'The truth'))] : []),
    ...shots.map(({name, shot}) =>
      panel(name, densityChart({...frame, counts: shot.counts, points: shot.points}, `${name}, generation ${shot.generation}`)),
    ),
  ];
  const [x, y] = [frame.x, frame.y].map(([low, high]) => `${readableNumber(low)} to ${readableNumber(high)}`);
  return picture('density', `The plane that the data live in: x from ${x}, y from ${y}. The darker, the denser. The first seed.`, panels);
}

function linePicture(subject: Subject, shown: NonNullable<Pictures['line']>, generation: number): ExplorerPicture | undefined {
  const {document, input, layout} = subject;
  const scale = pointScale(endsOf(shown));
  const panels = input.arms.flatMap(({name}) => {
    const shots = (shown.arms[name] ?? []).filter((one) => one.generation <= generation);
    if (shots.length === 0) return [];
    const rows: PointRow[] = [
      ...(shown.truth?.[name] ? [{name: 'truth', points: shown.truth[name]}] : []),
      ...spread(
        [...shots].sort((a, b) => a.generation - b.generation),
        MOST_ROWS,
      ).map((one) => ({
        name: `${one.generation}`,
        points: one.points,
      })),
    ];
    const series = layout.places.find(({arm}) => arm === name)?.series ?? 0;
    const label = `Points that ${name} draws, a row a generation: ${rows.map((row) => row.name).join(', ')}.`;
    return [html`<div class="panel">${signed(series, name, document)}${pointLines(rows, {scale, label, document})}</div>`];
  });
  if (panels.length === 0) return undefined;
  const caption =
    'Each stroke is a point that a generation drew, a row a generation from top to bottom: a cloud that narrows is variety that is lost. The first seed.';
  return {...{name: 'line', title: TITLE, unit: '', caption}, drawing: html`<div class="panels">${lines(panels)}</div>`};
}

function categoryPicture(subject: Subject, {arms, human}: NonNullable<Pictures['categories']>, generation: number) {
  const shots = shotsOf(subject, arms, generation);
  if (shots.length === 0) return undefined;
  const drawnOf = (counts: readonly number[]) => `${counts.filter((count) => count > 0).length} of ${counts.length}`;
  const people = human && Object.values(human)[0];
  const panels = [
    ...(people ? [panel(`people: ${drawnOf(people)}`, categoryGrid({counts: people}, `People: ${drawnOf(people)} categories`))] : []),
    ...shots.map(({name, shot: {counts, generation: g}}) =>
      panel(
        `${name}: ${drawnOf(counts)}`,
        categoryGrid({counts, human: human?.[name]}, `${name}, generation ${g}: ${drawnOf(counts)} categories`),
      ),
    ),
  ];
  const caption =
    'A cell a category, the most probable at the top left, the rarest at the bottom right; the darker, the more often it is drawn. An empty outline: people have it, this generation draws it no more. The first seed.';
  return picture('categories', caption, panels);
}

function imagePicture(subject: Subject, {arms, human, side}: NonNullable<Pictures['images']>, generation: number) {
  const shots = shotsOf(subject, arms, generation);
  if (shots.length === 0) return undefined;
  const people = human && Object.values(human)[0];
  const panels = [
    ...(people ? [panel('people', imageSheet(people, side, 'Drawn by people'))] : []),
    ...shots.map(({name, shot}) => panel(name, imageSheet(shot.pixels, side, `${name}, generation ${shot.generation}`))),
  ];
  return picture('images', `Images of ${side} x ${side} pixels, picked evenly from the sample. The first seed.`, panels);
}
