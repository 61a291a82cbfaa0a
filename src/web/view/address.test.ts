import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {HIDDEN} from '../../core/text/plain.ts';
import {type Route, readRoute, readToken, SORT_KEYS, STATUSES, TABS, writeRoute} from './address.ts';

const id = fc.string({minLength: 1, maxLength: 64, unit: fc.constantFrom(...'aZ09_-')});
const words = fc.string({minLength: 1, maxLength: 60, unit: 'binary'}).filter((text) => text.search(HIDDEN) < 0);
const whole = fc.nat(999_999_999);
const list = fc.record(
  {
    find: words,
    status: fc.constantFrom(...STATUSES),
    sort: fc.record({key: fc.constantFrom(...SORT_KEYS), up: fc.boolean()}),
    ticked: fc.uniqueArray(id, {minLength: 1, maxLength: 20}),
  },
  {requiredKeys: []},
);
const compare = {measure: words, against: words, generation: whole};
const samples = {arm: words, lineage: whole, generation: whole, find: words, from: whole};
const onTab = {report: {}, generations: {generation: whole}, samples, compare};

const routes: fc.Arbitrary<Route> = fc.oneof(
  list.map((own) => ({page: 'list' as const, ...own})),
  fc.constant({page: 'checks' as const}),
  fc
    .constantFrom(...TABS)
    .chain((tab) =>
      fc
        .tuple(id, fc.record(onTab[tab] as typeof samples, {requiredKeys: []}))
        .map(([own, rest]) => ({page: 'run' as const, id: own, tab, ...rest})),
    ),
  fc
    .tuple(fc.uniqueArray(id, {minLength: 1, maxLength: 8}), fc.record(compare, {requiredKeys: []}))
    .map(([ids, rest]) => ({page: 'compare' as const, ids, ...rest})),
);

describe('the address of a view', () => {
  it('opens the same elsewhere, whatever is chosen', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(readRoute(writeRoute(route))).toEqual(route);
        expect(readRoute(writeRoute(route, 'to-ken'))).toEqual(route);
        expect(readToken(writeRoute(route, 'to-ken'))).toBe('to-ken');
        expect(readToken(writeRoute(route))).toBeUndefined();
        expect(writeRoute(readRoute(writeRoute(route)))).toBe(writeRoute(route));
      }),
      {numRuns: 500},
    );
  });

  it('is short and can be read', () => {
    expect(writeRoute({page: 'list', find: 'two ways', status: 'done', sort: {key: 'title', up: false}})).toBe(
      '#find=two+ways&status=done&sort=title-back',
    );
    expect(writeRoute({page: 'list', sort: {key: 'progress', up: false}, find: undefined})).toBe('#sort=progress');
    expect(writeRoute({page: 'run', id: 'x', tab: 'samples', arm: 'replace', generation: 0, lineage: 3})).toBe(
      '#run=x&tab=samples&arm=replace&lineage=3&generation=0',
    );
    expect(writeRoute({page: 'run', id: 'x', tab: 'report', find: 'of another tab'})).toBe('#run=x');
  });

  it.each(['', '#', '#run=', '#run=../x', '#run=%00', '#compare=', '#compare=../..', '#x=1', `#run=${'a'.repeat(65)}`])(
    '%s is the list',
    (hash) => expect(readRoute(hash)).toEqual({page: 'list'}),
  );

  it.each([
    '#find=',
    `#find=${'a'.repeat(501)}`,
    '#find=%E2%80%AEturned',
    '#find=%00',
    '#status=gone',
    '#status=any',
    '#sort=constructor',
    '#sort=title-up-down',
    '#sort=-',
    '#ticked=../..',
    '#generation=3',
    '#__proto__=x&constructor=y',
  ])('%s chooses nothing on the list', (hash) => expect(readRoute(hash)).toEqual({page: 'list'}));

  it.each([
    'generation=-1',
    'generation=1e9',
    'generation=NaN',
    'lineage=0x1',
    'from=99999999999',
    'generation=1.5',
    'arm=%0a',
    'status=done',
  ])('%s chooses nothing of a run', (part) =>
    expect(readRoute(`#run=a&tab=samples&${part}`)).toEqual({page: 'run', id: 'a', tab: 'samples'}),
  );

  it('is one of the pages whatever it says', () => {
    const part = fc.tuple(
      fc.constantFrom(
        'run',
        'tab',
        'compare',
        'checks',
        'token',
        'find',
        'status',
        'sort',
        'ticked',
        'generation',
        'arm',
        'lineage',
        'from',
        'measure',
      ),
      fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom(...TABS, 'a.b', '1', '__proto__')),
    );
    fc.assert(
      fc.property(fc.array(part, {maxLength: 8}), fc.string(), (parts, end) => {
        const hash = `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&')}${end}`;
        const route = readRoute(hash);
        expect(readRoute(writeRoute(route))).toEqual(route);
      }),
      {numRuns: 500},
    );
  });

  it('takes a tab that is unknown for the first, and few runs to compare', () => {
    expect(readRoute('#run=a&tab=none')).toEqual({page: 'run', id: 'a', tab: 'report'});
    expect(readRoute('#compare=a.a.b.c.d.e.f.g.h.i.j')).toMatchObject({ids: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']});
  });
});
