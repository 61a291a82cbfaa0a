/**
 * HTML as a template that escapes: whatever stands between its markup is text, unless it is HTML that was made here.
 *
 *   html`<p class="${kind}">${words}</p>`        string, number    escaped, safe as text and within quotes
 *   html`<ul>${items.map(itemOf)}</ul>`           Html, arrays      as they are, one after the other
 *   html`${found && html`<b>${found}</b>`}`       undefined, false  nothing
 *   raw(drawing)                                  markup that is trusted: drawings alone
 */
import {HIDDEN} from '../core/text/plain.ts';

/** Markup that is safe to print. Made by `html`, `lines` and `raw`. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Printable = string | number | Html | undefined | false | readonly Printable[];

export function html(parts: TemplateStringsArray, ...values: readonly Printable[]): Html {
  return new Html(parts.reduce((made, part, i) => made + printed(values[i - 1]) + part));
}

/** A line each; one that prints nothing is empty. */
export const lines = (values: readonly Printable[]): Html => new Html(values.map(printed).join('\n'));

/** Markup as it is. Nothing from outside may be in it. */
export const raw = (markup: string): Html => new Html(markup);

function printed(value: Printable): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  return typeof value === 'object' ? value.map(printed).join('') : escapeHtml(String(value));
}

const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

/** Control characters but for line feeds and tabs, and marks that turn the direction of text, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(HIDDEN, (c) => (c === '\n' || c === '\t' || c === '\r' ? c : '\ufffd')).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

/** Text with `code` between backticks. */
export const withCode = (text: string): Html => raw(escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>'));
