/**
 * What cuts words of scripts that are written without spaces, as a port, and the dictionary that is registered for it: it has some megabytes,
 * so the outer layer says how to load it, and it is loaded when the first such run is met.
 */
import {ConfigError} from '../error.ts';
import type {Ranges} from './ranges.ts';

export interface Cutter {
  /** What is recorded of it: two rules of one name cut every text alike. */
  readonly rule: string;
  cut(bytes: Uint8Array, from: number, to: number, into: Ranges): void;
}

export const DICTIONARY = 'icu4x 2.3.2 dictionary';
let load: (() => Cutter) | undefined;
let loaded: Cutter | undefined;

/** Says how to load the dictionary, whose rule is DICTIONARY; it is not loaded before it is needed. */
export function registerDictionary(loader: () => Cutter): void {
  load = loader;
  loaded = undefined;
}

/** The dictionary that is registered, loaded by now. Throws ConfigError where none is, or another than this version depends on. */
export function registeredDictionary(): Cutter {
  loaded ??= loadedDictionary();
  return loaded;
}

function loadedDictionary(): Cutter {
  if (load === undefined)
    throw new ConfigError('words of Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut by a dictionary, and none is registered', {
      next: 'Call registerDictionary with a loader first.',
    });
  const dictionary = load();
  if (dictionary.rule !== DICTIONARY)
    throw new ConfigError(`the dictionary that is registered cuts by "${dictionary.rule}", wanted "${DICTIONARY}"`, {
      next: 'Register the one that this version of genloss depends on.',
    });
  return dictionary;
}
