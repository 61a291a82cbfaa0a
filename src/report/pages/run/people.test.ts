import {expect, it} from 'vitest';
import {document} from '../../document.test-input.ts';
import {doseSection} from './dose-section.ts';
import type {ReportInput, SummaryRow} from './input.ts';
import {measureSection} from './measure-section.ts';
import {peopleNote, peopleOf} from './people.ts';
import {armLinesOf, layoutArms} from './series.ts';

const row = (generation: number, mean: number, size?: number): SummaryRow => ({generation, n: 3, mean, ...(size !== undefined && {size})});
const rows = [row(0, 0.4, 20_000), row(1, 0.6), row(2, 0.3)];
const measure = {name: 'tail.retention', title: 'Rare types', unit: 'share', caption: 'Rare.', better: 'higher', counted: 'words'};

function inputOf(arms: Record<string, Record<string, SummaryRow[]>>): ReportInput {
  const names = Object.keys(arms);
  return {
    title: 't',
    experimentYaml: '',
    command: '',
    versions: {},
    arms: names.map((name) => ({name, description: name})),
    generations: 2,
    seeds: 3,
    measures: [measure],
    summary: {arms},
    table: {columns: [], rows: [], caption: ''},
  };
}

it('people are a line of their own, once for arms of one human text, and no point of an arm', () => {
  const input = inputOf({replace: {'tail.retention': rows}, mixed: {'tail.retention': rows}});
  expect(peopleOf(input, ['replace', 'mixed'], 'tail.retention')).toEqual([
    {value: 0.4, low: Number.NaN, high: Number.NaN, size: 20_000, half: false},
  ]);
  const layout = layoutArms([{name: 'replace'}, {name: 'mixed'}]);
  for (const line of armLinesOf(input, layout, 'tail.retention')) expect(line.points.map(({generation}) => generation)).toEqual([1, 2]);
  const section = measureSection({input, layout, document}, measure).markup;
  expect(section).toContain('Better: higher, as far as people read (0.400).');
  expect(section).toContain('Dotted: people, fresh human data (20,000 words) measured as a sample is.');
  expect(section).toContain('stroke-dasharray="1 4"');
});

it('half of the human text is said to be that, with what the first fit reads against the same half', () => {
  const own = {
    'tail.retention': rows,
    'tail.retention[half]': [row(1, 0.45, 20_100)],
    'tail.retention[1]': [row(0, 0.2, 20_000), row(1, 0.3)],
  };
  const input = inputOf({replace: own});
  const people = peopleOf(input, ['replace'], 'tail.retention');
  expect(people).toMatchObject([{value: 0.4, half: true, first: [{arm: 'replace', value: 0.45}]}]);
  expect(peopleNote(people, 'words')).toMatch(/one half of the human data against the other .* the first fit reads 0.450/);
  const banded = peopleOf(input, ['replace'], 'tail.retention[1]');
  expect(banded).toMatchObject([{value: 0.2, half: true}]);
  expect(peopleNote(banded, 'words')).not.toContain('first fit');
});

it('an exact truth stays a point of the line', () => {
  const input = inputOf({replace: {'tail.retention': [row(0, 1), row(1, 0.6), row(2, 0.3)]}});
  expect(peopleOf(input, ['replace'], 'tail.retention')).toEqual([]);
  expect(armLinesOf(input, layoutArms([{name: 'replace'}]), 'tail.retention')[0].points.map(({generation}) => generation)).toEqual([
    0, 1, 2,
  ]);
});

it('no interval is drawn beyond what the measure can be', () => {
  const shares = [
    {...row(1, 0.95), low: 0.8, high: 1.1},
    {...row(2, 0.02), low: -0.1, high: 0.14},
  ];
  const input = inputOf({replace: {'tail.retention': shares, 'tail.retention[1]': shares, calibration: shares}});
  const ends = (key: string) => armLinesOf(input, layoutArms([{name: 'replace'}]), key)[0].points.map(({low, high}) => [low, high]);
  expect(ends('tail.retention')).toEqual([
    [0.8, 1],
    [0, 0.14],
  ]);
  expect(ends('tail.retention[1]')).toEqual([
    [0.8, 1],
    [0, 0.14],
  ]);
  expect(ends('calibration')).toEqual([
    [0.8, 1.1],
    [-0.1, 0.14],
  ]);
});

it('people are drawn over doses too, where they are as many', () => {
  const doses = [0, 0.1, 0.2];
  const names = doses.map((dose) => `fresh share=${dose}`);
  const input = inputOf(Object.fromEntries(names.map((name) => [name, {'tail.retention': rows}])));
  const dosed = {...input, doses: {path: 'enrichment.share', arms: names.map((arm, i) => ({base: 'fresh', dose: doses[i], arm}))}};
  const {markup} = doseSection({input: dosed, document})!;
  expect(markup).toContain('stroke-dasharray="1 4"');
  expect(markup).toContain(' Dotted: people.');
});
