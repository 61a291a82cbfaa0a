import {expect, it} from 'vitest';
import {periodOfPath} from './path-pattern.ts';

it.each([
  ['{period}.jsonl', 'crawl-7.jsonl', 'crawl-7'],
  ['logs/{period}/part-*.jsonl', 'logs/2026-01-05/part-03.jsonl', '2026-01-05'],
  ['logs/**/{period}.jsonl.gz', 'logs/a/b/2026-01.jsonl.gz', '2026-01'],
  ['logs/**/{period}.jsonl', 'logs/2026-01.jsonl', '2026-01'],
  ['{period}/{period}-?.txt', 'x/x-1.txt', 'x'],
  ['/data/(a)+[b]/{period}.txt', '/data/(a)+[b]/1.txt', '1'],
  ['../{period}.txt', '/up/1.txt', '1'],
])('%s of %s is %s', (pattern, path, period) => expect(periodOfPath(pattern, '/up/here')(path)).toBe(period));

it.each([
  ['{period}.jsonl', 'crawl-7.txt'],
  ['{period}.jsonl', 'deep/crawl-7.jsonl'],
  ['{period}/{period}.txt', 'x/y.txt'],
  ['{period}.jsonl', 'crawl-7xjsonl'],
])('%s is not of %s', (pattern, path) => expect(periodOfPath(pattern, '/up/here')(path)).toBeUndefined());
