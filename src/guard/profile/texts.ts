/**
 * Strings into a profile: the way in for a program that has its texts in memory, on any engine.
 *
 * edge     a text of nothing but ASCII white space is no document, as where files are read; a lone surrogate becomes U+FFFD
 * cost     that of the plain kernel, unless another is given; a mebibyte of text is held at once
 * checked  byte for byte against the profile of the same texts read from a file
 */
import {DomainError} from '../../core/error.ts';
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Language} from '../../core/text/language.ts';
import {ProfileBuilder, type ProfileOptions} from './builder.ts';
import type {Profile, SizeName} from './profile.ts';

export interface TextsOptions {
  /** How much is kept: medium unless said. */
  readonly size?: SizeName;
  /** Whose case is folded, where it is not as in other languages. */
  readonly language?: Language;
  /** Makes the pass; the plain one unless given. */
  readonly kernel?: ProfileOptions['kernel'];
}

/** In UTF-16 units: how much text is handed on at once. */
const AT_ONCE = 1 << 19;
const VISIBLE = /[^\t-\r ]/;

/**
 * The profile of texts, each of which is a document: what `genloss profile` makes of a file with one of them a record.
 * Throws DomainError where one of them is no string, or a string is given in place of the list.
 */
export function profileTexts(texts: Iterable<string>, {size, language, kernel = plainKernel}: TextsOptions = {}): Profile {
  if (typeof texts === 'string') throw new DomainError('texts are a list of strings, got one string: its letters would be documents');
  const builder = new ProfileBuilder({size, language, kernel, compress: compressedSize});
  let waiting: string[] = [];
  let units = 0;
  const handOn = (): void => {
    builder.add(textOf(waiting));
    waiting = [];
    units = 0;
  };
  let number = 0;
  for (const text of texts) {
    number++;
    if (typeof text !== 'string') throw new DomainError(`text ${number} is no string, got ${text === null ? 'null' : typeof text}`);
    if (!VISIBLE.test(text)) continue;
    waiting.push(text);
    units += text.length;
    if (units >= AT_ONCE) handOn();
  }
  handOn();
  return builder.finish();
}

const plainKernel: ProfileOptions['kernel'] = (capacities, rules) => new TypescriptKernel(capacities, rules);
