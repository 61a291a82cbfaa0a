/**
 * Cuts the charts out of a page, each as a picture of its own: with a name space, a size, the title of its panel, and those rules of the
 * page's style sheet that it needs. Of two drawings of one chart, for wide and for narrow screens, the wide one is taken: the page itself
 * holds both.
 */
export interface Chart {
  /** `measure-variance`, `measure-variance-2`: by its place in the page. */
  readonly name: string;
  /** What stands above it in the page, as HTML. */
  readonly heading: string;
  /** What it says to those who cannot see it, as HTML. */
  readonly label: string;
  readonly svg: string;
}

const PARTS =
  /<section aria-labelledby="(?<id>[^"]+)">|<h2[^>]*>(?<title>[\s\S]*?)<\/h2>|(?:<p class="facet">(?<panel>[^<]*)<\/p>)?\s*(?<svg><svg role="img"[\s\S]*?<\/svg>)/g;
const DRAWN = /class="(chart (wide|small)|density)"/;

export function chartsOf(page: string): Chart[] {
  const style = styleOf(page);
  const charts: Chart[] = [];
  const counts = new Map<string, number>();
  let [section, heading] = ['opening', ''];
  for (const {groups = {}} of page.matchAll(PARTS)) {
    const {id, title, panel, svg} = groups as {[part: string]: string | undefined};
    section = id ?? section;
    heading = title?.replace(/<[^>]*>/g, '') ?? heading;
    if (svg === undefined || !DRAWN.test(svg)) continue;
    const count = (counts.get(section) ?? 0) + 1;
    counts.set(section, count);
    const label = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? '';
    charts.push({name: count === 1 ? section : `${section}-${count}`, heading, label, svg: alone(svg, {style, panel})});
  }
  return charts;
}

interface Style {
  readonly light: ReadonlyMap<string, string>;
  readonly dark: ReadonlyMap<string, string>;
  /** Of drawings: bodies by selector. */
  readonly rules: ReadonlyMap<string, string>;
}

/** The selectors that drawings are styled by. */
const OF_DRAWINGS = /^\.(chart|chart text|density|points|ink\d)$/;

function styleOf(page: string): Style {
  const sheet = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const [light, dark] = [...sheet.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) => variablesOf(body));
  if (light === undefined || dark === undefined) throw new Error('a page has no colours of its own, for light and for dark');
  const rules = new Map<string, string>();
  // the first rule of a name is that of every screen; what is said again for phones and for paper is left out
  for (const [, name, body] of sheet.matchAll(/(?<=^|[}\n])(\.[\w ]+)\{([^}]*)\}/g))
    if (OF_DRAWINGS.test(name) && !rules.has(name)) rules.set(name, body);
  return {light, dark, rules};
}

const variablesOf = (body: string): Map<string, string> =>
  new Map([...body.matchAll(/(--[\w-]+):([^;}]+)/g)].map(([, name, value]) => [name, value]));

const OPENING = /^<svg((?:[^>"]|"[^"]*")*)>/;
const VIEW = / viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"/;
/** In a page, names may stand out of the view on the right. */
const ROOM = {left: 4, right: 36, top: 4, title: 20, bottom: 4};

function alone(svg: string, {style, panel}: {style: Style; panel: string | undefined}): string {
  const [, attributes = ''] = OPENING.exec(svg) ?? [];
  const [x, y, width, height] = (VIEW.exec(attributes) ?? []).slice(1).map(Number);
  if (height === undefined) throw new Error(`a chart has no viewBox: ${svg.slice(0, 200)}`);
  const density = attributes.includes('class="density"');
  const top = panel === undefined ? ROOM.top : ROOM.title;
  const view = density ? [x, y, width, height] : [x - ROOM.left, y - top, width + ROOM.left + ROOM.right, height + top + ROOM.bottom];
  const size = density ? [104, 104] : view.slice(2);
  const title = panel === undefined ? '' : `<text x="${x}" y="${y - 6}" text-anchor="start" font-weight="600">${panel}</text>`;
  const rest = svg.slice(svg.indexOf('>', OPENING.exec(svg)![0].length - 1) + 1).replaceAll('&nbsp;', '\u00a0');
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}"${attributes.replace(VIEW, ` viewBox="${view.join(' ')}"`)}>`;
  return `${inLines(`${head}${styleElement(svg, {style, density})}${title}${rest}`)}\n`;
}

function styleElement(svg: string, {style: {light, dark, rules}, density}: {style: Style; density: boolean}): string {
  const used = [...rules].filter(([name]) => name.startsWith('.chart') !== density);
  const css = used.map(([name, body]) => `${name}{${sizeless(body)}}`);
  const text = `${svg}${css.join('')}var(--page)`;
  const named = (scheme: ReadonlyMap<string, string>): string =>
    [...scheme]
      .filter(([name]) => text.includes(`var(${name})`))
      .map(([name, value]) => `${name}:${value}`)
      .join(';');
  const schemes = [`svg{${named(light)};background:var(--page)}`, `@media (prefers-color-scheme:dark){svg{${named(dark)}}}`];
  return `<style>\n${[...schemes, ...css].join('\n')}\n</style>`;
}

/** A drawing alone has the size of its view. */
const sizeless = (body: string): string => body.replace(/(^|;)(width|height):[^;]*/g, '').replace(/^;/, '');

/** One shape a line, so that a difference can be read; text stays as it is. */
const inLines = (svg: string): string => svg.replace(/><(?=style|g|\/g|path|rect|circle|line|text|clipPath|\/svg)/g, '>\n<');
