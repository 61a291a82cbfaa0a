/**
 * The bridge to Observable Plot: a document without a browser, and what is done to a drawing before it goes into the page.
 */
import {parseHTML} from 'linkedom';
import {escapeHtml} from '../words.ts';

/** The part of the DOM that drawings here rely on. */
export interface Drawing {
  readonly outerHTML: string;
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  appendChild(child: Drawing): void;
  remove(): void;
  textContent: string | null;
  querySelectorAll(selector: string): Iterable<Drawing>;
}

interface DrawingDocument {
  createElementNS(space: string, name: string): Drawing;
}

const GEOMETRY = ['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'points'];

/** Plot draws into this; linkedom needs no shim. */
export const drawingDocument = (parseHTML('<!doctype html><html><body></body></html>') as unknown as {document: DrawingDocument}).document;

export function element(name: string, attributes: Record<string, string | number>, text?: string): Drawing {
  const made = drawingDocument.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Plot's own style sheet is dropped (the page has it once), coordinates keep two decimals, and the picture gets a role and a name. */
export function finishSvg(svg: Drawing, options: {label: string; className: string}): string {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const node of svg.querySelectorAll('*')) roundGeometry(node);
  return `${openSvg(svg.getAttribute('viewBox') ?? '0 0 1 1', options)}${svg.innerHTML}</svg>`;
}

export function openSvg(viewBox: string, options: {label: string; className: string}): string {
  return `<svg role="img" aria-label="${escapeHtml(options.label)}" class="${options.className}" viewBox="${viewBox}" fill="currentColor" text-anchor="middle">`;
}

function roundGeometry(node: Drawing): void {
  for (const name of GEOMETRY) {
    const value = node.getAttribute(name);
    if (value !== null)
      node.setAttribute(
        name,
        value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
      );
  }
  const aria = node.getAttribute('aria-label');
  if (aria !== null) node.removeAttribute('aria-label');
}
