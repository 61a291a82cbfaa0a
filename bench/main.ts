/** `npm run -s bench -- NAME [--json]`: one suite of benchmarks, as a table or as one JSON document. */
import {parseArgs} from 'node:util';
import type {Case} from './case.ts';

/** A suite is a list of modules, each with one function that returns cases; imported when it is run. */
const suites: Record<string, readonly (() => Promise<Case[]>)[]> = {
  lab: [async () => (await import('./points.ts')).pointCases(), async () => (await from('./ngram.ts', 'ngramCases'))()],
  guard: [async () => (await from('./guard.ts', 'guardCases'))(), async () => (await from('./curate.ts', 'curateCases'))()],
  read: [async () => (await import('./read.ts')).readCases()],
  start: [async () => (await import('./start.ts')).startCases()],
  neural: [async () => (await from('./neural.ts', 'neuralCases'))()],
};

class Usage extends Error {}

async function main(args: string[]): Promise<void> {
  const {name, json} = readArguments(args);
  const cases: Case[] = [];
  for (const suite of suites[name]) cases.push(...(await suite()));
  process.stdout.write(json ? `${JSON.stringify({name, cases})}\n` : table(cases));
}

function readArguments(args: string[]): {name: string; json: boolean} {
  const names = Object.keys(suites).join(', ');
  let parsed: {positionals: string[]; values: {json?: boolean}};
  try {
    parsed = parseArgs({args, options: {json: {type: 'boolean'}}, allowPositionals: true});
  } catch (cause) {
    throw new Usage((cause as Error).message, {cause});
  }
  const [name, ...rest] = parsed.positionals;
  if (name === undefined || rest.length > 0 || !Object.hasOwn(suites, name))
    throw new Usage(`wanted one of ${names}, got ${parsed.positionals.join(' ') || 'nothing'}`);
  return {name, json: parsed.values.json ?? false};
}

/** The named function of a module that may not be there yet. */
async function from(module: string, name: string): Promise<() => Case[] | Promise<Case[]>> {
  const url = new URL(module, import.meta.url);
  try {
    return (await import(url.href))[name];
  } catch (error) {
    const {code, url: missing} = error as {code?: string; url?: string};
    if (code === 'ERR_MODULE_NOT_FOUND' && missing === url.href)
      throw new Usage(`there is no bench/${module.slice(2)} yet: nothing to measure here`);
    throw error;
  }
}

function table(cases: readonly Case[]): string {
  const rows = cases.map((c) => [
    c.case,
    `${amount(c.value)} ${c.unit}`,
    c.peer ?? '',
    c.peerValue === undefined ? '' : amount(c.peerValue),
    c.ratio === undefined ? '' : `${c.ratio.toFixed(2)} x`,
  ]);
  const lines = [['case', 'ours', 'peer', 'its', 'ratio'], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return `${lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function amount(value: number): string {
  return value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : value.toPrecision(4);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Usage)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 64;
});
