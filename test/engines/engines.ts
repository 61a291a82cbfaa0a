/** Experiments of this folder on one engine after another: the command line of a Node, a browser, JavaScriptCore's shell. */
import {execFile, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {readSpeeches} from '../../src/node/read/speeches.ts';
import type {Input, Texts} from './entry.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const MOST_OUTPUT = 1 << 28;
const MOST_MS = 600_000;

export const EXPERIMENTS: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))
  .sort();

export const hashOf = ({results, summary}: Texts): string =>
  [results, summary].map((text) => createHash('sha256').update(text).digest('hex').slice(0, 12)).join(' ');

/** What `genloss run` writes under this Node. */
export async function byCommand(name: string, node: string = process.execPath): Promise<Texts> {
  const out = mkdtempSync(join(tmpdir(), 'genloss-engines-'));
  try {
    await promisify(execFile)(node, [CLI, 'run', join(folder, `${name}.yaml`), '--out', out, '--quiet'], {timeout: MOST_MS});
    return {results: readFileSync(join(out, 'results.jsonl'), 'utf8'), summary: readFileSync(join(out, 'summary.json'), 'utf8')};
  } finally {
    rmSync(out, {recursive: true, force: true});
  }
}

/** The lab as one script that defines `genloss.runAll`. */
async function bundle(): Promise<string> {
  const entryPoints = [join(folder, 'entry.ts')];
  const options = {bundle: true, write: false, platform: 'browser', format: 'iife', globalName: 'genloss', target: 'es2023'} as const;
  const {outputFiles} = await build({...options, entryPoints, logLevel: 'error'});
  return outputFiles[0].text;
}

async function inputOf(names: readonly string[]): Promise<Input> {
  const {bytes, offsets} = await readSpeeches();
  return {
    experiments: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, `${name}.yaml`), 'utf8')])),
    speeches: {bytes: Buffer.from(bytes).toString('latin1'), offsets: [...offsets]},
  };
}

/** The script that leaves a promise of the texts of all experiments, as JSON, in `genlossTexts`. */
async function scriptOf(names: readonly string[]): Promise<string> {
  const input = JSON.stringify(await inputOf(names)).replaceAll('</', '<\\/');
  return `${await bundle()}\nvar genlossTexts = genloss.runAll(${input}).then((texts) => JSON.stringify(texts));\n`;
}

type AllTexts = Record<string, Texts>;

export async function inChromium(names: readonly string[], executablePath: string): Promise<AllTexts> {
  const browser = await chromium.launch({executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']});
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(MOST_MS);
    return JSON.parse(await page.evaluate<string>(`${await scriptOf(names)};genlossTexts`));
  } finally {
    await browser.close();
  }
}

/** Firefox alone needs no driver for this: a page of a server on this machine posts its texts back. */
export async function inFirefox(names: readonly string[], executable: string): Promise<AllTexts> {
  const home = mkdtempSync(join(tmpdir(), 'genloss-firefox-'));
  const script = await scriptOf(names);
  const page = `<!doctype html><meta charset=utf-8><script>onerror = (e) => fetch('/failed', {method: 'POST', body: String(e)});</script>
<script src=script.js></script><script>genlossTexts.then((body) => fetch('/texts', {method: 'POST', body}), (error) => onerror(error));</script>`;
  let answer: (texts: AllTexts) => void;
  let refuse: (error: Error) => void;
  const answered = new Promise<AllTexts>((resolve, reject) => {
    [answer, refuse] = [resolve, reject];
  });
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      if (request.url === '/texts') answer(JSON.parse(body));
      else if (request.url === '/failed') refuse(new Error(body));
      const isScript = request.url === '/script.js';
      response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
      response.end(isScript ? script : page);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn(executable, ['--headless', '--no-remote', '--profile', home, address], {
    stdio: 'ignore',
    env: {...process.env, HOME: home},
  });
  child.on('error', (error) => refuse(error));
  const timer = setTimeout(() => refuse(new Error(`no answer within ${MOST_MS / 1000} s`)), MOST_MS);
  try {
    return await answered;
  } finally {
    clearTimeout(timer);
    const gone = new Promise((resolve) => child.on('exit', resolve));
    if (child.kill()) await gone;
    server.closeAllConnections();
    server.close();
    rmSync(home, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
}

export async function inJsc(names: readonly string[], executable: string): Promise<AllTexts> {
  const home = mkdtempSync(join(tmpdir(), 'genloss-jsc-'));
  try {
    const script = join(home, 'script.js');
    writeFileSync(script, `${await scriptOf(names)}genlossTexts.then(print, (error) => { print(error); quit(1); });\n`);
    const {stdout} = await promisify(execFile)(executable, [join(folder, 'shell.js'), script], {maxBuffer: MOST_OUTPUT, timeout: MOST_MS});
    return JSON.parse(stdout);
  } finally {
    rmSync(home, {recursive: true, force: true});
  }
}
