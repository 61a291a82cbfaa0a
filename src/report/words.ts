/** How what is drawn puts things in words: lists, counts, sentences. Numbers are written by core/text/numbers.ts. */
import {lowerCase} from '../core/text/lower-case.ts';

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

/** `a`, `a, b`, `a and 2 more`: of sources. */
export const shortList = (names: readonly string[]): string =>
  names.length <= 2 ? names.join(', ') : `${names[0]} and ${names.length - 1} more`;

/** Names in titles of measures, which keep their capital. */
const NAMES = /^(Gini|Jensen|Kullback|Self-BLEU|Wasserstein)/;

/** From a capital to its small letter. */
const ASCII_CASE = 32;

/** A title inside a sentence: the capital goes, unless the word is an acronym or a name. */
export const lowered = (title: string): string =>
  /^[A-Z][a-z]/.test(title) && !NAMES.test(title) ? String.fromCharCode(title.charCodeAt(0) + ASCII_CASE) + title.slice(1) : title;

export const loweredFirst = (text: string): string => lowerCase(text.charAt(0)) + text.slice(1);
