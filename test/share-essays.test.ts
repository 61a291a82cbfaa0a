import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {measureShare} from '../src/node/share/share.ts';
import {temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {dataFolder} from './tools.ts';

const folder = temporaryFolder();

function write(name: string, texts: readonly string[]): string {
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(file, texts.map((text) => `${JSON.stringify({text})}\n`).join(''));
  return file;
}

const essays = dataFolder('essays');
describe('on essays of people and of a model', () => {
  it(
    'mean absolute error is small, and intervals cover',
    needs(essays, 'essays in GENLOSS_TEST_DATA', 'share is not held against essays of people and of a model'),
    async () => {
      const read = (name: string) =>
        readFileSync(join(essays!, name), 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line): string => JSON.parse(line).text);
      const count = (texts: readonly string[]) =>
        texts.reduce((sum, text) => sum + text.split(/(?<=[.!?])\s+/).filter((s) => s.split(/\s+/).length > 2).length, 0);
      const stream = Stream.root('essays');
      const errors: number[] = [];
      let covered = 0;
      for (let split = 0; split < 2; split++) {
        const [human, synthetic] = [read('human.jsonl'), read('chatgpt.jsonl')].map((texts) =>
          Array.from(permutation(stream, texts.length), (i) => texts[i]),
        );
        const known = {human: [write('human', human.slice(0, 63))], synthetic: [write('synthetic', synthetic.slice(0, 63))]};
        for (const share of [0, 0.1, 0.5, 1]) {
          const k = Math.round(63 * share);
          const parts = [synthetic.slice(63, 63 + k), human.slice(63, 126 - k)];
          const right = count(parts[0]) / count(parts.flat());
          const report = await measureShare([write('candidate', parts.flat())], known);
          expect(report.verdict).toBe('estimate');
          errors.push(Math.abs(report.share! - right));
          if (report.low - 0.005 <= right && right <= report.high + 0.005) covered++;
        }
      }
      // of 20 splits the mean is .010 (docs/share.md); of two it varies by as much again
      expect(errors.reduce((sum, e) => sum + e, 0) / errors.length, errors.join(' ')).toBeLessThanOrEqual(0.025);
      expect(covered, errors.join(' ')).toBeGreaterThanOrEqual(6);
    },
  );
});
