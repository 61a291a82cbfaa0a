/**
 * How the report writes words and numbers. Everything that comes from outside passes through `escapeHtml` once.
 */
import {grouped} from '../../core/text/grouped.ts';
import {HIDDEN} from '../../core/text/plain.ts';

const ENTITIES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

/** Safe as text and inside a quoted attribute. Control characters but for line feeds and tabs, and marks that turn the direction of text, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(HIDDEN, (c) => (c === '\n' || c === '\t' || c === '\r' ? c : '\ufffd')).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

/** Text with `code` between backticks, safe as HTML. */
export function inlineHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** Six significant digits, as the data tables show them. */
export function exactNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Three significant digits for reading: 0.0310, 12.4, 1,530, 2.1e-9; whole numbers whole. */
export function readableNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const plain = size >= 1000 || Number.isInteger(value) ? grouped(Math.round(value)) : value.toPrecision(3);
  const text = size >= 1e7 || size < 1e-4 ? shortExponent(value) : plain;
  return text.replace('-', '\u2212');
}

/** Powers of ten on a log axis: 0.01, 1, 1000, then 10⁻⁶. */
export function powerOfTen(exponent: number): string {
  if (exponent >= -3 && exponent <= 4) return grouped(Number(`1e${exponent}`));
  return `10${[...String(exponent)].map((c) => (c === '-' ? '\u207b' : SUPERSCRIPTS[Number(c)])).join('')}`;
}

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

/** 1, 2, 3, 7 becomes `1–3, 7`. Ascending integers. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j] + 1) j++;
    parts.push(j === i ? `${numbers[i]}` : j === i + 1 ? `${numbers[i]}, ${numbers[j]}` : `${numbers[i]}\u2013${numbers[j]}`);
    i = j + 1;
  }
  return parts.join(', ');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** `1 seed`, `3 seeds`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function shortExponent(value: number): string {
  return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
}
