/** Data that come through pipes: read once, in order, and never opened only to have a look. On effects in memory. */
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {needsLinux, needsPosix} from '../../test/needs.ts';
import {testFolder} from '../node/folder.test-input.ts';
import {run} from './effects.test-input.ts';

const {at, jsonl, put} = testFolder();

/** Rare words among frequent ones; of another step other documents of the same kind. */
const documents = (step: number, count = 120) =>
  Array.from({length: count}, (_, i) => ({
    text: Array.from({length: 40}, (_, k) => `w${Math.floor(300 / (1 + (((i * 40 + k) * step) % 299)))}${k % 8 === 7 ? '.' : ''}`).join(
      ' ',
    ),
    part: i % 2 === 0 ? 'even' : 'odd',
  }));
const human = jsonl('human.jsonl', documents(7));
const crawl = jsonl('crawl.jsonl', documents(11));
const other = jsonl('other.jsonl', documents(13));
const quick = ['--workers', '1', '-q'];

let pipes = 0;
/** A pipe with a name, which gives what a file holds to whoever opens it first. */
function pipeOf(content: Uint8Array, ending = '.jsonl'): string {
  const path = at(`pipe-${++pipes}${ending}`);
  execFileSync('mkfifo', [path]);
  void writeFile(path, content).catch(() => {});
  return path;
}
/** A pipe that nobody writes to: whoever opens it waits for ever. */
function idlePipe(): string {
  const path = at(`idle-${++pipes}.jsonl`);
  execFileSync('mkfifo', [path]);
  return path;
}

describe('data through a pipe', needsPosix('data through pipes are not tested'), () => {
  it('are profiled whole, whatever the pipe is called, and compressed ones too', async () => {
    const bytes = readFileSync(crawl);
    const whole = (await run(['profile', crawl, '--json', ...quick])).out;
    expect(JSON.parse(whole)).toMatchObject({documents: 120});
    expect((await run(['profile', pipeOf(bytes), '--json', ...quick])).out).toBe(whole);
    expect((await run(['profile', pipeOf(bytes, ''), '--json', ...quick])).out).toBe(whole);
    expect((await run(['profile', pipeOf(bytes, '.x'), '--input-format', 'jsonl', '--json', ...quick])).out).toBe(whole);
    expect((await run(['profile', pipeOf(gzipSync(bytes), ''), '--json', ...quick])).out).toBe(whole);
  });

  it('are checked as files are, on either side, and no examples are looked for', async () => {
    const plain = await run(['check', crawl, '--reference', human, '--json', ...quick]);
    const {checks, verdict} = JSON.parse(plain.out);
    const pipe = pipeOf(readFileSync(crawl));
    const reference = pipeOf(readFileSync(human));
    const piped = await run(['check', pipe, '--reference', reference, '--json', '--examples', '2', ...quick]);
    const report = JSON.parse(piped.out);
    expect([piped.code, report.verdict, report.checks]).toEqual([plain.code, verdict, checks]);
    expect(verdict).not.toBe('pass');
    expect(report.examples).toEqual([]);
    const because = (side: string, path: string) =>
      `no examples from the ${side}: it came through the pipe ${path}, which cannot be read twice`;
    const said: string[] = report.withoutExamples;
    expect(said.length).toBeGreaterThan(0);
    for (const why of said) expect([because('candidate', pipe), because('reference', reference)]).toContain(why);
  });

  it.each<[string, (pipe: string) => string[]]>([
    ['check --by', (pipe) => ['check', pipe, '--reference', human, '--by', 'part']],
    ['check --forecast', (pipe) => ['check', human, '--reference', pipe, '--forecast']],
    ['forecast', (pipe) => ['forecast', pipe]],
    ['forecast --candidate', (pipe) => ['forecast', human, '--candidate', pipe]],
    [
      'a recipe’s reference',
      (pipe) => [
        'curate',
        crawl,
        '--recipe',
        put('reference.yaml', `steps: [{dedupe: {kind: exact}}]\nreference: ["${pipe}"]\n`),
        '-o',
        at('never'),
      ],
    ],
  ])('are refused before they are opened where they would be read twice: %s', async (_, line) => {
    const pipe = idlePipe();
    const {code, err} = await run([...line(pipe), '-q']);
    expect([code, err]).toEqual([64, expect.stringContaining(`the pipe ${pipe} cannot be read twice\n  next: Write it to a file`)]);
    expect(existsSync(at('never'))).toBe(false);
  });

  it('are refused as two sides of one command', async () => {
    const pipe = idlePipe();
    for (const line of [
      ['check', pipe, '--reference', pipe],
      ['share', crawl, '--human', pipe, '--synthetic', pipe],
      ['share', pipe, '--human', human, '--synthetic', pipe],
    ]) {
      const {code, err} = await run([...line, '-q']);
      expect([code, err]).toEqual([64, expect.stringContaining(`the pipe ${pipe} is named twice, and can be read but once`)]);
    }
    const {code, err} = await run(['check', '-', '--reference', '-', '-q']);
    expect([code, err]).toEqual([64, expect.stringMatching(/^genloss: standard input is named twice/)]);
  });

  it('give the share that files give, with its slices', async () => {
    const lineOf = (...[a, b, c]: readonly string[]) => ['share', a, '--human', b, '--synthetic', c, '--by', 'part', '--json', ...quick];
    const plain = await run(lineOf(crawl, human, other));
    const piped = await run(lineOf(pipeOf(readFileSync(crawl)), pipeOf(readFileSync(human)), pipeOf(readFileSync(other))));
    expect(JSON.parse(piped.out).slices).toHaveLength(2);
    expect(piped).toEqual(plain);
  });

  it('are curated as files are, with human text through another pipe', async () => {
    const curated = async (name: string, data: string, mixed: string) => {
      const recipe = put(`${name}.yaml`, `steps:\n  - dedupe: {kind: exact}\nmix: {human: ["${mixed}"], share: 0.2}\n`);
      const done = await run(['curate', data, '--recipe', recipe, '-o', at(name), ...quick]);
      expect(done).toMatchObject({code: 0, err: ''});
      return readFileSync(at(`${name}/data-00000.jsonl`), 'utf8');
    };
    const plain = await curated('plain', crawl, human);
    const pipe = pipeOf(readFileSync(crawl));
    const mixed = pipeOf(readFileSync(human));
    const piped = await curated('piped', pipe, mixed);
    expect(piped.replaceAll(pipe, crawl).replaceAll(mixed, human)).toBe(plain);
    expect(plain.split('\n').length).toBeGreaterThan(60);
  });
});

describe('a socket', () => {
  it('that is standard input is read by its name too', needsLinux('sockets as standard input are not tested'), async () => {
    // the pipes that Node makes for a child are sockets
    const main = new URL('./main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [main, 'profile', '/dev/stdin', '--json', ...quick], {stdio: ['pipe', 'pipe', 'inherit']});
    child.stdin.end(readFileSync(crawl));
    let out = '';
    for await (const chunk of child.stdout) out += chunk;
    expect(JSON.parse(out)).toMatchObject({documents: 120});
  });

  it('in the file system is an error at once', needsPosix('sockets as data are not tested'), async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(at('socket'), listening));
    const {code, err} = await run(['profile', at('socket'), '-q']);
    server.close();
    expect([code, err]).toEqual([65, expect.stringContaining(`${at('socket')} cannot be read`)]);
  });
});
