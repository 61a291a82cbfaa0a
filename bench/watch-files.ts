/**
 * What a call of `watch` costs: `npx node bench/watch-files.ts [--periods 1000] [--bytes 10MB] [--file 1GB] [--folder DIR] [--json]`.
 *
 * Every call is a process of its own, as from cron, with its peak memory as the system tells it; files have just been written, so that most of
 * them lie in memory. Data are made in a temporary folder (`--folder`: in which) and removed; periods x bytes must have room there.
 *
 *   first call     reads all periods, and a tenth of them: megabytes (1e6) a second, peak memory
 *   nothing new    looks at names, sizes and times; median of five
 *   a new period   one more file, beside a call with nothing new; median of three
 *   a grown file   JSON lines by date to which a day is appended, beside a digest (SHA-256) of the same file, in turn; medians of three
 *   disk           of the state, a period and a slice of a period
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {bytesBelow} from '../src/node/files.ts';
import {dayOf, PeriodWriter} from './watch-data.ts';

const {values} = parseArgs({
  options: {
    periods: {type: 'string', default: '1000'},
    bytes: {type: 'string', default: '10MB'},
    file: {type: 'string', default: '1GB'},
    folder: {type: 'string', default: tmpdir()},
    json: {type: 'boolean', default: false},
  },
});
const periods = Number(values.periods);
const bytes = bytesOf(values.bytes);
const fileBytes = bytesOf(values.file);

function bytesOf(text: string): number {
  const found = /^([\d.]+)(kB|MB|GB)$/.exec(text);
  if (found === null) throw new Error(`${text} is no size: write for instance 10MB`);
  return Number(found[1]) * {kB: 1e3, MB: 1e6, GB: 1e9}[found[2] as 'kB' | 'MB' | 'GB'];
}

interface Case {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
}

const cases: Case[] = [];
function tell(name: string, value: number, unit: string): void {
  cases.push({case: name, value, unit});
  if (!values.json) process.stdout.write(`${name.padEnd(52)} ${Number(value.toPrecision(3))} ${unit}\n`);
}

const folder = mkdtempSync(join(values.folder, 'genloss-watch-files-'));
const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const PEAK = join(folder, 'peak');
/** Run in every thread; the last to end is that of the process. */
const NOTES_PEAK = `data:text/javascript,import {writeFileSync} from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(PEAK)}, JSON.stringify(process.resourceUsage())));`;

interface Run {
  readonly seconds: number;
  /** Of all its threads; of what a machine does beside it, it knows little. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

/** A process, until it has ended; `codes`: the exit codes that are no failure. */
function run(args: readonly string[], codes: readonly number[] = [0]): Run {
  const start = performance.now();
  const {status, stderr} = spawnSync(process.execPath, ['--import', NOTES_PEAK, ...args], {stdio: ['ignore', 'ignore', 'pipe']});
  const seconds = (performance.now() - start) / 1000;
  if (status === null || !codes.includes(status)) throw new Error(`${args.join(' ')}: exit ${status}\n${stderr}`);
  const {maxRSS, userCPUTime, systemCPUTime} = JSON.parse(readFileSync(PEAK, 'utf8')) as NodeJS.ResourceUsage;
  return {seconds, processorSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: (maxRSS * 1024) / 1e6};
}

const watch = (file: string, state: string): Run => run([MAIN, 'watch', file, '--state', join(folder, state), '-q'], [0, 1, 2]);

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1];
const times = (count: number, of: () => number): number[] => Array.from({length: count}, of);

function definition(name: string, keys: object): string {
  const path = join(folder, `${name}.yaml`);
  const whole = {title: name, reference: 'reference.jsonl', calibration: 20, falseAlarms: {periods: 1000}, ...keys};
  writeFileSync(path, JSON.stringify(whole));
  return path;
}

const megabytesBelow = (name: string): number => bytesBelow(join(folder, name)) / 1e6;

