/** Makes the golden files and the gallery again: `npm run golden`. What changes is for the reader of the diff to judge. */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {registerNodeDictionary} from '../src/node/dictionary.ts';
import {chromiumPath} from '../test/tools.ts';
import {root} from './golden/command.ts';
import {differences} from './golden/compare.ts';
import {goldenFiles} from './golden/files.ts';
import {writeGeometry} from './golden/geometry-files.ts';
import {buildKernels} from './kernel.ts';

registerNodeDictionary();
await buildKernels();
const made = await goldenFiles();
const changed = differences(made);
for (const {file} of changed) {
  const path = join(root, file);
  const text = made.get(file);
  if (text === undefined) {
    rmSync(path);
    continue;
  }
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
}
const words = [...made.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
console.log(`${made.size} golden files, ${(words / 1e6).toFixed(1)} MB; ${changed.length} written or removed`);
const MOST_NAMED = 40;
for (const {file, what} of changed.slice(0, MOST_NAMED)) console.log(`${file} ${what.split('\n')[0]}`);
if (changed.length > MOST_NAMED) console.log(`and ${changed.length - MOST_NAMED} more`);

const browser = chromiumPath();
if (browser === undefined) console.log('no Chromium here: where things stand on pages is left as it was');
else {
  const pages = await writeGeometry(browser);
  console.log(`where things stand on pages: ${pages.length === 0 ? 'as it was' : `written or removed: ${pages.join(', ')}`}`);
}
