import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {isLinux, needs, needsLinux, needsPosix} from '../../test/needs.ts';
import {canMakeDevices} from '../../test/tools.ts';
import {ConfigError, OutputError, ResourceError} from '../core/error.ts';
import {makeFolder, replaceFile, writeFolder} from './files.ts';
import {prepareOutput, refuseOverwriting, writeOutput} from './output-file.ts';
import {outputError, shortageOf} from './system-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-output-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};

function thrown(act: () => unknown): OutputError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(OutputError);
    return error as OutputError;
  }
  throw new Error('nothing was thrown');
}

describe('a file that a user names for output', () => {
  it('is replaced whole and keeps its mode', () => {
    const path = put('secret', 'old and long');
    chmodSync(path, 0o600);
    writeOutput(path, ['new']);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o664);
    writeOutput(path, ['newer']);
    expect(statSync(path).mode & 0o777).toBe(0o664);
  });

  it('stays as it was where the writing fails, and nothing else is left', () => {
    const path = put('kept', 'old');
    const before = readdirSync(folder);
    const failing = function* (): Generator<string> {
      yield 'half';
      throw new Error('no more');
    };
    expect(() => writeOutput(path, failing())).toThrow('no more');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('by a link is the file that the link leads to, whether that is there or not', () => {
    put('target', 'old');
    symlinkSync('target', at('link'));
    symlinkSync('link', at('link-to-link'));
    writeOutput(at('link-to-link'), ['new']);
    expect(readFileSync(at('target'), 'utf8')).toBe('new');
    expect([at('link'), at('link-to-link')].every((path) => lstatSync(path).isSymbolicLink())).toBe(true);
    mkdirSync(at('deep'));
    symlinkSync('deep/yet-to-be', at('dangling'));
    prepareOutput(at('dangling'));
    writeOutput(at('dangling'), ['there']);
    expect(readFileSync(at('deep/yet-to-be'), 'utf8')).toBe('there');
    expect(lstatSync(at('dangling')).isSymbolicLink()).toBe(true);
  });

  it('by links in a circle, or named like a folder, is refused', () => {
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    expect(thrown(() => writeOutput(at('a'), ['x'])).message).toContain('links lead in a circle');
    expect(thrown(() => prepareOutput(folder)).message).toContain('a folder of that name');
    expect(thrown(() => prepareOutput(at('n'.repeat(256)))).message).toContain('the name is too long');
    put('file', '');
    expect(thrown(() => prepareOutput(at('file/below'))).message).toContain('a file of that name is in the way');
  });

  it('that is a pipe is written in place, and stays a pipe', needsPosix('an output that is a pipe is not tested'), () => {
    execFileSync('mkfifo', [at('pipe')]);
    const reader = openSync(at('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    prepareOutput(at('pipe'));
    writeOutput(at('pipe'), ['through ', 'it']);
    expect(readFileSync(reader, 'utf8')).toBe('through it');
    closeSync(reader);
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  it(
    'that is a device is written in place, and stays a device',
    needs(canMakeDevices(), 'root who may make devices', 'an output that is a device is not tested'),
    () => {
      execFileSync('mknod', ['-m', '666', at('nothing'), 'c', '1', '3']);
      execFileSync('mknod', ['-m', '666', at('full'), 'c', '1', '7']);
      prepareOutput(at('nothing'));
      writeOutput(at('nothing'), ['gone']);
      expect(lstatSync(at('nothing')).isCharacterDevice()).toBe(true);
      expect(thrown(() => writeOutput(at('full'), ['x'])).message).toBe('cannot write: the disk is full');
      expect(lstatSync(at('full')).isCharacterDevice()).toBe(true);
    },
  );

  it('that is an open descriptor is written through it', needsPosix('an output that is a descriptor is not tested'), () => {
    const path = at('descriptor');
    const code = `import {writeOutput} from ${JSON.stringify(new URL('./output-file.ts', import.meta.url).href)};
      writeOutput('/dev/stdout', ['one ']); writeOutput('/dev/fd/1', ['two']); process.stdout.write(' three');`;
    execFileSync('sh', ['-c', '"$0" --input-type=module-typescript -e "$1" > "$2"', process.execPath, code, path]);
    expect(readFileSync(path, 'utf8')).toBe('one two three');
  });
});

describe('an output that is an input', () => {
  const refused = (outputs: readonly string[], inputs: readonly string[]) =>
    refuseOverwriting(
      outputs.map((path, i) => ({flag: `--out${i}`, path})),
      async () => inputs,
    );

  it('is refused under whatever name, and so are two outputs of one name', async () => {
    put('data', 'text');
    symlinkSync('data', at('data-link'));
    linkSync(at('data'), at('data-hard'));
    for (const name of ['data', './data', 'data-link', 'data-hard', 'deep/../data']) {
      const error = await refused([`${folder}/${name}`], [at('data')]).catch((caught) => caught);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toContain('would write over');
    }
    await expect(refused([at('data')], [at('data-link')])).rejects.toThrow('would write over');
    await expect(refused([at('new'), at('deep/../new')], [])).rejects.toThrow('--out0 and --out1 name the same file');
    await expect(refused([at('data'), at('data-hard')], [])).rejects.toThrow('name the same file');
  });

  it('is looked for only where an output is there already, and a device may be named twice', async () => {
    const never = async (): Promise<string[]> => {
      throw new Error('asked');
    };
    await refuseOverwriting([{flag: '-o', path: at('not-there')}], never);
    if (isLinux) await refused(['/dev/null', '/dev/null'], ['/dev/null']);
    await refused([at('new'), at('other')], [at('data')]);
  });
});

describe("a file of genloss's own folder", () => {
  it('is never written through a link, nor over what is no file', () => {
    put('elsewhere', 'precious');
    symlinkSync('elsewhere', at('results.jsonl'));
    expect(thrown(() => replaceFile(at('results.jsonl'), ['x'])).message).toContain('a link of that name is in the way');
    expect(readFileSync(at('elsewhere'), 'utf8')).toBe('precious');
    mkdirSync(at('summary.json'));
    expect(thrown(() => replaceFile(at('summary.json'), ['x'])).message).toContain('a folder of that name is in the way');
  });

  it('is named by its own name in errors, not by the one it is written under', () => {
    put('occupied', '');
    const error = thrown(() => writeFolder(at('occupied/unit'), {'rows.jsonl': 'x'}));
    expect(error.where).not.toContain('.aside-');
    mkdirSync(at('full-folder'));
    put('full-folder/file', '');
    const over = thrown(() => writeFolder(at('full-folder'), {'rows.jsonl': 'x'}));
    expect([over.where, over.message]).toEqual([at('full-folder'), 'cannot write: a folder of that name is in the way']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.aside-'))).toEqual([]);
  });
});

describe('what the system says', () => {
  const system = (code: string): Error => Object.assign(new Error(`${code}: words`), {code, syscall: 'open'});

  it('is an OutputError for every failed call of it, and left alone where it is something else', () => {
    for (const code of ['ENOSPC', 'EROFS', 'ENAMETOOLONG', 'EBUSY', 'EWHATEVER']) {
      const error = outputError(system(code), 'place') as OutputError;
      expect([error instanceof OutputError, error.where]).toEqual([true, 'place']);
      expect(error.next).not.toContain('--out');
    }
    const bug = new TypeError('a bug');
    expect(outputError(bug, 'place')).toBe(bug);
  });

  it('of open files and memory that have run out is a ResourceError', () => {
    for (const code of ['EMFILE', 'ENFILE', 'ENOMEM']) expect(outputError(system(code), 'place')).toBeInstanceOf(ResourceError);
    expect(shortageOf(new RangeError('Array buffer allocation failed'))).toBeInstanceOf(ResourceError);
    expect(shortageOf(new RangeError('WebAssembly.Memory(): could not allocate memory'))).toBeInstanceOf(ResourceError);
    const thread = (why: string) => Object.assign(new Error(`Worker initialization failure: ${why}`), {code: 'ERR_WORKER_INIT_FAILED'});
    expect(shortageOf(thread('EMFILE'))).toBeInstanceOf(ResourceError);
    expect(shortageOf(thread('unknown'))).toBeUndefined();
    expect(shortageOf(new Error('Cannot read package config /package.json: too many open files.'))).toBeInstanceOf(ResourceError);
    expect(shortageOf(new RangeError('Invalid array length'))).toBeUndefined();
    expect(shortageOf(system('ENOENT'))).toBeUndefined();
  });
});

describe('folders', () => {
  it('are made with those above them, and again', () => {
    for (let i = 0; i < 2; i++) makeFolder(at('one/two/three'));
    expect(statSync(at('one/two/three')).isDirectory()).toBe(true);
    put('a-file', 'x');
    expect(() => makeFolder(at('a-file/below'))).toThrow(OutputError);
  });

  it('that no file system lets be made are told', needsLinux('a folder that cannot be made is not tested'), () => {
    expect(() => makeFolder('/proc/nope/deeper')).toThrow(/its folder does not exist and cannot be made/);
  });
});
