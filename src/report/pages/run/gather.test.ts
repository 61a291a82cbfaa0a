import {describe, expect, it} from 'vitest';
import {resolveExperiment} from '../../../lab/experiment/resolve.ts';
import {type RunRecord, reportInputOf} from './gather.ts';
import type {Pictured} from './pictures.ts';

const resolved = resolveExperiment({
  title: 'stops',
  data: {world: 'categorical', categories: 20},
  model: {kind: 'categorical'},
  sample: {size: 50},
  generations: 3,
  seeds: 2,
  measures: ['tail.retention', 'entropy'],
  arms: {
    plain: {workflow: 'replace'},
    stopping: {workflow: 'replace', quality: {gates: [{measure: 'entropy', atLeast: 1}], onFail: 'stop'}},
    later: {
      workflow: 'replace',
      events: [{generation: 2, set: {quality: {gates: [{measure: 'entropy', atLeast: 1}], onFail: 'stop'}}}],
    },
    'onFail stop': {workflow: 'replace'},
    ending: {workflow: 'replace', stop: {measure: 'support', atMost: 1}},
  },
});
if (!resolved.ok) throw new Error(resolved.problems.map(({message}) => message).join('\n'));

const run: RunRecord = {
  experiment: resolved.experiment,
  arms: resolved.arms,
  summary: {
    arms: {plain: {'tail.retention': [], 'tail.retention[10]': [], 'tail.retention[half]': [], 'tail.retention[2-3]': []}},
    differences: [],
  },
  yaml: 'title: stops',
  command: 'genloss run',
  versions: {},
  pictured: [],
  notes: [],
  timed: [],
};

describe('what a report is made of', () => {
  it('tells which arms may stop, by a stop or by their gates at any generation, and not by their names', () => {
    expect(reportInputOf(run).arms.map(({name, stops}) => [name, stops])).toEqual([
      ['plain', false],
      ['stopping', true],
      ['later', true],
      ['onFail stop', false],
      ['ending', true],
    ]);
  });

  it('speaks of a controller only where an arm has one', () => {
    const measures = ['humanShare', 'entropy'];
    const captionOf = (arms: RunRecord['arms']) =>
      reportInputOf({...run, arms, experiment: {...run.experiment, measures}}).measures.map(({caption}) => caption)[0];
    expect(captionOf(run.arms)).not.toContain('controller');
    const adjust = {enrichment: {step: 0.1, most: 0.5, from: 'original' as const}};
    const adjusted = {...run.arms[1], quality: {...run.arms[1].quality!, onFail: {adjust}}} as (typeof run.arms)[number];
    expect(captionOf([run.arms[0], adjusted])).toContain('A controller moves it up while a gate fails');
  });

  it('tells each family and its data once', () => {
    expect(reportInputOf(run).made).toEqual([{family: 'categorical', data: 'draws from a known truth, the world categorical'}]);
  });

  it('has the bands of a measure in their order, but for the half', () => {
    expect(reportInputOf(run).measures.map(({name, bands}) => [name, bands])).toEqual([
      ['tail.retention', ['2-3', '10']],
      ['entropy', undefined],
    ]);
  });

  it('means times over generations and lineages, without what took none', () => {
    const timed = [
      {arm: 'plain', generations: 4, spent: {fit: 4, sample: 2, treat: 0, measure: 0}},
      {arm: 'plain', generations: 1, spent: {fit: 2, sample: 1, treat: 0, measure: 0}},
    ];
    expect(reportInputOf({...run, timed}).times).toEqual({
      plain: [
        {activity: 'fit', seconds: 6 / 5},
        {activity: 'sample', seconds: 3 / 5},
      ],
    });
  });

  it('keeps forty notes and says how many there are more', () => {
    const notes = Array.from({length: 42}, (_, i) => ({arm: 'plain', text: `note ${i}`}));
    const shown = reportInputOf({...run, notes}).notes!;
    expect([shown.length, shown[40]]).toEqual([41, {arm: 'and more', text: '2 notes'}]);
  });

  it('takes people and truths from generation 0, and pictures of one frame alone', () => {
    const density = (bins: number, low = 0): Pictured['picture'] => ({density: {x: [low, 1], y: [0, 1], bins, counts: [bins]}});
    const pictured = [
      {arm: 'plain', generation: 0, picture: density(1)},
      {arm: 'plain', generation: 1, picture: density(1)},
      {arm: 'stopping', generation: 1, picture: density(1, -5)},
    ];
    const {pictures} = reportInputOf({...run, pictured});
    expect(pictures?.density).toEqual({x: [0, 1], y: [0, 1], bins: 1, arms: {plain: [{generation: 1, counts: [1]}]}, truth: {plain: [1]}});
  });

  it('has of each arm its own people', () => {
    const categories = (...counts: number[]): Pictured['picture'] => ({categories: {counts}});
    const pictured = ['plain', 'stopping'].flatMap((arm, i) => [
      {arm, generation: 0, picture: categories(2, i)},
      {arm, generation: 1, picture: categories(1, i)},
    ]);
    expect(reportInputOf({...run, pictured}).pictures?.categories?.human).toEqual({plain: [2, 0], stopping: [2, 1]});
  });
});
