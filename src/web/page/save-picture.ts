/** A picture as a file: what stands in its figure, with the colours that it has on the page. */
import {save} from '../shared/save.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';
/** That a drawing takes from the style of the page. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'fill-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
];
const MARGIN = 16;
/** Of a PNG, by pixel of the page. */
const SCALE = 2;

export type PictureFormat = 'svg' | 'png';

export async function savePicture(figure: HTMLElement, format: PictureFormat): Promise<void> {
  const name = `genloss-${(figure.dataset.measure ?? 'picture').replace(/[^a-z0-9]+/gi, '-')}`;
  const {text, width, height} = asSvg(figure);
  const svg = new Blob([text], {type: 'image/svg+xml'});
  if (format === 'svg') save(`${name}.svg`, svg);
  else save(`${name}.png`, await asPng(svg, width, height));
}

function asSvg(figure: HTMLElement): {readonly text: string; readonly width: number; readonly height: number} {
  const box = figure.getBoundingClientRect();
  const [width, height] = [box.width + 2 * MARGIN, box.height + 2 * MARGIN];
  const svg = document.createElementNS(NAMESPACE, 'svg');
  for (const [key, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`})) svg.setAttribute(key, String(value));
  const ground = document.createElementNS(NAMESPACE, 'rect');
  for (const [key, value] of Object.entries({width: '100%', height: '100%', fill: getComputedStyle(document.body).backgroundColor}))
    ground.setAttribute(key, value);
  svg.append(ground);
  for (const part of figure.querySelectorAll<HTMLElement | SVGSVGElement>(
    'h2, .facet, .drawing svg, .drawing img, .passage p + p, .legend li',
  )) {
    const at = part.getBoundingClientRect();
    if (at.width === 0 || part.parentElement?.closest('svg')) continue;
    const place = {x: at.x - box.x + MARGIN, y: at.y - box.y + MARGIN, width: at.width, height: at.height};
    if (part instanceof SVGSVGElement) svg.append(styledCopy(part, place));
    else if (part instanceof HTMLImageElement) svg.append(imageOf(part, place));
    else svg.append(...linesOf(part, box));
  }
  return {text: new XMLSerializer().serializeToString(svg), width, height};
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function styledCopy(svg: SVGSVGElement, place: Place): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [own, copied] = [svg, copy].map((one) => [one, ...one.querySelectorAll<SVGElement>('*')]);
  for (const [i, element] of own.entries()) {
    const style = getComputedStyle(element);
    for (const name of STYLES) copied[i].setAttribute(name, style.getPropertyValue(name));
    copied[i].removeAttribute('style');
  }
  for (const [key, value] of Object.entries(place)) copy.setAttribute(key, String(value));
  return copy;
}

function imageOf(image: HTMLImageElement, place: Place): SVGElement {
  const copy = document.createElementNS(NAMESPACE, 'image');
  for (const [key, value] of Object.entries({...place, href: image.src, preserveAspectRatio: 'none'}))
    copy.setAttribute(key, String(value));
  copy.setAttribute('style', `image-rendering:${getComputedStyle(image).imageRendering}`);
  return copy;
}

/** The lines of an element as the page has broken them. */
function linesOf(element: HTMLElement, box: DOMRect): SVGElement[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const pieces: SVGElement[] = [];
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent?.match(/\S+\s*/g) ?? [];
    let at = node.textContent!.length - node.textContent!.trimStart().length;
    const style = getComputedStyle(node.parentElement!);
    for (const word of words) {
      range.setStart(node, at);
      at += word.length;
      range.setEnd(node, at);
      const {x, bottom, height} = range.getBoundingClientRect();
      const piece = document.createElementNS(NAMESPACE, 'text');
      const look = {x: x - box.x + MARGIN, y: bottom - box.y + MARGIN - height * BASELINE, fill: style.color};
      for (const [key, value] of Object.entries(look)) piece.setAttribute(key, String(value));
      for (const name of ['font-family', 'font-size', 'font-weight']) piece.setAttribute(name, style.getPropertyValue(name));
      if (node.parentElement!.closest('del')) piece.setAttribute('text-decoration', 'line-through');
      piece.textContent = word.trimEnd();
      pieces.push(piece);
    }
  }
  return pieces;
}

/** Of a line's height, what lies below the baseline, roughly. */
const BASELINE = 0.25;

async function asPng(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(svg);
  image.src = address;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  const context = canvas.getContext('2d')!;
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be drawn'))), 'image/png');
  });
}
