import {stripVTControlCharacters} from 'node:util';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {readingLine, startReadingDisplay} from './reading-display.ts';

const progress = (bytes: number) => ({bytes, totalBytes: 400e6, records: 52_000, file: 'a.jsonl'});

function terminal(isTTY: boolean): {stream: NodeJS.WriteStream; written: string[]} {
  const written: string[] = [];
  const stream = {isTTY, columns: 60, rows: 20, write: (text: string) => written.push(text) > 0} as unknown as NodeJS.WriteStream;
  return {stream, written};
}

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '');
  vi.stubEnv('TERM', 'xterm');
});
afterEach(() => vi.unstubAllEnvs());

describe('the line of the reading', () => {
  it('says what was read, how fast, and what is left', () => {
    expect(readingLine('reading', progress(120e6), 3)).toBe('reading: 120 of 400 MB (30%), 40 MB/s, 52,000 records, 7 s left');
    expect(readingLine('reading', {...progress(1.25e6), totalBytes: 0}, 0.5)).toBe('reading: 1.3 MB, 2.5 MB/s, 52,000 records');
    expect(readingLine('reading', progress(0), 0)).toBe('reading: 0.0 of 400 MB (0%), 0.0 MB/s, 52,000 records');
  });
});

describe('the display of the reading', () => {
  it('writes plain lines, 5 seconds apart, where there is no terminal', () => {
    const {stream, written} = terminal(false);
    let now = 0;
    const display = startReadingDisplay('reading', {quiet: false, stream, now: () => now});
    for (now = 0; now < 12_000; now += 100) display.show(progress(now * 10_000));
    display.end();
    expect(written).toEqual([
      'reading: 50 of 400 MB (12%), 10 MB/s, 52,000 records, 35 s left\n',
      'reading: 100 of 400 MB (25%), 10 MB/s, 52,000 records, 30 s left\n',
    ]);
  });

  it('draws one line again and again in a terminal, never a wrapped one, and leaves nothing behind', async () => {
    const {stream, written} = terminal(true);
    let now = 0;
    const display = startReadingDisplay('a title that is long enough', {quiet: false, stream, now: () => now});
    display.show(progress(0));
    await vi.waitFor(() => expect(written.length).toBeGreaterThan(0), {timeout: 60_000});
    for (now = 100; now < 1000; now += 10) display.show(progress(now * 10_000));
    expect(written.length).toBeGreaterThan(5);
    expect(written.length).toBeLessThan(30);
    const lines = stripVTControlCharacters(written.join('\n')).split('\n');
    const longest = Math.max(...lines.map(({length}) => length));
    expect(longest).toBeLessThan(60);
    display.end();
    expect(written.at(-1)).not.toContain('MB');
  });

  it('is plain where colours are not wanted, and silent where it is asked to be', () => {
    vi.stubEnv('NO_COLOR', '1');
    for (const quiet of [false, true]) {
      const {stream, written} = terminal(true);
      let now = 0;
      const display = startReadingDisplay('reading', {quiet, stream, now: () => now});
      now = 6000;
      display.show(progress(60e6));
      display.end();
      expect(written.length).toBe(quiet ? 0 : 1);
    }
  });
});
