/**
 * Holds where things stand against where they stood.
 *
 * Where the same browser paints with the same fonts: each edge within EXACT pixels, each cell of the first screen within LUMA of 255.
 * Elsewhere other letters make other lines: the same things in the same order; what stood above what follows it still does; widths within
 * WIDTH of themselves or WIDE pixels, heights within HEIGHT of themselves or TALL pixels, which is two lines more. DejaVu Serif and DejaVu Sans
 * Mono in place of DejaVu Sans, up to a fifth wider, keep to that on every page.
 * Everywhere: nothing scrolls sideways or is cut by an edge of the window, and no control lies on another.
 */
import type {Layout, PageGeometry, Painter} from './page-geometry.ts';

const EXACT = 1;
const LUMA = 4;
const [WIDTH, WIDE] = [0.4, 40];
const [HEIGHT, TALL] = [0.6, 60];

export interface Box {
  readonly kind: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function boxOf(text: string): Box {
  const [head, numbers] = text.split(' | ');
  const at = head.indexOf(' ');
  const [x, y, width, height] = numbers.split(' ').map(Number);
  return {kind: head.slice(0, at), name: head.slice(at + 1), x, y, width, height};
}

export const isSamePainter = (a: Painter, b: Painter): boolean => a.browser === b.browser && a.fonts === b.fonts;

/** What is not as it was, and what is wrong whatever was. Empty where all is well. */
export function pageProblems(golden: PageGeometry, now: PageGeometry, {isExact} = {isExact: isSamePainter(golden, now)}): string[] {
  const places = (page: PageGeometry): string[] =>
    Object.entries(page.scenes).flatMap(([scene, at]) => Object.keys(at).map((width) => `${scene} at ${width}`));
  if (places(golden).join() !== places(now).join()) return [`scenes: ${places(now)}, not ${places(golden)}`];
  return Object.entries(now.scenes).flatMap(([scene, widths]) =>
    Object.entries(widths).flatMap(([width, layout]) =>
      [...faults(layout, Number(width)), ...differences(golden.scenes[scene][width], layout, {isExact})].map(
        (what) => `${scene} at ${width}: ${what}`,
      ),
    ),
  );
}

/** Whatever was. */
export function faults({boxes}: Layout, width: number): string[] {
  const all = boxes.map(boxOf);
  const controls = all.filter(({kind}) => kind === 'control');
  const cut = all.filter((box) => box.x < -1 || box.x + box.width > width + 1).map((box) => `${text(box)} is cut by an edge of the window`);
  const covered = controls.flatMap((a, i) => controls.slice(0, i).flatMap((b) => (overlap(a, b) ? [`${text(a)} lies on ${text(b)}`] : [])));
  return [...cut, ...covered];
}

export function differences(golden: Layout, now: Layout, {isExact}: {readonly isExact: boolean}): string[] {
  const [was, is] = [golden.boxes.map(boxOf), now.boxes.map(boxOf)];
  const names = (boxes: readonly Box[]): string[] => boxes.map(({kind, name}) => `${kind} ${name}`);
  const first = names(is).findIndex((name, i) => name !== names(was)[i]);
  if (first >= 0 || was.length > is.length)
    return [`${names(is)[first] ?? 'the end'} stands where ${names(was)[first < 0 ? is.length : first] ?? 'the end'} did`];
  const moved = is.flatMap((box, i) => (isExact ? edgesApart(was[i], box) : sizesApart(was[i], box)));
  return [...moved, ...(isExact ? lumaApart(golden.luma, now.luma) : orderApart(was, is))];
}

const edgesApart = (was: Box, is: Box): string[] =>
  (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(was[side] - is[side]) <= EXACT)
    ? []
    : [`${text(is)}, not ${placeOf(was)}`];

function sizesApart(was: Box, is: Box): string[] {
  const isWide = Math.abs(was.width - is.width) <= Math.max(WIDE, WIDTH * was.width);
  const isTall = Math.abs(was.height - is.height) <= Math.max(TALL, HEIGHT * was.height);
  return isWide && isTall ? [] : [`${text(is)}, not about as large as ${placeOf(was)}`];
}

/** Of two that follow each other the one that stood above the other no longer does. Controls that follow each other may share lines. */
const orderApart = (was: readonly Box[], is: readonly Box[]): string[] =>
  is.slice(1).flatMap((box, i) => {
    const stoodAbove = was[i].y + was[i].height <= was[i + 1].y && !(box.kind === 'control' && is[i].kind === 'control');
    return stoodAbove && is[i].y >= box.y ? [`${text(box)} is not below ${text(is[i])}`] : [];
  });

function lumaApart(was: string, is: string): string[] {
  const [a, b] = [Buffer.from(was, 'base64'), Buffer.from(is, 'base64')];
  if (a.length !== b.length) return [`${b.length} cells, not ${a.length}`];
  const apart = [...a].map((value, i) => Math.abs(value - b[i])).filter((difference) => difference > LUMA);
  return apart.length === 0
    ? []
    : [`${apart.length} of ${a.length} parts of the first screen look otherwise, by up to ${Math.max(...apart)} of 255`];
}

const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1;

const placeOf = ({x, y, width, height}: Box): string => `${width} x ${height} at ${x}, ${y}`;
const text = (box: Box): string => `${box.kind} "${box.name}" (${placeOf(box)})`;
