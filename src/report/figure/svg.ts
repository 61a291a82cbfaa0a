/** A drawing as an SVG file that stands alone: its size in millimetres, its font within, no style sheet but the font's. */
import {base64} from '../../core/base64.ts';
import {escapeHtml} from '../html.ts';
import {type FigureAbout, rdfOf} from './about.ts';
import type {FigureDrawing, Fill, Mark, PagePlace, Stroke} from './drawing.ts';
import type {FigureFont} from './font.ts';
import {PAPER} from './looks.ts';

const MM_PER_POINT = 25.4 / 72;

export function svgOf({width, height, marks}: FigureDrawing, about: FigureAbout, font: FigureFont): string {
  const [w, h] = [width, height].map(shorter);
  const size = `width="${shorter(width * MM_PER_POINT)}mm" height="${shorter(height * MM_PER_POINT)}mm" viewBox="0 0 ${w} ${h}"`;
  const family = `@font-face{font-family:"${font.name}";src:url(data:font/woff;base64,${base64(font.woff)}) format("woff")}`;
  const letters = `font-family="'${font.name}', Helvetica, Arial, sans-serif" style="font-kerning:none;font-variant-ligatures:none"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" ${size} role="img" aria-labelledby="title caption">`,
    `<title id="title">${escapeHtml(about.title)}</title>`,
    `<desc id="caption">${escapeHtml(about.caption)}</desc>`,
    `<metadata>\n${rdfOf(about)}\n</metadata>`,
    `<style>${family}</style>`,
    `<rect width="${w}" height="${h}" fill="${PAPER}"/>`,
    `<g ${letters}>`,
    ...marks.map(markText),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Two decimals: a hundredth of a point is not seen. */
export const shorter = (value: number): string => String(Math.round(value * 100) / 100 + 0);

function markText(mark: Mark): string {
  if (mark.kind === 'text') {
    const {at, text, size, anchor, colour} = mark;
    const where = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    return `<text x="${shorter(at[0])}" y="${shorter(at[1])}" font-size="${size}"${where} fill="${colour}">${escapeHtml(text)}</text>`;
  }
  if (mark.kind === 'lines') return `<path d="${mark.lines.map(pathOf).join('')}" fill="none"${strokeText(mark.stroke)}/>`;
  const look = `${fillText(mark.fill)}${mark.stroke === undefined ? '' : strokeText(mark.stroke)}`;
  if (mark.kind === 'circle') {
    const [x, y, r] = [...mark.at, mark.radius].map(shorter);
    return `<circle cx="${x}" cy="${y}" r="${r}"${look}/>`;
  }
  return `<path d="${pathOf(mark.corners)}Z"${look}/>`;
}

const pathOf = (places: readonly PagePlace[]): string =>
  places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${shorter(x)},${shorter(y)}`).join('');

const fillText = ({colour, opacity = 1}: Fill): string => ` fill="${colour}"${opacity === 1 ? '' : ` fill-opacity="${opacity}"`}`;

function strokeText({colour, width, dashes = [], round = false}: Stroke): string {
  const dashed = dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.join(' ')}"`;
  return ` stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dashed}${round ? ' stroke-linecap="round"' : ''}`;
}
