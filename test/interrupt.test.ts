/** Signals while something does not come to its end: a user's program, a generation in hand, a forecast. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, main, root, temporaryFolder} from './command.ts';
import {isLinux, needsPosix} from './needs.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition: () => boolean, ms = 60_000): Promise<void> => {
  for (const end = performance.now() + ms; performance.now() < end && !condition(); ) await wait(25);
  expect(condition()).toBe(true);
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isLinux || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly code: Promise<number | null>;
  said(): string;
}

/** Alone: its own programs lead groups of their own, and no signal of a terminal reaches them. */
function started(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [main, ...args], {cwd: root, stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, ...env}});
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said += chunk;
  });
  return {child, code: new Promise((resolve) => child.once('exit', (code) => resolve(code))), said: () => said};
}

const corpus = put(
  'corpus.jsonl',
  Array.from({length: 400}, (_, i) => JSON.stringify({text: `the ${i % 7} quick brown ${i % 13} fox jumps over ${i}`})).join('\n'),
);

/** A program that notes its number, answers as many records as it is told, and then nothing ever again. */
const hanging = (name: string, answers = 0) =>
  JSON.stringify([
    process.execPath,
    '-e',
    `require('fs').writeFileSync(${JSON.stringify(at(name))}, String(process.pid)); process.on('SIGTERM', () => {});
     for (let i = 0; i < ${answers}; i++) console.log('{"keep":true}'); setInterval(() => {}, 1000)`,
  ]);
const pidOf = (name: string): number => Number(readFileSync(at(name), 'utf8'));
const experiment = (name: string, more = '') =>
  put(
    `${name}.yaml`,
    `title: t
data: {files: [${corpus}], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: same}
generations: 2
seeds: 1
arms: {a: {workflow: replace${more}}}
measures: [support]
`,
  );

describe("a user's program that hangs", needsPosix("a user's program that hangs is not tested"), () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is ended with curate by one %s', async (signal) => {
    const name = `curate-${signal}`;
    const recipe = put(`${name}.yaml`, `steps: [{command: {run: ${hanging(name)}}}]\n`);
    const run = started(['curate', corpus, '--recipe', recipe, '-o', at(`${name}-out`), '-q']);
    await until(() => existsSync(at(name)));
    const from = performance.now();
    run.child.kill(signal);
    expect(await run.code).toBe(130);
    expect(performance.now() - from).toBeLessThan(8000);
    expect(run.said()).toContain('the same command goes on from there');
    await until(() => !isAlive(pidOf(name)), 3000);
    expect(existsSync(at(`${name}-out/manifest.json`))).toBe(false);
  });

  it('is ended with a run by the second signal, or some seconds after the first', async () => {
    const twice = started([
      'run',
      experiment('lab-twice', `, quality: {rules: [{command: {run: ${hanging('lab-twice')}}}]}`),
      '--out',
      at('lab-twice-out'),
      '-q',
    ]);
    const once = started([
      'run',
      experiment('lab-once', `, quality: {rules: [{command: {run: ${hanging('lab-once')}}}]}`),
      '--out',
      at('lab-once-out'),
      '-q',
    ]);
    await until(() => existsSync(at('lab-twice')) && existsSync(at('lab-once')));
    once.child.kill('SIGTERM');
    twice.child.kill('SIGINT');
    await until(() => twice.said().includes('stopping after the generations in hand, within 30 seconds'));
    twice.child.kill('SIGINT');
    expect(await twice.code).toBe(130);
    expect(twice.said()).toContain('stopped at once');
    expect(await once.code).toBe(130);
    expect(once.said()).toContain('within 5 seconds');
    expect(once.said()).toContain(`genloss run ${at('lab-once.yaml')} --output ${at('lab-once-out')}`);
    await until(() => !isAlive(pidOf('lab-twice')) && !isAlive(pidOf('lab-once')), 3000);
    expect(existsSync(at('lab-once-out/results.jsonl'))).toBe(false);
  });

  it('does not hold back the error of another arm', () => {
    const rule = (run: string) => `{workflow: replace, quality: {rules: [{command: {run: ${run}}}]}}`;
    const file = put(
      'other-arm.yaml',
      `title: t
data: {files: [${corpus}], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: same}
generations: 1
seeds: 1
arms: {hangs: ${rule(hanging('other-arm'))}, fails: ${rule(`[sh, -c, "while [ ! -f ${at('other-arm')} ]; do sleep 0.1; done; echo no"]`)}}
measures: [support]
`,
    );
    const done = genloss(['run', file, '--out', at('other-arm-out'), '-q', '--workers', '2']);
    expect(done.code).toBe(65);
    expect(done.err).toContain('is not a JSON object: "no"');
    expect(isAlive(pidOf('other-arm'))).toBe(false);
  });

  it('is ended after its time limit with 65, and a longer limit goes on with what was done', () => {
    const yaml = (timeout: number) =>
      put(
        'limit.yaml',
        `title: t
data: {files: [${corpus}], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: same}
generations: 1
seeds: 1
arms:
  plain: {workflow: replace}
  asked: {workflow: replace, quality: {rules: [{command: {run: [sh, ${at('slow.sh')}], timeout: ${timeout}}}]}}
measures: [support]
`,
      );
    put('slow.sh', `sleep 2; sed 's/.*/{"keep":true}/'\n`);
    const late = genloss(['run', yaml(0.2), '--out', at('limit'), '-q', '--workers', '1']);
    expect(late.code).toBe(65);
    expect(late.err).toContain('after 0.2 seconds (still running)');
    const done = genloss(['run', yaml(60), '--out', at('limit'), '-q']);
    expect([done.code, done.err]).toEqual([0, '']);
    const other = genloss(['run', yaml(61), '--out', at('limit'), '-q']);
    expect([other.code, other.err]).toEqual([0, '']);
  });
});

