/** Languages that fold case otherwise than all others: Turkish and Azerbaijani, whose I and i are two letters each. */
import {ConfigError} from '../error.ts';

export const LANGUAGES = ['tr', 'az'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A language tag of BCP 47: subtags of letters and digits, the first of them the language. */
const TAG = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i;

/** The language of a tag such as `tr` or `tr-TR`. Throws ConfigError for one that would change nothing, and for what is no tag. */
export function languageOf(tag: string): Language {
  if (!TAG.test(tag)) throw new ConfigError(`"${tag}" is no language tag`, {next: 'Give one such as tr or az-Latn.'});
  const language = LANGUAGES.find((one) => one === tag.split('-')[0].toLowerCase());
  if (language !== undefined) return language;
  throw new ConfigError(`the language "${tag}" folds case as every other does`, {
    next: `Leave the language out; it is for those that differ: ${LANGUAGES.join(', ')}.`,
  });
}
