import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, startGenloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();

/** Text that takes a while: words drawn by a small rule, so that the test carries its own corpus. */
function writeCorpus(): string {
  const path = join(folder, 'corpus.txt');
  const lines: string[] = [];
  let x = 12345;
  const next = (n: number) => {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    return (x >>> 8) % n;
  };
  for (let i = 0; i < 3000; i++) lines.push(Array.from({length: 8 + next(12)}, () => `w${next(next(400) + 1)}`).join(' '));
  writeFileSync(path, lines.join('\n'));
  return path;
}

const corpus = writeCorpus();
const experiment = join(folder, 'experiment.yaml');
writeFileSync(
  experiment,
  `title: resume
data: {files: [${corpus}], unit: line, holdout: 0.1, reserve: 0.2}
model: {kind: ngram, order: 4, unit: word}
sample: {size: same}
generations: 6
seeds: 2
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
  subsample: {workflow: subsample, enrichment: {count: 20, from: fresh}}
  enriched: {workflow: {mix: 0.1}, enrichment: {share: 0.05, from: fresh}}
  ending:
    workflow: {window: 2}
    model: {kind: ngram, order: 2, unit: word, smoothing: none, temperature: {from: 1, to: 0.8, by: 5}}
    sample: {size: {from: 20000, grow: 0.9}}
    enrichment: {share: {from: 0, to: 0.1, by: 4}, from: original}
    stop: {measure: humanShare, atMost: 0.9, for: 3}
measures: [tail.retention, bitsPerByte, sample.perplexity, humanRecords]
`,
);

const files = (out: string) => ['results.jsonl', 'summary.json'].map((name) => readFileSync(join(out, name), 'utf8'));
const args = (out: string, ...more: string[]) => ['run', experiment, '--out', out, '--quiet', ...more];
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a run and kills its whole process group `ms` after its first new unit. True when it was still running. */
async function killed(out: string, ms: number): Promise<boolean> {
  const before = new Set(unitsOf(out).map(([name]) => name));
  const child = startGenloss(args(out, '--workers', '2'));
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  while (child.exitCode === null && unitsOf(out).every(([name]) => before.has(name))) await wait(20);
  await Promise.race([exited, wait(ms)]);
  if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  return (await exited) === 'SIGKILL';
}

