/**
 * What a figure says of itself: how it was made, of which run, of how many lineages, and what its intervals are. One packet of XMP, which
 * SVG, PDF and PNG all carry, and the same as pairs of words for what reads no XMP.
 *
 * source   ISO 16684-1 (XMP); Dublin Core
 */
import {escapeHtml} from '../html.ts';

export interface FigureAbout {
  readonly title: string;
  /** Ready to stand below the figure. */
  readonly caption: string;
  /** What makes it again. */
  readonly command: string;
  /** `genloss 1.2.3` */
  readonly program: string;
  /** A hash of what made the run's lineages. */
  readonly run: string;
  readonly lineages: string;
  readonly interval: string;
}

export const NAMESPACE = 'urn:genloss:figure';

/** In the order in which they are written. */
export const aboutFields = ({command, run, lineages, interval}: FigureAbout): readonly (readonly [string, string])[] => [
  ['Command', command],
  ['Run', run],
  ['Lineages', lineages],
  ['Interval', interval],
];

/** The element `rdf:RDF`. */
export function rdfOf(about: FigureAbout): string {
  const own = aboutFields(about).map(([name, value]) => `<genloss:${name}>${escapeHtml(value)}</genloss:${name}>`);
  const spoken = (name: string, text: string) =>
    `<dc:${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeHtml(text)}</rdf:li></rdf:Alt></dc:${name}>`;
  return [
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:genloss="${NAMESPACE}">`,
    spoken('title', about.title),
    spoken('description', about.caption),
    `<xmp:CreatorTool>${escapeHtml(about.program)}</xmp:CreatorTool>`,
    ...own,
    '</rdf:Description>',
    '</rdf:RDF>',
  ].join('\n');
}

/** A whole packet, for files that are no XML. */
export const xmpOf = (about: FigureAbout): string =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n${rdfOf(about)}\n</x:xmpmeta>\n<?xpacket end="r"?>`;
