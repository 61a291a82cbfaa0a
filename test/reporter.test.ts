import {describe, expect, it} from 'vitest';
import type {TestCase} from 'vitest/node';
import {withDuration} from '../scripts/readme.ts';
import {type Duration, durationInWords, durationOf} from './duration.ts';
import {needs, needsBrowser} from './needs.ts';
import {againLines, skipLines} from './reporter.ts';

/** As much of a skipped test as the reporter looks at, in a group of its own. */
function skipped({note, own, group}: {note?: string; own?: object; group?: object} = {}): TestCase {
  const module = {type: 'module', relativeModuleId: 'test/a.test.ts'};
  const parent = {type: 'suite', meta: () => group ?? {}, parent: module};
  return {type: 'test', module, parent, meta: () => own ?? {}, result: () => ({state: 'skipped', note})} as unknown as TestCase;
}

describe('what a run says of skipped tests', () => {
  const {meta} = needs(undefined, 'moon', 'tides are not tested');

  it('is the reason that a test or its group was given, or that it says itself, and how many have it, most first', () => {
    const tests = [
      skipped({note: 'the registry cannot be reached'}),
      ...Array.from({length: 11}, () => skipped({group: meta})),
      skipped({own: meta}),
    ];
    expect(skipLines(tests)).toEqual(['  12  no moon here, so tides are not tested', '   1  the registry cannot be reached']);
  });

  it('is the file, where a test has no reason', () => {
    expect(skipLines([skipped()])).toEqual(['  1  no reason given: test/a.test.ts']);
  });

  it('needs nothing where all was found', () => {
    expect([needs('a/jq', 'jq', 'x'), needs(true, 'root', 'x')]).toEqual([{}, {}]);
    expect(needs(false, 'root', 'x').skip).toBe(true);
  });
});

describe('what passes only when it is tried again', () => {
  it('is what a browser shows', () => {
    expect(needsBrowser(true, 'Chromium', 'x')).toEqual({retry: 1});
    expect(needsBrowser(undefined, 'Chromium', 'x')).toMatchObject({skip: true, retry: 1});
  });

  it('is said, by its file and name', () => {
    const tested = (name: string, flaky: boolean): TestCase =>
      ({
        ...{module: {relativeModuleId: 'test/a.test.ts'}, fullName: name, diagnostic: () => ({flaky})},
        result: () => ({state: 'passed', errors: [{message: 'expected 1 to be 2\nmore'}]}),
      }) as unknown as TestCase;
    expect(againLines([tested('steady', false), tested('page > shakes', true)])).toEqual([
      '  test/a.test.ts > page > shakes',
      '    expected 1 to be 2',
    ]);
  });
});

describe('how long the tests take', () => {
  it('is said in minutes, on so many cores', () => {
    expect(durationInWords({seconds: 20, cores: 1})).toBe('about a minute on one core');
    expect(durationInWords({seconds: 629, cores: 2})).toBe('about 10 minutes on 2 cores');
  });

  it('lists the files that take long, longest first, by their path in the checkout', () => {
    const at = (name: string): string => `${import.meta.dirname}/${name}`;
    const {files, date} = durationOf(
      9.6,
      new Map([
        [at('short.test.ts'), 1],
        [at('long.test.ts'), 3.4],
        [at('longest.test.ts'), 6],
      ]),
    );
    expect(Object.entries(files)).toEqual([
      ['test/longest.test.ts', 6],
      ['test/long.test.ts', 3],
    ]);
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('stands in the README, as it was kept last', () => {
    const kept: Duration = {seconds: 600, cores: 4, machine: 'a $& machine', date: '2026-01-31', files: {}};
    const page = withDuration('tests<!-- duration -->, in ages<!-- /duration -->.', kept);
    expect(page).toBe('tests<!-- duration -->, in about 10 minutes on 4 cores (a $& machine, 2026-01-31)<!-- /duration -->.');
    expect(withDuration(page, undefined)).toBe('tests<!-- duration --><!-- /duration -->.');
    expect(() => withDuration('no place', kept)).toThrow('no place for the duration');
  });
});
