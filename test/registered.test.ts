/** Families and measures that a program brings: what is wrong with them is told, never measured. */
import {beforeEach, describe, expect, it} from 'vitest';
import * as z from 'zod';
import type {Points} from '../src/core/data.ts';
import type {Reading} from '../src/core/measure/estimate.ts';
import {Stream} from '../src/core/random/stream.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {registerMeasure} from '../src/lab/measure/catalog.ts';
import type {LabMeasure} from '../src/lab/measure/measure.ts';
import {registerFamily} from '../src/models/families.ts';
import type {Family} from '../src/models/family.ts';

let count = 0;
let kind = '';
beforeEach(() => {
  kind = `brought-${count++}`;
});

/** Draws the records that it was fitted to. `draw`: in place of that. */
const familyOf = (draw?: (count: number) => unknown) => ({
  kind,
  schema: z.strictObject({kind: z.literal(kind)}),
  fits: 'points',
  wants: 'a world of points',
  isNeural: false,
  cost: () => 1,
  make: () => ({
    kind,
    fit: (training: readonly {data: Points}[]) => ({
      sample: draw ?? ((size: number) => ({...training[0].data, count: size, values: training[0].data.values.slice(0, size)})),
      save: () => new Uint8Array(0),
    }),
    load: () => {
      throw new Error('not here');
    },
  }),
});
const register = (family: object): void => registerFamily(family as Family);

const measureOf = (points: () => unknown) => ({
  ...{name: kind, title: 'Brought', unit: '', on: ['points'], from: 'sample', whole: true, range: {least: 0, most: 1}},
  ...{caption: 'c', source: 's'},
  points,
});
const bring = (measure: object): void => registerMeasure(measure as LabMeasure);

/** The first generation of an experiment with this model and measure. */
function firstOf(model: string, measure: string): readonly Reading[] {
  const resolved = resolveExperiment({
    ...{title: 't', data: {world: 'gaussian'}, model: {kind: model}, sample: {size: 30}, generations: 1, seeds: 1},
    ...{arms: {replace: {workflow: 'replace'}}, measures: [measure]},
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return new Lineage({arm: resolved.arms[0], seed: 0, root: Stream.root(1), measures: [measure]}).advance().readings;
}

describe('a family', () => {
  it('that declares all works, and its name is taken then', () => {
    register(familyOf());
    bring(measureOf(() => ({measure: kind, value: 0.5})));
    expect(firstOf(kind, kind)).toEqual([{measure: kind, value: 0.5}]);
    expect(() => register(familyOf())).toThrow('already');
  });

  it.each([
    ['kind', undefined],
    ['kind', 'two words'],
    ['schema', undefined],
    ['schema', {}],
    ['schema', z.object({kind: z.literal('x')})],
    ['fits', 'point'],
    ['wants', undefined],
    ['isNeural', undefined],
    ['cost', undefined],
    ['make', undefined],
    ['accepts', true],
    ['problems', 'none'],
  ])('without a right %s (%s) is refused, and every experiment resolves as before', (field, value) => {
    expect(() => register({...familyOf(), [field]: value})).toThrow(new RegExp(`: ${field} is`));
    expect(() => firstOf('gaussian', 'mean')).not.toThrow();
  });

  it('whose schema has another kind, or takes any, is refused', () => {
    expect(() => register({...familyOf(), schema: z.strictObject({kind: z.string()})})).toThrow('its schema has another kind, or any');
    expect(() => register({...familyOf(), schema: z.strictObject({kind: z.literal('another')})})).toThrow('its schema has another kind');
  });

  it.each([
    ['too few records', {kind: 'points', count: 3, dimension: 1, values: new Float64Array(3)}, 'has 3 records, 30 were asked for'],
    [
      'records of another kind',
      {kind: 'categories', count: 30, categories: 2, values: new Uint32Array(30)},
      'is categories, wanted points',
    ],
    [
      'more than its arrays hold',
      {kind: 'points', count: 30, dimension: 1, values: new Float64Array(9)},
      'says that it has 30 records and holds 9',
    ],
    ['nothing', undefined, 'is undefined, wanted points'],
  ])('that draws %s is told, with its name', (_, sample, message) => {
    register(familyOf(() => sample));
    bring(measureOf(() => ({measure: kind, value: 0.5})));
    expect(() => firstOf(kind, kind)).toThrow(`${JSON.stringify(kind)} ${message}`);
  });
});

describe('a measure', () => {
  it.each([
    ['name', ''],
    ['title', undefined],
    ['unit', 3],
    ['on', 'points'],
    ['on', ['pionts']],
    ['from', 'samples'],
    ['whole', undefined],
    ['range', {least: 1, most: 0}],
    ['better', 'more'],
    ['lost', 'up'],
    ['caption', undefined],
    ['points', 3],
  ])('without a right %s (%j) is refused', (field, value) => {
    expect(() => bring({...measureOf(() => 1), [field]: value})).toThrow(new RegExp(`: ${field} is`));
  });

  it('has exactly one way of being read', () => {
    const {points: _, ...none} = measureOf(() => 1);
    expect(() => bring(none)).toThrow('no way of being read');
    expect(() => bring({...measureOf(() => 1), text: () => []})).toThrow('several ways of being read: text, points');
  });

  it.each([
    ['a number', 0.5, 'a measure gave 0.5 in place of'],
    ['a list', [{measure: 'x', value: 1}], 'in place of {measure, value}'],
    ['nothing', undefined, 'a measure gave undefined'],
    ['another name', {measure: 'nope', value: 1}, 'a reading of "nope", which was not asked for'],
  ])('that gives %s is told', (_, given, message) => {
    bring(measureOf(() => given));
    expect(() => firstOf('gaussian', kind)).toThrow(message);
  });

  it.each([[Number.NaN], [Infinity]])('that gives %d has a reason in its place', (value) => {
    bring(measureOf(() => ({measure: kind, value})));
    expect(firstOf('gaussian', kind)).toEqual([{measure: kind, reason: `not a finite number (${value})`}]);
  });
});
