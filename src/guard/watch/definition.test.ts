import {describe, expect, it} from 'vitest';
import {CHECK_MEASURES} from '../check/measures.ts';
import {watchSchema} from './definition.ts';
import {badSideOf, WATCH_MEASURES} from './measures.ts';

const definition = {
  title: 'a crawl',
  reference: 'human.jsonl',
  data: {files: 'crawl/*.jsonl', field: 'text'},
  period: {field: 'date', by: 'day'},
  calibration: 20,
  falseAlarms: {periods: 1000},
};

const problemsOf = (change: object) => watchSchema.safeParse({...definition, ...change}).error?.issues.map(({path}) => path.join('.'));

describe('a watch', () => {
  it('has defaults for what need not be said', () => {
    expect(watchSchema.parse(definition)).toMatchObject({open: 0, least: 8, reference: ['human.jsonl'], data: {files: ['crawl/*.jsonl']}});
  });

  it.each([
    {period: {path: 'crawl/{period}.jsonl'}},
    {period: {call: true}},
    {calibration: {until: '2026-01-20'}},
    {calibration: 'reference'},
    {data: {corpus: 'speeches', passage: 100}, period: {field: 'year', by: 'decade'}, slices: ['party']},
    {
      alerts: [
        {webhook: 'http://localhost:1/', headers: {Authorization: {env: 'TOKEN'}}},
        {alertmanager: 'https://a', expires: '2d'},
        {textfile: 'a.prom'},
      ],
    },
  ])('may hold %j', (change) => expect(problemsOf(change)).toBeUndefined());

  it.each([
    [{cadence: 'daily'}, ''],
    [{title: undefined}, 'title'],
    [{reference: undefined}, 'reference'],
    [{calibration: 3}, 'calibration'],
    [{calibration: 4, falseAlarms: {periods: 10_000}}, 'calibration'],
    [{falseAlarms: {periods: 1}}, 'falseAlarms.periods'],
    [{measures: ['calibration.halves']}, 'measures.0'],
    [{measures: ['words', 'words']}, 'measures'],
    [{slices: []}, 'slices'],
    [{data: {files: 'a', corpus: 'speeches'}}, 'data'],
    [{alerts: [{alertmanager: 'ftp://a'}]}, 'alerts.0.alertmanager'],
    [{alerts: [{alertmanager: 'http://a', expires: 'soon'}]}, 'alerts.0.expires'],
  ])('refuses %j', (change, path) => expect(problemsOf(change)).toEqual([path]));
});

it('knows the bad side of every measure of a check that has a value without a band', () => {
  expect([...WATCH_MEASURES, 'calibration.halves'].sort()).toEqual([...CHECK_MEASURES].sort());
  for (const measure of WATCH_MEASURES) expect([1, -1, 'both']).toContain(badSideOf(measure));
});