function byPath(writer: PeriodWriter): void {
  const few = Math.ceil(periods / 10);
  const keys = {data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}};
  const file = definition('periods', keys);
  mkdirSync(join(folder, 'data'));
  const write = (i: number) => writer.append(join(folder, 'data', `${dayOf(i)}.jsonl`), i, bytes);
  for (let i = 0; i < few; i++) write(i);
  const first = watch(file, 'few');
  tell(`first call, ${few} periods`, megabytesBelow('data') / first.seconds, 'MB/s');
  tell(`first call, ${few} periods: peak memory`, first.peakMegabytes, 'MB');
  watch(definition('slices', {...keys, slices: ['source']}), 'sliced');
  const perSlice = (statSync(join(folder, 'sliced/history.jsonl')).size - statSync(join(folder, 'few/history.jsonl')).size) / (4 * few);
  for (let i = few; i < periods; i++) write(i);
  const all = watch(file, 'all');
  tell(`first call, ${periods} periods`, megabytesBelow('data') / all.seconds, 'MB/s');
  tell(`first call, ${periods} periods: peak memory`, all.peakMegabytes, 'MB');
  const idle = Array.from({length: 5}, () => watch(file, 'all'));
  const nothing = median(idle.map(({seconds}) => seconds));
  tell(`nothing new, ${periods} periods`, nothing, 's');
  tell(`nothing new, ${periods} periods: processor time`, median(idle.map(({processorSeconds}) => processorSeconds)), 's');
  tell(`nothing new, ${periods} periods: peak memory`, median(idle.map(({peakMegabytes}) => peakMegabytes)), 'MB');
  let next = periods;
  const one = median(
    times(3, () => {
      write(next++);
      return watch(file, 'all').seconds;
    }),
  );
  tell('a new period: more than nothing new', one - nothing, 's');
  tell('disk: the state, a period', megabytesBelow('all') / next, 'MB');
  tell('disk: its line in the history', statSync(join(folder, 'all/history.jsonl')).size / next / 1e3, 'kB');
  tell('disk: a slice of a period', perSlice / 1e3, 'kB');
}

const DIGEST = `const fs = require('node:fs'), file = fs.openSync(process.argv[1]), buffer = Buffer.alloc(1 << 20), hash = require('node:crypto').createHash('sha256');
for (let n; (n = fs.readSync(file, buffer)) > 0; ) hash.update(buffer.subarray(0, n));
hash.digest();`;

function byDate(writer: PeriodWriter): void {
  const days = Math.max(1, Math.round(fileBytes / bytes));
  const path = join(folder, 'grown.jsonl');
  for (let i = 0; i < days; i++) writer.append(path, i, bytes);
  const file = definition('grown', {data: {files: ['grown.jsonl']}, period: {field: 'date', by: 'day'}});
  const size = statSync(path).size / 1e6;
  const first = watch(file, 'grown');
  tell(`first call, a file of ${Math.round(size)} MB by date`, size / first.seconds, 'MB/s');
  tell(`first call, a file of ${Math.round(size)} MB by date: peak memory`, first.peakMegabytes, 'MB');
  const nothing = median(times(3, () => watch(file, 'grown').seconds));
  tell('nothing new', nothing, 's');
  const grown: Run[] = [];
  const digests: Run[] = [];
  for (let i = 0; i < 3; i++) {
    writer.append(path, days + i, bytes);
    grown.push(watch(file, 'grown'));
    digests.push(run(['-e', DIGEST, path]));
  }
  tell('a day is appended', median(grown.map(({seconds}) => seconds)), 's');
  tell('a day is appended: peak memory', median(grown.map(({peakMegabytes}) => peakMegabytes)), 'MB');
  tell('a digest of the file alone', median(digests.map(({seconds}) => seconds)), 's');
  tell('a day is appended: processor time', median(grown.map(({processorSeconds}) => processorSeconds)), 's');
  tell('a digest of the file alone: processor time', median(digests.map(({processorSeconds}) => processorSeconds)), 's');
}

try {
  const writer = await PeriodWriter.open();
  writer.append(join(folder, 'reference.jsonl'), -1, 2e7);
  byPath(writer);
  rmSync(join(folder, 'data'), {recursive: true});
  byDate(writer);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
if (values.json) process.stdout.write(`${JSON.stringify({name: 'watch-files', cases}, undefined, 2)}\n`);
