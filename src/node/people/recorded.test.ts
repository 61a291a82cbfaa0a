import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {temporaryFolder} from '../../../test/command.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {keepRecorded, recordedPlaces} from './recorded.ts';

const folder = temporaryFolder();
const armOf = (judgements: string): Arm =>
  ({name: judgements, feedback: {kind: 'reweight', annotator: {kind: 'person', annotators: 1, judgements}}}) as unknown as Arm;
const line = (annotator: string) => `${JSON.stringify({ask: 'a', choice: 'first', annotator})}\n`;

describe('recorded judgements', () => {
  it('of one name have places of their own, and one file has one', () => {
    const arms = ['a/j.jsonl', 'b/j.jsonl', './a/j.jsonl', 'c/j', 'd/j'].map(armOf);
    expect([...recordedPlaces(arms, '/base')]).toEqual([
      ['/base/a/j.jsonl', 'recorded/j.jsonl'],
      ['/base/b/j.jsonl', 'recorded/j-2.jsonl'],
      ['/base/c/j', 'recorded/j'],
      ['/base/d/j', 'recorded/j-2'],
    ]);
  });

  it('are copied whole or not at all, and a file that has grown is copied anew', () => {
    const run = join(folder, 'run');
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'j.jsonl'), line('ada'));
    const both = recordedPlaces(['a/j.jsonl', 'b/j.jsonl'].map(armOf), folder);
    expect(() => keepRecorded(run, both)).toThrow('there is no such file of judgements');
    expect(() => readFileSync(join(run, 'recorded', 'j.jsonl'))).toThrow('ENOENT');
    const places = recordedPlaces([armOf('a/j.jsonl')], folder);
    for (const text of [line('ada'), line('ada') + line('bo')]) {
      writeFileSync(join(folder, 'a', 'j.jsonl'), text);
      keepRecorded(run, places);
      expect(readFileSync(join(run, 'recorded', 'j.jsonl'), 'utf8')).toBe(text);
    }
    // from the run directory itself there is nothing to copy
    keepRecorded(run, recordedPlaces([armOf('recorded/j.jsonl')], run));
    expect(readFileSync(join(run, 'recorded', 'j.jsonl'), 'utf8')).toBe(line('ada') + line('bo'));
  });
});