describe('a run of text', () => {
  const one = join(folder, 'one');
  const start = Date.now();
  const done = genloss(args(one, '--workers', '1'));
  const whole = Date.now() - start;

  it('writes results, summary and report', () => {
    expect(done.err).toBe('');
    expect(done.code).toBe(0);
    const rows = files(one)[0]
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const keys = rows.map((r) => `${r.arm}|${r.seed}|${r.generation}|${r.measure}|${r.band ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.filter((r) => r.measure === 'stoppedAt').map((r) => [r.arm, r.value])).toEqual([
      ['ending', 4],
      ['ending', 4],
    ]);
    expect(rows.filter((r) => r.arm === 'ending' && r.generation > 4)).toEqual([]);
    const whole = rows.filter((r) => r.measure === 'tail.retention' && r.band === undefined && r.arm !== 'ending');
    expect(whole.filter((r) => r.generation > 0)).toHaveLength(4 * 2 * 6);
    expect(whole.filter((r) => r.generation === 0 && r.size > 0)).toHaveLength(4 * 2);
    expect(readFileSync(join(one, 'report.html'), 'utf8')).toContain('Where the time went');
  });

  it('gives the same bytes with four workers', () => {
    const four = join(folder, 'four');
    expect(genloss(args(four, '--workers', '4')).code).toBe(0);
    expect(files(four)).toEqual(files(one));
  });

  it('gives the same bytes after any number of kills, without computing a stored generation again', async () => {
    const out = join(folder, 'killed');
    let kills = 0;
    const seen = new Map<string, number>();
    for (let i = 0; i < 6; i++) {
      kills += (await killed(out, (whole / 20) * ((i * 0.618) % 1))) ? 1 : 0;
      const now = new Map(unitsOf(out));
      for (const [unit, written] of seen) if (!isWhole(now, unit)) expect([unit, now.get(unit)]).toEqual([unit, written]);
      for (const [unit, written] of now) seen.set(unit, written);
    }
    expect(kills).toBeGreaterThanOrEqual(3);
    expect(seen.size).toBeGreaterThan(0);
    const last = genloss(args(out));
    expect(last.err).toBe('');
    expect(last.code).toBe(0);
    expect(files(out)).toEqual(files(one));
    expect((readdirSync(out, {recursive: true}) as string[]).filter((name) => name.includes('.aside-'))).toEqual([]);
  });

  it('stops at SIGINT with 130, says how to go on, and goes on', async () => {
    const out = join(folder, 'interrupted');
    const child = startGenloss(args(out, '--workers', '2'));
    let said = '';
    child.stderr!.on('data', (chunk) => {
      said += chunk;
    });
    const code = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(join(out, 'running.lock'))) await wait(20);
    await wait(300);
    child.kill('SIGINT');
    expect(await code).toBe(130);
    expect(said).toContain(`genloss run ${experiment} --output ${out}`);
    expect(existsSync(join(out, 'results.jsonl'))).toBe(false);
    expect(existsSync(join(out, 'running.lock'))).toBe(false);
    expect(genloss(args(out)).code).toBe(0);
    expect(files(out)).toEqual(files(one));
  });

  it('holds a second run into the same directory back', async () => {
    const out = join(folder, 'twice');
    const child = startGenloss(args(out));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(join(out, 'running.lock')) && child.exitCode === null) await wait(10);
    // it stands still meanwhile: a quick machine would have it done before the second asks
    process.kill(-child.pid!, 'SIGSTOP');
    const second = genloss(args(out));
    process.kill(-child.pid!, 'SIGCONT');
    expect(second.code).toBe(73);
    expect(second.err).toContain(`process ${child.pid}`);
    await exited;
    expect(files(out)).toEqual(files(one));
  });

  it('grows by seeds, generations and arms, and is then what one run would have been', () => {
    const out = join(folder, 'grown');
    expect(genloss(args(out, '--seeds', '1', '--generations', '3')).code).toBe(0);
    expect(genloss(args(out, '--seeds', '2', '--generations', '5')).code).toBe(0);
    expect(genloss(args(out)).code).toBe(0);
    expect(files(out)).toEqual(files(one));
  });

  it('refuses a directory of another experiment and says what changed', () => {
    const other = genloss(args(one, '--set', 'model.order=3'));
    expect(other.code).toBe(64);
    expect(other.err).toContain('model.order: 4 -> 3');
    const contents = genloss(args(one, '--set', 'data.holdout=0.2'));
    expect(contents.code).toBe(64);
    expect(contents.err).toContain('data.holdout: 0.1 -> 0.2');
  });

  it('finds a damaged generation, says which, and heals when it is deleted', () => {
    const unit = 'lineages/accumulate/packed-1.units';
    const path = join(one, unit);
    const bytes = readFileSync(path);
    bytes[bytes.length - 9] ^= 1;
    writeFileSync(path, bytes);
    const broken = genloss(args(one));
    expect(broken.code).toBe(65);
    expect(broken.err).toContain(unit);
    expect(broken.err).toMatch(/checksum/);
    expect(broken.err).not.toMatch(/^\s+at /m);
    const before = files(join(folder, 'four'));
    rmSync(path);
    expect(genloss(args(one)).code).toBe(0);
    expect(files(one)).toEqual(before);
  });
});

/** Files of units on disk, with the time each was written. */
function unitsOf(out: string): [string, number][] {
  mkdirSync(out, {recursive: true});
  return (readdirSync(out, {recursive: true}) as string[])
    .filter((name) => name.endsWith('.units') && !name.includes('.aside-'))
    .map((name) => [name, statSync(join(out, name)).mtimeMs]);
}

/** Whether the lineage of a unit stands in one file now, or with all others of its arm. */
function isWhole(now: ReadonlyMap<string, number>, unit: string): boolean {
  const [, folder, seed] = /^(.*\/)(\d+)-/.exec(unit) ?? [];
  return [`${seed}-${seed}.1-6.units`, `${seed}-${seed}.1-6.on.units`, 'packed-1.units'].some((name) => now.has(`${folder}${name}`));
}
