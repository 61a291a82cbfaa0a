/** `genloss judgements` and what else reads a run and writes a file: what is refused, counted and said. */
import {cpSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';
import {askingRun, asksOf, judgementsOf} from './label-desk.ts';

const folder = temporaryFolder();
const {run} = askingRun(folder, {comparisons: 8});
const asks = asksOf(run);
const judgement = (ask: string, choice = 'first', more = {}) => `${JSON.stringify({ask, choice, annotator: 'ada', ...more})}\n`;

/** The run as it asks first, with judgements of its own. */
function runWith(name: string, ...lines: string[]): string {
  const copy = join(folder, name);
  cpSync(run, copy, {recursive: true});
  if (lines.length > 0) writeFileSync(judgementsOf(copy), lines.join(''));
  return copy;
}

describe('a file that a command writes of a run', () => {
  it.each([
    ['judgements', ['--export', 'trl'], 'judgements.jsonl'],
    ['judgements', ['--export', 'argilla'], 'asks.jsonl'],
    ['judgements', ['--as-annotator', 'ada'], 'experiment.yaml'],
    ['texts', ['--generation', '1'], 'lock.json'],
    ['export-data', ['--format', 'csv'], 'summary.json'],
    ['table', [], 'lineages/table.tex'],
    ['figure', ['support', '--arms', 'judged'], 'samples/support.svg'],
    ['export', [], 'lineages/model'],
  ])('is none of its own: genloss %s %j -o %s', (name, more, file) => {
    const own = runWith(`own-${name}-${file.replace('/', '-')}`, judgement(asks[0].ask));
    const path = join(own, file);
    const before = existsSync(path) ? readFileSync(path) : undefined;
    const {code, err} = genloss([name, own, ...more, '-o', path]);
    expect([code, err]).toEqual([64, expect.stringContaining("which is the run's own")]);
    expect(err).toContain('--output');
    expect(existsSync(path) ? readFileSync(path) : undefined).toEqual(before);
  });
});
