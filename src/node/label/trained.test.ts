import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from '../../../test/command.ts';
import {askingRun} from '../../../test/label-desk.ts';
import type {Row} from '../../lab/results/row.ts';
import {TrainedReader} from './trained.ts';

const folder = temporaryFolder();
const {experiment, run} = askingRun(folder, {comparisons: 12});

describe('what answers have come to', () => {
  it('is nothing before a generation is trained with them, and then its measures beside those of the one before', () => {
    const reader = new TrainedReader(run);
    expect(reader.read()).toEqual([]);
    const asks = readFileSync(join(run, 'asks.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as {ask: string; generation: number});
    expect(new Set(asks.map(({generation}) => generation))).toEqual(new Set([1]));
    writeFileSync(
      join(run, 'judgements.jsonl'),
      asks.map(({ask}, i) => `${JSON.stringify({ask, choice: i % 3 === 0 ? 'tie' : 'first', annotator: 'ada'})}\n`).join(''),
    );
    expect(genloss(['run', experiment, '--out', run, '--quiet'])).toMatchObject({code: 0, err: ''});
    const rows = readFileSync(join(run, 'results.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Row);
    const shown = (generation: number, measure: string) =>
      rows.find((row) => row.generation === generation && row.measure === measure && row.band === undefined)?.value;
    const [trained, ...others] = reader.read();
    expect(others).toEqual([]);
    expect(trained).toMatchObject({arm: 'judged', seeds: 1, judgements: asks.length});
    const {name, before, after} = trained.measure!;
    expect(after).toBe(shown(trained.generation, name));
    expect(before).toBe(shown(trained.generation - 1, name));
    // the same of a reader that begins now, where the units are packed
    expect(new TrainedReader(run).read()).toEqual([trained]);
  });

  it('is what it was where a unit cannot be read any more', () => {
    const broken = join(folder, 'broken');
    cpSync(run, broken, {recursive: true});
    const reader = new TrainedReader(broken);
    const before = reader.read();
    writeFileSync(join(broken, 'lineages', 'judged', 'packed-1.units'), 'x');
    expect(before).toHaveLength(1);
    expect(reader.read()).toEqual(before);
  });
});
