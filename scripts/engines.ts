/**
 * node scripts/engines.ts [--node PATH]... [--only NAME,...]: the experiments of test/engines on every engine that is here, a table of the
 * hashes of results.jsonl and summary.json. Exit status 1 where they differ. Browsers: CHROMIUM, FIREFOX, JSC, or what PATH has.
 */
import {execFileSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {byCommand, EXPERIMENTS, hashOf, inChromium, inFirefox, inJsc} from '../test/engines/engines.ts';
import type {Texts} from '../test/engines/entry.ts';
import {chromiumPath, firefoxPath, jscPath} from '../test/tools.ts';

const {values} = parseArgs({options: {node: {type: 'string', multiple: true, default: []}, only: {type: 'string'}}});
const names = values.only?.split(',') ?? EXPERIMENTS;

async function byNode(path: string): Promise<Record<string, Texts>> {
  const texts: Record<string, Texts> = {};
  for (const name of names) texts[name] = await byCommand(name, path);
  return texts;
}

const versionOf = (path: string): string => execFileSync(path, ['--version'], {encoding: 'utf8'}).trim();
const engines: [string, () => Promise<Record<string, Texts>>][] = [process.execPath, ...values.node].map((path) => [
  `Node ${versionOf(path)}`,
  () => byNode(path),
]);
const elsewhere = [
  {name: 'Chromium', path: chromiumPath(), run: inChromium},
  {name: 'Firefox', path: firefoxPath(), run: inFirefox},
  {name: 'JavaScriptCore', path: jscPath(), run: inJsc},
];
for (const {name, path, run} of elsewhere) {
  if (path === undefined) console.error(`${name} is not here: left out`);
  else engines.push([name === 'JavaScriptCore' ? name : versionOf(path), () => run(names, path)]);
}

let expected: Record<string, Texts> | undefined;
let different = 0;
for (const [engine, run] of engines) {
  const begun = performance.now();
  const texts = await run();
  expected ??= texts;
  console.log(`${engine}, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  for (const name of names) {
    const same = hashOf(texts[name]) === hashOf(expected[name]);
    if (!same) different++;
    console.log(`  ${name.padEnd(12)} ${hashOf(texts[name])}${same ? '' : '  differs'}`);
  }
}
process.exitCode = different > 0 ? 1 : 0;
