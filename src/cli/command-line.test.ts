/** Every command in this process, on effects in memory: what it is given, what it says where, and how it ends. */
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {afterAll, describe, expect, it} from 'vitest';
import {needsPosix} from '../../test/needs.ts';
import {positionalTerm} from './command.ts';
import {COMMANDS} from './commands.ts';
import {type Done, type MemoryOptions, memoryEffects, run} from './effects.test-input.ts';
import {program} from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-cli-'));
afterAll(() => rmSync(folder, {recursive: true}));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const words = (n: number, seed: number) =>
  Array.from({length: n}, (_, i) => `word${(i * seed) % 97} and word${(i * 7) % 89} go ${(i * i * seed) % 53}.`).join(' ');
const jsonl = (texts: readonly string[]): string => texts.map((text) => JSON.stringify({text})).join('\n');

const human = put('human.jsonl', jsonl(Array.from({length: 60}, (_, i) => words(30, i + 3))));
const other = put('other.jsonl', jsonl(Array.from({length: 60}, (_, i) => words(30, i + 4))));
const same = put('same.jsonl', jsonl(Array.from({length: 60}, () => words(30, 2))));
const mixed = put(
  'mixed.jsonl',
  jsonl([...Array.from({length: 30}, () => words(30, 2)), ...Array.from({length: 30}, (_, i) => words(30, i + 5))]),
);
const gates = (name: string, atMost: number) => put(name, `gates: [{measure: duplicates.exact, atMost: ${atMost}}]\n`);
const strict = gates('strict.yaml', 0.1);
const lax = gates('lax.yaml', 1);
const experiment = put(
  'world.yaml',
  'title: w\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 2\nseeds: 2\narms: {a: {workflow: replace}}\nmeasures: [variance]\n',
);
const recipe = put('recipe.yaml', 'steps: [duplicates]\n');
const check = ['check', same, '--reference', human, '--gates', strict, '--workers', '1'];

/** A command line of each command that does its work in a moment. */
const WORKING: Readonly<Record<string, readonly string[]>> = {
  run: ['run', experiment, '--out', at('run'), '--workers', '1'],
  list: ['list'],
  show: ['show', 'gaussian'],
  report: ['report', at('run')],
  figure: ['figure', at('run'), 'variance', '-o', at('variance.svg')],
  table: ['table', at('run'), '--format', 'markdown'],
  'export-data': ['export-data', at('run'), '-o', at('table.csv')],
  profile: ['profile', human, '-o', at('human.profile'), '--workers', '1'],
  merge: ['merge', at('human.profile'), at('human.profile'), '-o', at('merged.profile')],
  check,
  share: ['share', mixed, '--human', human, '--synthetic', same, '--workers', '1'],
  curate: ['curate', same, '--recipe', recipe, '--workers', '1'],
  forecast: ['forecast', human, '--sample', '500', '--generations', '2', '--seeds', '2', '--workers', '1'],
};
/** Of a folder of its own for each call: a curation that is done is not done again. */
let folders = 0;
/** Those that can be told to be quiet. */
const QUIET: string[] = [];
for (const {name, load} of COMMANDS) if (Object.hasOwn(WORKING, name) && 'quiet' in (await load()).options) QUIET.push(name);

const lineOf = (name: string): string[] => [...WORKING[name], ...(name === 'curate' ? ['-o', at(`curated-${folders++}`)] : [])];
const done = (name: string, ...more: string[]): Promise<Done> => run([...lineOf(name), ...more]);
const ENDINGS: Readonly<Record<string, number>> = {check: 1};

describe('the table of a run', () => {
  it('is LaTeX unless said, Markdown for a file whose name says so, and carries the command that makes it', async () => {
    await done('run');
    const latex = await run(['table', at('run')]);
    expect(latex.out).toContain('\\begin{tabular}');
    await run(['table', at('run'), '-o', at('table.md')]);
    const markdown = readFileSync(at('table.md'), 'utf8');
    expect(markdown).toMatch(/^\*\*/);
    expect(markdown).toContain(`--format markdown -o ${at('table.md')}`);
  });
});

