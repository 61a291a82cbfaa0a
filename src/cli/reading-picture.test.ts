import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it, vi} from 'vitest';
import {memoryEffects} from './effects.test-input.ts';
import {readingLine, startReadingDisplay} from './reading-picture.ts';

const progress = (bytes: number) => ({bytes, totalBytes: 400e6, records: 52_000, file: 'a.jsonl'});

describe('the line of the reading', () => {
  it('says what was read, how fast, and what is left', () => {
    expect(readingLine('reading', progress(120e6), 3)).toBe('reading: 120 of 400 MB (30%), 40 MB/s, 52,000 records, 7 s left');
    expect(readingLine('reading', {...progress(1.25e6), totalBytes: 0}, 0.5)).toBe('reading: 1.3 MB, 2.5 MB/s, 52,000 records');
    expect(readingLine('reading', progress(0), 0)).toBe('reading: 0.0 of 400 MB (0%), 0.0 MB/s, 52,000 records');
  });

  it('is never wrapped in a terminal, and is gone at the end', async () => {
    const {effects, err} = memoryEffects({terminal: true});
    const narrow = {...effects, stderr: {...effects.stderr, columns: 60}};
    const display = startReadingDisplay('a title that is long enough', {quiet: false}, narrow);
    display.show(progress(0));
    await vi.waitFor(() => expect(err()).toContain('a title'), {timeout: 60_000});
    const [line] = /a title.*/.exec(stripVTControlCharacters(err()))!;
    expect(line.length).toBe(59);
    const before = err().length;
    display.end();
    expect(err().slice(before)).not.toContain('MB');
  });
});
