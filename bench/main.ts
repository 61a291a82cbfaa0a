/**
 * `npm run -s bench -- NAME [--json] [--baseline FILE]`: one suite of benchmarks, as a table or as one JSON document. With a baseline, a document
 * of an earlier run, it says on standard error which rows fell; exit status 1 where one did.
 */
import {readFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {changesSince, fell, missingSince, TOLERANCE} from './baseline.ts';
import {amount, type Case, type Results, table} from './case.ts';
import {described, thisMachine} from './machine.ts';

/** A suite is a list of modules, each with one function that returns cases; imported when it is run. */
const suites: Record<string, readonly (() => Promise<Case[]>)[]> = {
  lab: [async () => (await import('./points.ts')).pointCases(), async () => (await from('./ngram.ts', 'ngramCases'))()],
  guard: [async () => (await from('./guard.ts', 'guardCases'))(), async () => (await from('./curate.ts', 'curateCases'))()],
  read: [async () => (await import('./read.ts')).readCases()],
  memory: [async () => (await import('./memory.ts')).memoryCases()],
  start: [async () => (await import('./start.ts')).startCases()],
  neural: [async () => (await from('./neural.ts', 'neuralCases'))()],
};

class Usage extends Error {}

async function main(args: string[]): Promise<void> {
  const {name, json, baseline} = readArguments(args);
  const earlier = baseline === undefined ? undefined : readBaseline(baseline, name);
  const machine = thisMachine();
  const cases: Case[] = [];
  for (const suite of suites[name]) cases.push(...(await suite()));
  process.stdout.write(json ? `${JSON.stringify({name, machine, cases} satisfies Results)}\n` : `${described(machine)}\n\n${table(cases)}`);
  for (const over of cases.filter(({value, budget = Infinity}) => value > budget)) {
    process.stderr.write(`bench: over its budget of ${over.budget} ${over.unit}: ${over.case}: ${amount(over.value)}\n`);
    process.exitCode = 1;
  }
  if (earlier !== undefined) compare(earlier, {name, machine, cases});
}

/** Throws Usage where the file is no earlier run of the suite. */
function readBaseline(file: string, name: string): Results {
  let earlier: Partial<Results>;
  try {
    earlier = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Usage(`${file} is no document of an earlier run (--json): ${(cause as Error).message}`, {cause});
  }
  if (earlier.name !== name || !Array.isArray(earlier.cases))
    throw new Usage(`${file} is of ${earlier.name ?? 'no suite'}, and this is ${name}: give a document that bench ${name} --json printed`);
  return earlier as Results;
}

function compare(earlier: Results, now: Results): void {
  const say = (text: string) => void process.stderr.write(`bench: ${text}\n`);
  const [before, here] = [earlier, now].map(({machine}) => machine && `${machine.processor}, ${machine.engine}`);
  if (before !== here)
    say(`the baseline is of another machine or engine (${before ?? 'none is named'}): only ratios to peers mean something`);
  for (const {case: name} of missingSince(earlier.cases, now.cases)) say(`not measured now: ${name}`);
  const rows = fell(changesSince(earlier.cases, now.cases));
  for (const row of rows)
    say(
      `fell by ${Math.round(100 * (1 - row.factor))}%: ${row.case}${row.peer ? `, against ${row.peer}` : ''}: ${amount(row.before)} -> ${amount(row.now)}`,
    );
  say(rows.length === 0 ? `no row fell by more than ${100 * TOLERANCE}%` : `${rows.length} rows fell by more than ${100 * TOLERANCE}%`);
  if (rows.length > 0) process.exitCode = 1;
}

function readArguments(args: string[]): {name: string; json: boolean; baseline?: string} {
  const names = Object.keys(suites).join(', ');
  let parsed: {positionals: string[]; values: {json?: boolean; baseline?: string}};
  try {
    parsed = parseArgs({args, options: {json: {type: 'boolean'}, baseline: {type: 'string'}}, allowPositionals: true});
  } catch (cause) {
    throw new Usage((cause as Error).message, {cause});
  }
  const [name, ...rest] = parsed.positionals;
  if (name === undefined || rest.length > 0 || !Object.hasOwn(suites, name))
    throw new Usage(`wanted one of ${names}, got ${parsed.positionals.join(' ') || 'nothing'}`);
  return {name, json: parsed.values.json ?? false, baseline: parsed.values.baseline};
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

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Usage)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 64;
});
