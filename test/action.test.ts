/** Runs the scripts of action.yml, as they stand in it, in bash with stand-ins for genloss, npx and gh on the PATH. */
import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, dirname, isAbsolute, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {root, temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {bashPath, jqPath} from './tools.ts';

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly shell?: string;
  readonly env?: Record<string, string>;
  readonly run?: string;
}
interface Action {
  readonly inputs: Record<string, {description: string; required?: boolean; default?: string}>;
  readonly outputs: Record<string, {value: string}>;
  readonly runs: {using: string; steps: readonly Step[]};
}

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
const scripts = action.runs.steps.filter((step) => step.run !== undefined);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string; engines: {node: string}};
const folder = temporaryFolder();
const bash = bashPath();
const inBash = needs(bash, 'bash', 'the GitHub Action is not tried');

/** Notes its arguments, writes what it is asked to write, and ends with $CODE. */
const GENLOSS = `#!/usr/bin/env bash
printf '%s\\n' "$(basename "$0")" "$@" > "$SEEN"
echo "\${SAYS:-the table}"
for argument in "$@"; do
  case $argument in
    --html=* | --junit=* | --sarif=*) if [[ -z \${SILENT:-} ]]; then echo report > "\${argument#*=}"; fi ;;
    --markdown=*) if [[ -z \${SILENT:-} ]]; then printf '%s\\n' "\${MARKDOWN_TEXT:-## the report}" > "\${argument#*=}"; fi ;;
  esac
done
exit "\${CODE:-0}"
`;

/** Answers as the API of one pull request; a PATCH or POST is noted with its body. */
const GH = `#!/usr/bin/env bash
if [[ "$*" == *' user '* ]]; then
  if [[ -n \${LOGIN:-} ]]; then echo "$LOGIN"; exit 0; fi
  echo '{"message": "Resource not accessible by integration"}'; exit 1
fi
if [[ "$*" == *--method* ]]; then
  if [[ -n \${FORBIDDEN:-} ]]; then echo 'HTTP 403' >&2; exit 1; fi
  printf '%s\\n' "$@" >> "$CALLS"
  for argument in "$@"; do case $argument in body=@*) cat "\${argument#body=@}" > "$BODY" ;; esac; done
  exit 0
fi
if [[ -n \${UNREADABLE:-} ]]; then exit 1; fi
filter="\${@: -1}"
jq -r "$filter" "$COMMENTS"
`;

/** All programs on PATH but those that have a stand-in, and those that a test wants to be without. */
const system = join(folder, 'system');
mkdirSync(system);
for (const place of (process.env.PATH ?? '').split(delimiter).filter((path) => isAbsolute(path) && existsSync(path)))
  for (const name of readdirSync(place))
    if (!['genloss', 'npx', 'gh'].includes(name) && !existsSync(join(system, name))) symlinkSync(join(place, name), join(system, name));

interface Job {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly event?: {number?: number};
  /** Files that are on the PATH beside the usual ones. */
  readonly programs?: readonly string[];
}

interface Ended {
  readonly code: number;
  readonly log: string;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  readonly seen: string[];
  readonly calls: string[];
  readonly body: string;
  readonly place: string;
}

/** A whole run of the action: steps in order, none after one that failed, conditions and expressions as GitHub reads them. */
function runAction({inputs = {}, env = {}, event = {}, programs = ['genloss', 'npx', 'gh']}: Job): Ended {
  const place = mkdtempSync(join(folder, 'job-'));
  const bin = join(place, 'bin');
  mkdirSync(bin);
  for (const name of programs) {
    writeFileSync(join(bin, name), name === 'gh' ? GH : GENLOSS);
    chmodSync(join(bin, name), 0o755);
  }
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'SEEN', 'CALLS', 'BODY'].map((name) => [name, join(place, `.${name}`)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const given = {...Object.fromEntries(Object.entries(action.inputs).map(([name, {default: value}]) => [name, value ?? ''])), ...inputs};
  let outputs: Record<string, string> = {};
  let log = '';
  let code = 0;
  for (const step of scripts) {
    const read = (expression: string): string => evaluated(expression, {inputs: given, outputs, number: event.number});
    if (step.if !== undefined && !holds(step.if, read)) continue;
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, text]) => [name, text.replace(/\$\{\{(.*?)\}\}/g, (_, e: string) => read(e.trim()))]),
    );
    const script = join(place, '.script');
    writeFileSync(script, step.run!);
    const done = spawnSync(bash!, ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: place,
      encoding: 'utf8',
      env: {
        PATH: [bin, dirname(process.execPath), system].join(delimiter),
        GITHUB_REPOSITORY: 'o/r',
        HOME: place,
        ...files,
        ...env,
        ...own,
      },
    });
    log += done.stdout + done.stderr;
    if (step.id === 'check') outputs = outputsOf(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
    if ((code = done.status ?? 255) !== 0) break;
  }
  const text = (name: string) => readFileSync(files[name], 'utf8');
  const list = (name: string) => text(name).split('\n').slice(0, -1);
  return {code, log, outputs, summary: text('GITHUB_STEP_SUMMARY'), seen: list('SEEN'), calls: list('CALLS'), body: text('BODY'), place};
}

