import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {lookingFiles} from '../scripts/looking-files.ts';
import {root} from './command.ts';

/** Programs that tests start by name: what every POSIX system has, what comes with Node, and what `canMount` and `canMakeDevices` have tried. */
const BY_NAME = ['cat', 'mkfifo', 'mknod', 'mount', 'npm', 'npx', 'sh', 'sleep', 'umount'];

/** Where a test, or what it imports, finds or skips by itself what test/tools.ts and test/needs.ts are there for. */
function ownWays(code: string): string[] {
  const started = [...code.matchAll(/\b(?:spawn|spawnSync|execFile|execFileSync|exec|execSync)\(\s*(['"`])([^'"`]*)\1/g)].map(
    ([, , name]) => name,
  );
  const ways = code.match(
    /\b(?:skipIf|runIf)\b|\b(?:it|test|describe)\.(?:skip|todo|only)\b|process\.(?:platform|gete?[ug]id)\b|env\.(?:GENLOSS_T\w+|CHROMIUM|PATH)\b|\.skip\(\)|['"`]\/(?:usr|bin|opt|snap)\/[^'"`]*/g,
  );
  return [...started.filter((name) => !BY_NAME.includes(name)), ...(ways ?? [])];
}

/** Files that may: they find, or hand the environment on. */
const MAY: Readonly<Record<string, string>> = {
  'test/tools.ts': 'finds programs, data and rights',
  'test/needs.ts': 'knows the platform',
  'test/tools.test.ts': 'has them as examples',
  'test/duration.ts': 'names the machine',
  'test/action.test.ts': 'makes a PATH without what has a stand-in',
  'test/label-many.test.ts': 'is told how many judgements to make',
  'test/package.test.ts': 'puts the Node of the tests first in PATH',
};

const files = globSync(['test/**/*.ts', 'src/**/*.test.ts', 'src/**/*.test-input.ts'], {cwd: root}).sort();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('what a test needs of a machine', () => {
  it('is found in one place, and skips a test in one way, which says why', () => {
    expect(files.length).toBeGreaterThan(200);
    const own = files.filter((file) => !(file in MAY)).flatMap((file) => ownWays(textOf(file)).map((way) => `${file}: ${way}`));
    expect(own).toEqual([]);
    expect(Object.keys(MAY).filter((file) => ownWays(textOf(file)).length === 0)).toEqual([]);
  });

  it('is known of a file before it runs, so that `npm run bare` takes it', () => {
    const looking = lookingFiles();
    for (const file of ['test/runtime.test.ts', 'test/memory-limit.test.ts', 'test/share-essays.test.ts', 'src/cli/completion.test.ts'])
      expect(looking).toContain(file);
    expect(looking).not.toContain('test/memory.test.ts');
    expect(looking.length).toBeLessThan(40);
  });

  it.each([
    ["it.skipIf(!x)('a', () => {})", ['skipIf']],
    ["describe.skip('a', () => {})", ['describe.skip']],
    ["spawnSync('python3', [])", ['python3']],
    ["execFileSync(\n  'docker', ['ps'])", ['docker']],
    ["existsSync('/usr/bin/jq')", ["'/usr/bin/jq"]],
    ['process.getuid?.() === 0', ['process.getuid']],
    ['process.env.GENLOSS_TEST_DATA', ['env.GENLOSS_TEST_DATA']],
    ['if (!there) return context.skip();', ['.skip()']],
    ["spawnSync('sh', ['-c', script])", []],
    ["it('a', needs(x, 'x', 'y is not tested'), () => context.skip(!there, 'why'))", []],
  ])('%s is an own way: %j', (code, ways) => expect(ownWays(code)).toEqual(ways));
});
