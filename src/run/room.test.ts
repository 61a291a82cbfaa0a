import {expect, test} from 'vitest';
import type {Arm} from '../lab/experiment/arm.ts';
import {asksPrograms, BYTES_A_SECOND, bytesOfCarry, keptOf} from './room.ts';

const arm: Arm = {
  name: 'a',
  data: {world: 'gaussian', dimension: 1, mean: 0, sd: 1},
  model: {kind: 'gaussian'},
  workflow: 'replace',
} as unknown as Arm;
const transformer = {...arm, model: {kind: 'transformer'}} as unknown as Arm;
const asking = {...arm, quality: {rules: ['duplicates', {command: {run: ['judge']}}], every: 1}} as unknown as Arm;

test('what a lineage needs to go on is kept where it takes at most so many bytes for each second', () => {
  const most = 3 * BYTES_A_SECOND;
  expect(keptOf({arm, all: 10 * most, needed: most, seconds: 3})).toBe('last');
  expect(keptOf({arm, all: 10 * most, needed: most + 1, seconds: 3})).toBe('none');
});

test('what earlier generations left is kept of transformers alone, which are trained again from it, within the same bound', () => {
  const most = 3 * BYTES_A_SECOND;
  expect(keptOf({arm: transformer, all: most, needed: 1, seconds: 3})).toBe('all');
  expect(keptOf({arm: transformer, all: most + 1, needed: 1, seconds: 3})).toBe('last');
  expect(keptOf({arm, all: most, needed: 1, seconds: 3})).toBe('last');
});

test('all is kept where models are, and where a program decides', () => {
  expect(keptOf({arm, all: 1e12, needed: 1e12, seconds: 1, keepModels: true})).toBe('all');
  expect([asksPrograms(asking), asksPrograms(arm)]).toEqual([true, false]);
  expect(keptOf({arm: asking, all: 1e12, needed: 1e12, seconds: 1})).toBe('all');
  const later = {...arm, events: [{generation: 2, set: {quality: {rules: [{command: {run: ['judge']}}]}}}]} as unknown as Arm;
  expect(asksPrograms(later)).toBe(true);
});

test('bytes are those of the arrays and of the models', () => {
  const points = {kind: 'points', count: 2, dimension: 3, values: new Float64Array(6)} as const;
  expect(bytesOfCarry({sample: points, used: 0})).toBe(48);
  expect(bytesOfCarry({sample: points, fresh: points, used: 0, models: [new Uint8Array(5)]})).toBe(101);
});