describe('the list of commands', () => {
  it('says of the positional arguments what the command declares', async () => {
    for (const {name, positional: shown, load} of COMMANDS) {
      const command = await load();
      const terms = Object.entries(command.positional).map(([key, positional]) => positionalTerm(key, positional));
      expect([name, shown ?? '']).toEqual([name, terms.join(' ')]);
    }
  });

  it('gives the help what every option is, and no option two names', async () => {
    for (const command of (await program()).commands) {
      const help = command.helpInformation();
      expect(help).toContain(`genloss ${command.name()} [options]`);
      const shown = command.options.filter(({hidden}) => !hidden);
      const flags = shown.flatMap(({short, long}) => [short, long].filter((flag) => flag !== undefined));
      expect(new Set(flags).size, command.name()).toBe(flags.length);
      for (const flag of flags) expect(help).toContain(flag);
    }
  });
});

describe('usage', () => {
  it('is told on standard output where it is asked for', async () => {
    for (const line of [['--help'], ['help'], ['check', '--help'], ['help', 'check'], ['--version']]) {
      const {code, out, err} = await run(line);
      expect([line, code, err, out.length > 0]).toEqual([line, 0, '', true]);
    }
    expect((await run(['help', 'check'])).out).toBe((await run(['check', '--help'])).out);
    expect((await run(['help', 'check'])).out).toContain('--reference <data>');
  });

  it.each([
    ['nothing', [], 'Usage: genloss'],
    ['an unknown command', ['chek'], "unknown command 'chek'\n(Did you mean check?)"],
    ['an unknown option', ['list', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    ['a mistyped option that is required', ['check', 'x', '--refernce', 'y'], "unknown option '--refernce'\n(Did you mean --reference?)"],
    ['a required option that is missing', ['check', 'x'], "required option '--reference <data>' not specified"],
    ['a missing argument', ['run'], "missing required argument 'experiment'"],
    ['too many arguments', ['show', 'a', 'b'], 'too many arguments'],
    ['an option without its value', ['run', 'gaussian', '--seeds'], "option '--seeds <n>' argument missing"],
    ['a number that is none', ['run', 'gaussian', '--seeds', 'x'], 'wanted a whole number of at least 1'],
    ['an empty number', ['export', 'x', '-o', 'y', '--seed', ''], 'wanted a whole number from 0'],
    ['a share above 1', ['forecast', 'x', '--top-p', '1.5'], 'wanted a share from 0 to 1'],
    ['a choice that is none', ['run', 'gaussian', '--device', 'tpu'], 'Allowed choices are cpu, webgpu, cuda'],
    ['a language that changes nothing', ['profile', 'x', '-o', 'y', '--language', 'en'], 'folds case as every other does'],
    ['options that contradict each other', ['forecast', 'x', '--untruncated', '--top-p', '0.5'], 'contradict each other'],
    ['a name that no experiment has', ['show', 'gausian'], 'no experiment of the name "gausian" ships'],
  ])('of %s leaves 64, says why on standard error, and nothing else', async (_, line, why) => {
    const {code, out, err} = await run(line);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(why);
  });

  it('of every command asks for what it requires, and knows a mistyped one before', async () => {
    for (const {name, load} of COMMANDS) {
      const {options, positional} = await load();
      const argument = Object.keys(positional).map(() => 'x');
      for (const key of Object.keys(options).filter((one) => options[one].required)) {
        const missing = await run([name, ...argument]);
        expect([name, missing.code]).toEqual([name, 64]);
        expect(missing.err).toContain('not specified');
        const mistyped = await run([name, ...argument, `--${key}x`, 'y']);
        expect(mistyped.err).toContain(`(Did you mean --${key}?)`);
      }
    }
  });
});

describe('a command that is done', () => {
  it.each(Object.keys(WORKING))('%s prints its result on standard output, for people', async (name) => {
    const {code, out} = await done(name);
    expect(code).toBe(ENDINGS[name] ?? 0);
    expect(out.length).toBeGreaterThan(20);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    expect(out).not.toMatch(/\u001b/);
  });

  it.each(Object.keys(WORKING))('%s --json prints one JSON document, and its verdict is the same', async (name) => {
    const {code, out} = await done(name, '--json');
    expect(code).toBe(ENDINGS[name] ?? 0);
    expect(typeof JSON.parse(out)).toBe('object');
    expect(out.endsWith('\n')).toBe(true);
  });

  it.each(QUIET)('%s --quiet says nothing beside its result', async (name) => {
    const {code, out, err} = await done(name, '--quiet');
    expect([code, err]).toEqual([ENDINGS[name] ?? 0, '']);
    expect(out === '').toBe(name === 'run');
  });

  it('says how far it is on standard error', async () => {
    const {err} = await run(['run', experiment, '--out', at('run-loud'), '--workers', '1']);
    expect(err).toMatch(/^w\n {2}0% {2}estimating {2}a 0\/2\n[\s\S]*100% .* in all {2}a 2\/2\n$/);
  });

  it('has colours in a terminal alone', async () => {
    for (const name of ['run', 'check']) {
      const {out} = await run(lineOf(name), {terminal: true});
      expect(out).toContain('\u001b[');
    }
  });
});

describe('a verdict', () => {
  it('is the exit code', async () => {
    expect((await run([...check, '--quiet'])).code).toBe(1);
    expect((await run(['check', other, '--reference', human, '--gates', strict, '--quiet', '--workers', '1'])).code).toBe(0);
    expect((await run(['check', same, '--reference', human, '--gates', lax, '--quiet', '--workers', '1'])).code).toBe(2);
  });

  it('is told as wide as the terminal, and to 100 columns elsewhere', async () => {
    const longest = async (options: MemoryOptions) =>
      Math.max(...(await run([...check, '--quiet'], options)).out.split('\n').map((line) => [...stripVTControlCharacters(line)].length));
    expect(await longest({terminal: true, columns: 60})).toBeLessThanOrEqual(60);
    expect(await longest({})).toBe(await longest({columns: 60}));
    expect(await longest({})).toBeGreaterThan(72);
  });

  it('is the same in every format and every file', async () => {
    const files = ['html', 'markdown', 'junit', 'sarif'];
    const {code, out} = await run([
      ...check,
      '--quiet',
      '--format',
      'markdown',
      ...files.flatMap((name) => [`--${name}`, at(`c.${name}`)]),
    ]);
    expect(code).toBe(1);
    expect(readFileSync(at('c.markdown'), 'utf8')).toBe(out);
    for (const name of files) expect(readFileSync(at(`c.${name}`), 'utf8')).toContain('duplicates.exact');
  });
});

describe('standard input', () => {
  it('is what - reads', async () => {
    const {code, out} = await run(['profile', '-', '-o', at('piped.profile'), '--quiet', '--json'], {input: readFileSync(human, 'utf8')});
    expect([code, JSON.parse(out).documents]).toEqual([0, 60]);
  });
});

describe('standard output', () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: write`), {code, syscall: 'write'});

  it('whose reader has ended leaves a verdict its exit code, and is 73 without a word where there is none', async () => {
    for (const name of Object.keys(WORKING)) {
      const {code, err} = await run([...lineOf(name), ...(name === 'run' ? ['--json'] : [])], {outFails: failure('EPIPE')});
      expect([name, code]).toEqual([name, {check: 1, share: 0}[name] ?? 73]);
      expect(err).not.toContain('genloss:');
    }
    expect((await run(['--help'], {outFails: failure('EPIPE')})).code).toBe(73);
  });

  it('that is full is told, whatever the verdict', async () => {
    for (const line of [['list'], ['--help'], [...check, '--quiet']]) {
      const {code, err} = await run(line, {outFails: failure('ENOSPC')});
      expect(code).toBe(73);
      expect(err).toBe('genloss: standard output: cannot write: the disk is full\n  next: send the output somewhere else\n');
    }
  });

  it('beside a standard error that is closed leaves the exit code', async () => {
    const errFails = failure('EPIPE');
    expect((await run(['profile', 'nowhere.jsonl', '-o', at('p')], {errFails})).code).toBe(65);
    expect((await run(['profil'], {errFails})).code).toBe(64);
    expect((await run(check, {errFails})).code).toBe(1);
  });
});

describe('errors', () => {
  it.each([
    [65, ['profile', 'nowhere.jsonl', '-o', at('p')], 'nowhere.jsonl does not exist'],
    [65, ['report', folder], 'not a run directory'],
    [65, ['export', folder, '-o', at('exported')], 'not a run directory'],
    [65, ['merge', human, '-o', at('m')], 'this is not a profile'],
    [64, ['run', 'nowhere.yaml'], 'neither a file nor one that ships'],
    [64, ['run', experiment, '--set', 'seeds'], '--set wants path=value'],
    [64, ['check', human, '--reference', human, '--gates', 'nowhere.yaml'], 'Check --gates.'],
    [64, ['curate', human, '--recipe', 'nowhere.yaml', '-o', at('c')], 'Check --recipe.'],
    [64, ['profile', human, '-o', human], 'would write over'],
    [64, ['profile', human, '-o', at('p'), '--delimiter', ';'], 'no file of the data is CSV or TSV'],
    [73, ['run', experiment, '--out', human], 'cannot write'],
  ])('leave %i and are told with what to do next: %j', async (code, line, why) => {
    const told = await run(line);
    expect([told.code, told.out]).toEqual([code, '']);
    expect(told.err).toMatch(/^(w\n)?genloss: .*\n {2}next: .*\n$/);
    expect(told.err).toContain(why);
  });

  it('of options that say how data is read name them as they are typed', async () => {
    await done('profile', '--quiet');
    const {code, err} = await run(['check', at('human.profile'), '--reference', at('human.profile'), '--no-header', '--max-bad', '3']);
    expect(code).toBe(64);
    expect(err).toContain('--no-header, --max-bad says how data is read, but both sides are profiles');
  });
});

describe('a signal', needsPosix('signals are not tested'), () => {
  /** Runs until `ready`, sends signals one after another, each when the one before was answered. */
  async function signalled(line: readonly string[], ready: () => boolean, signals: readonly ('SIGINT' | 'SIGTERM')[]): Promise<Done> {
    const {effects, out, err, send} = memoryEffects();
    const {runCommandLine} = await import('./command-line.ts');
    const ended = runCommandLine(line, effects);
    for (const [i, signal] of signals.entries()) {
      while (i === 0 && !ready()) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(send(signal)).toBe(true);
    }
    const code = await ended;
    expect(send('SIGINT'), 'nobody listens any more').toBe(false);
    return {code, out: out(), err: err()};
  }
  const long = ['--set', 'generations=100000', '--set', 'seeds=50', '--workers', '1', '--quiet'];
  const begun = (directory: string) => () => {
    try {
      return readdirSync(directory).includes('running.lock');
    } catch {
      return false;
    }
  };

  it('ends a run after the generations in hand, and the same command goes on', async () => {
    const directory = at('once');
    const {code, out, err} = await signalled(['run', experiment, '--out', directory, ...long], begun(directory), ['SIGINT']);
    expect([code, out]).toEqual([130, '']);
    expect(err).toContain('stopping after the generations in hand, within 30 seconds; once more to stop at once');
    expect(err).toContain(`genloss: stopped; what is done is in ${directory}. The same command goes on from there:`);
    expect(err).toContain(`genloss run ${experiment} --output ${directory} --set generations=100000 --set seeds=50\n`);
    expect(readdirSync(directory)).not.toContain('running.lock');
  });

  it('that comes twice ends it at once', async () => {
    const directory = at('twice');
    const {code, err} = await signalled(['run', experiment, '--out', directory, ...long], begun(directory), ['SIGTERM', 'SIGINT']);
    expect(code).toBe(130);
    expect(err).toContain('within 5 seconds');
    expect(err).toContain('stopped at once, the generations in hand are lost; what is done is in');
  });

  it('ends what keeps its stages, or keeps nothing, at the first', async () => {
    const stages = at('stages');
    const hangs = put('hangs.yaml', `steps: [{command: {run: [sh, -c, "touch ${at('hangs')}; sleep 100"]}}]\n`);
    const curated = ['curate', human, '--recipe', hangs, '-o', stages, '--workers', '1', '--quiet'];
    expect(await signalled(curated, () => existsSync(at('hangs')), ['SIGINT'])).toEqual({
      code: 130,
      out: '',
      err: `\ngenloss: interrupted; what is done is in ${stages}, and the same command goes on from there\n`,
    });
  });
});