const scratch = (tmp: string): string[] => readdirSync(tmp).filter((name) => name.startsWith('genloss-forecast-'));

describe('a forecast that is stopped', needsPosix('a forecast that is stopped is not tested'), () => {
  const text = put(
    'long.txt',
    Array.from({length: 4000}, (_, i) => `line ${i % 211} of ${(i * i) % 997} words that go on ${(i * 7) % 103}`).join('\n'),
  );
  const args = ['forecast', text, '--unit', 'line', '--sample', '12000', '--generations', '60', '--seeds', '6', '--workers', '2', '-q'];

  async function running(tmp: string): Promise<Started> {
    mkdirSync(at(tmp));
    const run = started(args, {TMPDIR: at(tmp)});
    await until(() => scratch(at(tmp)).some((name) => existsSync(at(`${tmp}/${name}/running.lock`))));
    return run;
  }

  it('leaves nothing behind', async () => {
    const once = await running('tmp-once');
    once.child.kill('SIGTERM');
    expect(await once.code).toBe(130);
    expect(once.said()).toContain('a forecast keeps nothing');
    expect(scratch(at('tmp-once'))).toEqual([]);
  });

  it('and was killed is swept by the next one, which lets living ones and those of others be', async () => {
    const tmp = at('tmp-killed');
    const run = await running('tmp-killed');
    const [left] = scratch(tmp);
    run.child.kill('SIGKILL');
    await run.code;
    expect(scratch(tmp)).toEqual([left]);
    const lock = JSON.parse(readFileSync(join(tmp, left, 'running.lock'), 'utf8'));
    const folderOf = (name: string, content?: object): void => {
      mkdirSync(join(tmp, `genloss-forecast-${name}`));
      if (content) writeFileSync(join(tmp, `genloss-forecast-${name}`, 'running.lock'), JSON.stringify(content));
    };
    folderOf('new');
    folderOf('old');
    utimesSync(join(tmp, 'genloss-forecast-old'), 1e9, 1e9);
    folderOf('elsewhere', {...lock, host: `not-${hostname()}`});
    writeFileSync(join(tmp, 'genloss-forecast-file'), '');
    const done = genloss(['forecast', text, '--unit', 'line', '--sample', '1000', '--generations', '2', '--seeds', '2', '-q'], {
      env: {TMPDIR: tmp},
    });
    expect([done.code, done.err]).toEqual([0, '']);
    expect(scratch(tmp).sort()).toEqual(['genloss-forecast-elsewhere', 'genloss-forecast-file', 'genloss-forecast-new']);
    rmSync(tmp, {recursive: true});
  });
});
