/**
 * `node bench/tables.ts [--check]`: writes the figures of bench/results into bench/README.md, a section for each machine.
 *
 * bench/results has what `npm run -s bench -- NAME --json` printed, a folder for each machine: `> bench/results/MACHINE/NAME.json`.
 */
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {amount, type Case, type Results} from './case.ts';
import {described, type Machine} from './machine.ts';

const here = dirname(fileURLToPath(import.meta.url));
const FOLDER = join(here, 'results');
const PAGE = join(here, 'README.md');
const [BEGIN, END] = ['<!-- results: written by `npx node bench/tables.ts` -->', '<!-- end of results -->'];

/** The page with the tables as the results say. */
export function withTables(page: string, machines: readonly (readonly Results[])[]): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the page has no place for results: a line ${BEGIN} and, below it, a line ${END}`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${machines.map((suites) => `${section(suites)}\n`).join('')}${page.slice(to)}`;
}

function section(suites: readonly Results[]): string {
  const machines = [...new Set(suites.flatMap(({machine}) => (machine === undefined ? [] : [described(machine)])))];
  const [first] = suites.flatMap(({machine}) => machine ?? ([] as Machine[]));
  const rows = suites.flatMap(({name, cases}) => cases.map((one) => row(name, one)));
  return `### ${first?.processor ?? 'A machine that is not named'}

${machines.map((line) => `- ${line}`).join('\n')}

| suite | case | ours | peer | its | ratio |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function row(suite: string, {case: name, value, unit, peer, peerValue, ratio}: Case): string {
  const cells = [
    suite,
    name,
    `${amount(value)} ${unit}`,
    peer ?? '',
    peerValue === undefined ? '' : amount(peerValue),
    ratio?.toFixed(2) ?? '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** By machine and suite, in the order of their names. */
export function storedResults(folder: string = FOLDER): Results[][] {
  if (!existsSync(folder)) return [];
  const sorted = (at: string) => readdirSync(at).sort();
  return sorted(folder).map((machine) =>
    sorted(join(folder, machine))
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, machine, name), 'utf8'))),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = readFileSync(PAGE, 'utf8');
  const made = withTables(page, storedResults());
  if (!process.argv.includes('--check')) writeFileSync(PAGE, made);
  else if (made !== page) {
    process.stderr.write('bench: bench/README.md is not what bench/results says\n  next: npx node bench/tables.ts\n');
    process.exitCode = 1;
  }
}
