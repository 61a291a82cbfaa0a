/** The dictionary that cuts words without spaces, from the package `icu`: read and compiled when a thread first meets such a word. */
import {readFileSync} from 'node:fs';
import {registerDictionary} from '../core/text/cutter.ts';
import {icuDictionary} from '../core/text/dictionary.ts';
import {compileModule} from '../core/webassembly.ts';

export function registerNodeDictionary(): void {
  registerDictionary(() => icuDictionary(compileModule(readFileSync(new URL('../icu_capi.wasm', import.meta.resolve('icu'))))));
}
