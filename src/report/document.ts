/**
 * What draws is handed a document: a browser's own, or linkedom's where there is no browser.
 *
 * Declared is what is used here. Observable Plot, which the document is passed on to, uses more of it: it must be a whole one. Both draw the
 * same (test/document.test.ts), but that Plot moves strokes by half a pixel where it finds a `window` with one pixel of the screen a pixel.
 */
export interface SvgDocument {
  readonly documentElement: object;
  createElementNS(space: string, name: string): SvgElement;
}

/** An element of a drawing that is being made. */
export interface SvgElement {
  readonly ownerDocument: SvgDocument;
  readonly innerHTML: string;
  textContent: string | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  appendChild(child: SvgElement): unknown;
  remove(): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
}