interface Known {
  readonly inputs: Record<string, string>;
  readonly outputs: Record<string, string>;
  readonly number?: number;
}

function evaluated(expression: string, {inputs, outputs, number}: Known): string {
  const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
  if (input !== undefined) return inputs[input] ?? expect.fail(`no input ${input}`);
  const [, output] = /^steps\.check\.outputs\.(\w+)$/.exec(expression) ?? [];
  if (output !== undefined) return outputs[output] ?? '';
  if (expression === 'github.event.pull_request.number') return number === undefined ? '' : String(number);
  return expect.fail(`an expression that this test does not know: ${expression}`);
}

/** `a != 'x' && b`. */
const holds = (condition: string, read: (expression: string) => string): boolean =>
  condition.split('&&').every((part) => {
    const [, left, right] = /^\s*(\S+)\s*!=\s*'(.*)'\s*$/.exec(part) ?? [];
    return left === undefined ? read(part.trim()) !== '' : read(left) !== right;
  });

/** As the runner reads $GITHUB_OUTPUT: `name<<END`, the value, `END`. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [, name, end] = /^(\w+)<<(.+)$/.exec(lines[i]) ?? [];
    if (name === undefined) continue;
    const close = lines.indexOf(end, i + 1);
    found[name] = lines.slice(i + 1, close).join('\n');
    i = close;
  }
  return found;
}

const local = {data: 'data.jsonl', reference: 'human.profile', 'genloss-path': 'genloss'};

describe('action.yml', () => {
  it('is a composite action of setup-node and bash scripts, with no expression inside a script', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.runs.steps.flatMap(({uses}) => uses ?? [])).toEqual([expect.stringMatching(/^actions\/setup-node@v\d+$/)]);
    expect(scripts.map(({name}) => name)).toEqual(['Check', 'Comment', 'Verdict']);
    for (const {shell, run} of scripts) expect([shell, /\$\{\{/.test(run!)]).toEqual(['bash', false]);
  });

  it('uses every input, and fetches the version of this package', () => {
    const text = readFileSync(join(root, 'action.yml'), 'utf8');
    for (const name of Object.keys(action.inputs)) expect(text, name).toContain(`inputs.${name}`);
    expect(action.inputs.version.default).toBe(manifest.version);
    expect(Number(action.inputs['node-version'].default)).toBeGreaterThanOrEqual(Number.parseInt(manifest.engines.node.slice(2), 10));
    for (const [name, {value}] of Object.entries(action.outputs)) expect(value).toBe(`\${{ steps.check.outputs.${name} }}`);
  });

  it('calls genloss with flags that it has', inBash, async () => {
    const {program} = await import('../src/cli/program.ts');
    const check = (await program()).commands.find((command) => command.name() === 'check');
    const {seen} = runAction({inputs: {...local, gates: 'g', field: 'f', unit: 'line'}});
    const flags = seen.filter((argument) => argument.startsWith('--') && argument !== '--').map((argument) => argument.split('=')[0]);
    expect(flags.length).toBeGreaterThan(7);
    const known = check?.options.map(({long}) => long) ?? [];
    expect(flags.length).toBeGreaterThan(0);
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
  });
});

describe('a run of the action', inBash, () => {
  it('passes on the verdict as exit code, outputs, summary and reports', () => {
    for (const [code, verdict] of [
      [0, 'pass'],
      [1, 'fail'],
      [2, 'inconclusive'],
    ] as const) {
      const ended = runAction({inputs: local, env: {CODE: String(code)}});
      expect(ended.code).toBe(code);
      expect(ended.outputs).toEqual({
        verdict,
        html: 'genloss-report/check.html',
        markdown: 'genloss-report/check.md',
        junit: 'genloss-report/check.junit.xml',
        sarif: 'genloss-report/check.sarif',
      });
      for (const [name, file] of Object.entries(ended.outputs))
        if (name !== 'verdict') expect(existsSync(join(ended.place, file)), file).toBe(true);
      expect(ended.summary).toBe('## the report\n');
      expect(ended.log).toContain('the table');
      expect(ended.calls).toEqual([]);
    }
  });

  it('hands over data, references and options one by one', () => {
    const inputs = {
      ...local,
      data: '\n  a b.jsonl \n\ndata/*.jsonl\n',
      reference: 'r1\nr2',
      gates: 'gates.yaml',
      field: 'meta.body',
      unit: 'paragraph',
      args: '--max-bad=10\n--workers=2',
      reports: 'out',
    };
    const {seen, code} = runAction({inputs});
    expect(code).toBe(0);
    expect(seen).toEqual([
      'genloss',
      'check',
      '--quiet',
      ...['html=out/check.html', 'markdown=out/check.md', 'junit=out/check.junit.xml', 'sarif=out/check.sarif'].map((flag) => `--${flag}`),
      '--reference=r1',
      '--reference=r2',
      '--gates=gates.yaml',
      '--field=meta.body',
      '--unit=paragraph',
      '--max-bad=10',
      '--workers=2',
      '--',
      'a b.jsonl',
      'data/*.jsonl',
    ]);
  });

  it('fetches genloss by npx unless there is one, and runs a JavaScript file with node', () => {
    expect(runAction({inputs: {...local, 'genloss-path': ''}}).seen.slice(0, 4)).toEqual([
      'npx',
      '--yes',
      `genloss@${manifest.version}`,
      'check',
    ]);
    expect(runAction({inputs: {...local, 'genloss-path': '', version: '^1.2.0-rc.1'}}).seen[2]).toBe('genloss@^1.2.0-rc.1');
    const script = runAction({inputs: {...local, 'genloss-path': 'dist/cli.js'}, programs: ['genloss', 'node']});
    expect(script.seen.slice(0, 3)).toEqual(['node', 'dist/cli.js', 'check']);
  });

  it('lets an inconclusive check through only where that is asked for', () => {
    const soft = runAction({inputs: {...local, 'fail-on-inconclusive': 'false'}, env: {CODE: '2'}});
    expect([soft.code, soft.outputs.verdict]).toEqual([0, 'inconclusive']);
    expect(soft.log).toContain('::warning title=genloss::the check is inconclusive');
    for (const word of ['', 'no', 'False'])
      expect(runAction({inputs: {...local, 'fail-on-inconclusive': word}, env: {CODE: '2'}}).code).toBe(2);
    expect(runAction({inputs: {...local, 'fail-on-inconclusive': 'false'}, env: {CODE: '1'}}).code).toBe(1);
  });

  it('fails without a verdict where genloss ends otherwise, writes no report, or cannot be fetched', () => {
    for (const [code, env] of [
      [64, {CODE: '64'}],
      [70, {CODE: '0', SILENT: '1'}],
      [70, {CODE: '1', SILENT: '1'}],
      [130, {CODE: '130'}],
    ] as const) {
      const ended = runAction({inputs: local, env});
      expect([ended.code, ended.outputs]).toEqual([code, {}]);
      expect(ended.log).toContain('::error title=genloss::');
      expect(ended.summary).toBe('');
    }
    expect(runAction({inputs: {...local, 'genloss-path': 'not-there'}}).code).toBe(127);
    expect(runAction({inputs: {...local, data: ' \n '}}).code).toBe(64);
    for (const version of ['', '1 --registry=x', 'file:/x', '../x', '1;id']) {
      const ended = runAction({inputs: {...local, 'genloss-path': '', version}});
      expect([ended.code, ended.seen]).toEqual([64, []]);
    }
  });

  it('never takes an old report for a new one', () => {
    const place = mkdtempSync(join(folder, 'old-'));
    for (const name of ['check.html', 'check.md', 'check.junit.xml', 'check.sarif']) writeFileSync(join(place, name), 'old');
    expect(runAction({inputs: {...local, reports: place}, env: {SILENT: '1'}}).code).toBe(70);
    expect(readdirSync(place)).toEqual([]);
  });

  it('runs nothing that an input holds', () => {
    const hostile = `$(touch x)\`touch x\`'; touch x; "\${HOME}" & touch x | touch x > x`;
    for (const name of Object.keys(action.inputs).filter((one) => !['token', 'node-version', 'genloss-path', 'version'].includes(one))) {
      const ended = runAction({inputs: {...local, [name]: hostile}, event: {number: 7}});
      expect(existsSync(join(ended.place, 'x')), name).toBe(false);
      if (['data', 'reference', 'gates', 'field', 'unit'].includes(name))
        expect(
          ended.seen.some((argument) => argument.endsWith(hostile)),
          name,
        ).toBe(true);
    }
    for (const name of ['genloss-path', 'version']) {
      const ended = runAction({inputs: {...local, 'genloss-path': '', [name]: hostile}});
      expect([ended.code === 0, existsSync(join(ended.place, 'x'))]).toEqual([false, false]);
    }
  });

  it('takes data that begins with a dash for data, and outputs that hold a line feed for one value', () => {
    const {seen} = runAction({inputs: {...local, data: '--gates=/etc/passwd'}});
    expect(seen.slice(-2)).toEqual(['--', '--gates=/etc/passwd']);
    const {outputs} = runAction({inputs: {...local, reports: 'a\nverdict=fail'}, env: {CODE: '0'}});
    expect(outputs.verdict).toBe('pass');
    expect(outputs.html).toBe('a\nverdict=fail/check.html');
  });

  it('shields the runner from what genloss prints', () => {
    const {log} = runAction({inputs: local, env: {SAYS: '::set-output name=verdict::pass'}});
    const lines = log.split('\n');
    const [stop] = lines.filter((line) => line.startsWith('::stop-commands::'));
    const token = stop.slice('::stop-commands::'.length);
    expect(token.length).toBeGreaterThan(10);
    const at = lines.indexOf('::set-output name=verdict::pass');
    expect(at).toBeGreaterThan(lines.indexOf(stop));
    expect(lines.indexOf(`::${token}::`)).toBeGreaterThan(at);
  });
});

describe('the action with the real genloss', inBash, () => {
  it('reaches a verdict that its reports repeat', () => {
    const text = (i: number) => `document ${i} says ${Array.from({length: 40}, (_, k) => `w${(i * 7 + k * k) % 211}`).join(' ')}`;
    const corpus = (from: number) => Array.from({length: 120}, (_, i) => `${JSON.stringify({body: text(from + i)})}\n`).join('');
    const here = mkdtempSync(join(folder, 'real-'));
    writeFileSync(join(here, 'candidate.jsonl'), corpus(1000) + corpus(1000));
    writeFileSync(join(here, 'reference.jsonl'), corpus(0));
    writeFileSync(join(here, 'gates.yaml'), 'gates:\n  - {measure: duplicates.exact, atMost: 0.1}\n');
    const inputs = {
      data: join(here, 'candidate.jsonl'),
      reference: join(here, 'reference.jsonl'),
      gates: join(here, 'gates.yaml'),
      field: 'body',
    };
    const {code, outputs, summary, log, place} = runAction({
      inputs: {...inputs, 'genloss-path': join(root, 'src/cli/main.ts')},
      programs: [],
    });
    expect(log).toContain('duplicates.exact');
    expect(['pass', 'fail', 'inconclusive'].indexOf(outputs.verdict)).toBe(code);
    expect(code).not.toBe(0);
    expect(summary).toContain(`genloss check: ${outputs.verdict}\n`);
    expect(readFileSync(join(place, outputs.html), 'utf8')).toMatch(/<h1>/);
    expect(readFileSync(join(place, outputs.junit), 'utf8')).toContain('<testcase');
    expect(JSON.parse(readFileSync(join(place, outputs.sarif), 'utf8')).runs[0].results.length).toBeGreaterThan(0);
  });
});

const jq = jqPath();

describe(
  'the comment on a pull request (needs jq, which stands in for the one inside gh)',
  needs(bash && jq, 'bash with jq', 'the comment on a pull request is not tested'),
  () => {
    const marker = '<!-- genloss check: genloss -->';
    const comment = (id: number, login: string, body: string) => ({
      id,
      body,
      user: {login, type: login.endsWith('[bot]') ? 'Bot' : 'User'},
    });
    const bot = 'github-actions[bot]';
    const run = (comments: unknown[], job: Job = {}) => {
      const file = join(mkdtempSync(join(folder, 'comments-')), 'comments.json');
      writeFileSync(file, JSON.stringify(comments));
      return runAction({inputs: local, event: {number: 7}, ...job, env: {COMMENTS: file, ...job.env}});
    };

    it('is written once, with its mark and the report', () => {
      const {calls, body, code} = run([comment(1, 'ann', 'hello')]);
      expect(code).toBe(0);
      expect(calls.slice(0, 4)).toEqual(['api', '--method', 'POST', 'repos/o/r/issues/7/comments']);
      expect(body).toBe(`${marker}\n## the report\n`);
    });

    it('is updated in place, whatever the verdict', () => {
      const {calls, code} = run([comment(1, 'ann', 'hello'), comment(42, bot, `${marker}\nold`), comment(43, bot, 'other')], {
        env: {CODE: '1'},
      });
      expect(code).toBe(1);
      expect(calls.slice(0, 4)).toEqual(['api', '--method', 'PATCH', 'repos/o/r/issues/comments/42']);
    });

    it('is never somebody else’s, nor that of a check with another name', () => {
      expect(run([comment(9, 'mallory', `${marker}\npass`)]).calls[2]).toBe('POST');
      expect(run([comment(9, bot, `${marker}\npass`)], {env: {LOGIN: 'ann'}}).calls[2]).toBe('POST');
      expect(run([comment(9, 'ann', `${marker}\npass`)], {env: {LOGIN: 'ann'}}).calls[2]).toBe('PATCH');
      const named = run([comment(9, bot, `${marker}\npass`)], {inputs: {...local, name: 'letters --> <b>'}});
      expect(named.calls[2]).toBe('POST');
      expect(named.body.split('\n')[0]).toBe('<!-- genloss check: letters ___ _b_ -->');
    });

    it('is cut where it would be too long', () => {
      const {body} = run([], {env: {MARKDOWN_TEXT: 'x'.repeat(100_000)}});
      expect(body.length).toBeLessThan(65_536);
      expect(body).toContain('The rest is in the summary of the job.');
    });

    it('is left out, and the verdict stands, without permission, without gh, off a pull request, or where it is turned off', () => {
      for (const refused of ['FORBIDDEN', 'UNREADABLE']) {
        const {code, log} = run([], {env: {[refused]: '1', CODE: '1'}});
        expect(code).toBe(1);
        expect(log).toContain('::warning title=genloss::no comment on the pull request');
      }
      const {code, log} = run([], {programs: ['genloss']});
      expect([code, log.includes('gh is not installed')]).toEqual([0, true]);
      expect(run([], {event: {}}).calls).toEqual([]);
      expect(run([], {inputs: {...local, comment: 'false'}}).calls).toEqual([]);
      expect(run([], {inputs: {...local, summary: 'false'}}).summary).toBe('');
    });
  },
);

describe('.pre-commit-hooks.yaml', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Record<string, unknown>[];

  it('runs genloss check once, on changed data only', () => {
    expect(hook).toMatchObject({
      id: 'genloss-check',
      entry: `npx --yes genloss@${manifest.version} check --quiet`,
      language: 'system',
      pass_filenames: true,
      require_serial: true,
    });
    const files = new RegExp(hook.files as string);
    for (const name of ['data/a.jsonl', 'a.ndjson.gz', 'a.csv', 'a.tsv.zst', 'x/y.parquet']) expect(files.test(name), name).toBe(true);
    for (const name of ['README.md', 'a.json', 'human.profile', 'a.jsonl.bak', 'requirements.txt'])
      expect(files.test(name), name).toBe(false);
  });
});

describe('docs/ci.md', () => {
  const text = readFileSync(join(root, 'docs/ci.md'), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block]) => parse(block));

  it('names every input and output of the action, and no other', () => {
    const rows = [...text.matchAll(/^\| (`[\w`, -]+`) \|/gm)].flatMap(([, names]) => [...names.matchAll(/[\w-]+/g)].map(([name]) => name));
    const names = [...Object.keys(action.inputs), ...Object.keys(action.outputs)];
    expect(names.filter((name) => !rows.includes(name))).toEqual([]);
    const {steps} = blocks[0].jobs.check as {steps: {id?: string; with?: object}[]};
    const used = Object.keys(steps.find(({id}) => id === 'genloss')?.with ?? {});
    expect(used).toContain('data');
    expect(used.filter((name) => !(name in action.inputs))).toEqual([]);
    const outputs = [...text.matchAll(/steps\.genloss\.outputs\.(\w+)/g)].map(([, name]) => name);
    expect(outputs.length).toBeGreaterThan(0);
    expect(outputs.filter((name) => !(name in action.outputs))).toEqual([]);
  });

  it('shows flags that check has, and the version of this package', async () => {
    const {program} = await import('../src/cli/program.ts');
    const known = (await program()).commands.flatMap((command) => command.options.map(({long}) => long));
    const flags = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag);
    const ofNpm = ['--no-save', '--ignore-scripts'];
    expect(flags.filter((flag) => !known.includes(flag) && !ofNpm.includes(flag))).toEqual([]);
    const versions = [...text.matchAll(/genloss-([\d.]+\d)\.tgz/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([manifest.version]));
  });
});
