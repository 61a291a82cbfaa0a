import {describe, expect, it} from 'vitest';
import {type Route, readRoute, readToken, writeRoute} from './address.ts';

describe('the address of a view', () => {
  const routes: Route[] = [
    {page: 'list'},
    {page: 'checks'},
    {page: 'run', id: 'aB-9_', tab: 'report'},
    {page: 'run', id: 'aB-9_', tab: 'samples'},
    {page: 'compare', ids: ['a', 'b-_', 'c']},
  ];
  it.each(routes)('opens the same elsewhere: %o', (route) => {
    expect(readRoute(writeRoute(route))).toEqual(route);
    expect(readRoute(writeRoute(route, 'to-ken'))).toEqual(route);
    expect(readToken(writeRoute(route, 'to-ken'))).toBe('to-ken');
    expect(readToken(writeRoute(route))).toBeUndefined();
  });
  it.each(['', '#', '#run=', '#run=../x', '#run=%00', '#compare=', '#compare=../..', '#x=1', `#run=${'a'.repeat(65)}`])(
    '%s is the list',
    (hash) => expect(readRoute(hash)).toEqual({page: 'list'}),
  );
  it('takes a tab that is unknown for the first, and few runs to compare', () => {
    expect(readRoute('#run=a&tab=none')).toEqual({page: 'run', id: 'a', tab: 'report'});
    expect(readRoute('#compare=a.a.b.c.d.e.f.g.h.i.j')).toMatchObject({ids: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']});
  });
});
