import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {machine, merged} from '../../scripts/timings.ts';
import {shippedNames} from './experiment-file.ts';
import {HEAVY_SECONDS, levelOf, readTimings, shippedExperiments, timingsSchema} from './shipped.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-shipped-'));
afterAll(() => rmSync(folder, {recursive: true}));
const timing = (seconds: number) => ({seconds, date: '2026-11-27', machine: machine(), version: '0.3.0'});

describe('the experiments that ship', () => {
  it('say what they show, and those with a time have a level', async () => {
    const all = await shippedExperiments();
    expect(all.map(({name}) => name)).toEqual(shippedNames());
    for (const {name, title, shows, level, timing: measured} of all) {
      expect(title.length, name).toBeGreaterThan(10);
      expect(shows?.length, name).toBeGreaterThan(40);
      if (measured) expect(level, name).toBeDefined();
    }
    expect(all.filter(({level}) => level === 'first steps').length).toBeGreaterThan(2);
  });

  it('are heavy from the time on that is said, whatever their name, but those to begin with', () => {
    expect(levelOf('kde', timing(HEAVY_SECONDS))).toBe('research');
    expect(levelOf('kde', timing(HEAVY_SECONDS + 1))).toBe('heavy');
    expect(levelOf('kde', undefined)).toBeUndefined();
    expect(levelOf('gaussian', undefined)).toBe('first steps');
  });

  it('keep times by name, in order, of those that ship alone', () => {
    const all = merged({regression: timing(2), gone: timing(3), gaussian: timing(4)}, 'kde', timing(5));
    expect(Object.keys(all)).toEqual(['gaussian', 'kde', 'regression']);
    expect(timingsSchema.parse(all)).toEqual(all);
  });

  it('refuse a file of times that nobody wrote so', () => {
    const file = join(folder, 'timings.json');
    for (const text of ['{', '[]', '{"kde": {"seconds": 0}}', JSON.stringify({kde: {...timing(1), colour: 'red'}})]) {
      writeFileSync(file, text);
      expect(() => readTimings(file), text).toThrow('holds no timings');
    }
    expect(readTimings(join(folder, 'none.json'))).toEqual({});
    expect(
      Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, '../../experiments/timings.json'), 'utf8'))).length,
    ).toBeGreaterThan(0);
  });
});
