import {parseHTML} from 'linkedom';
import {describe, expect, it} from 'vitest';
import {perMillion} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {document} from '../../document.test-input.ts';
import * as demo from './demo.test-input.ts';
import {nextSteps} from './next.ts';
import {watchPage} from './page.ts';
import {valueCell} from './said.ts';

interface Element {
  readonly tagName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}
const draw = (report: WatchReport): string => watchPage(report, {document, commands: demo.commands, version: '1.2.3'});
const parse = (html: string) => (parseHTML(html) as unknown as {document: Element}).document;
const all = (of: Element, selector: string): Element[] => [...of.querySelectorAll(selector)];
const textOf = (one: Element): string => (one.textContent ?? '').replace(/\s+/g, ' ').trim();
const texts = (of: Element, selector: string): string[] => all(of, selector).map(textOf);
const facts = (page: Element): Record<string, string> => {
  const told = texts(page, '.facts dd');
  return Object.fromEntries(texts(page, '.facts dt').map((name, i) => [name, told[i]]));
};
const headings = (page: Element) => texts(page, 'main section h2');
const rowsOf = (page: Element, section: string, table = 0): string[][] =>
  all(all(page, `section[aria-labelledby=${section}] table`)[table], 'tbody tr').map((row) => texts(row, 'th, td'));

describe.each(demo.watches)('the page of %s', (_, report) => {
  const html = draw(report);
  const page = parse(html);

  it('needs no network and runs no script', () => {
    expect(html).not.toMatch(/<script|<link|<iframe|<object|@import|\ssrc=|\son\w+=|url\(/i);
    for (const link of all(page, '[href]')) {
      const target = link.getAttribute('href')!;
      expect(target.startsWith('#') && all(page, `[id=${target.slice(1)}]`).length).toBe(1);
    }
    expect(html).not.toMatch(/NaN|Infinity|\[object|undefined/);
    expect(html.length).toBeLessThan(500_000);
  });

  it('names every picture, heads every table and steps through its headings', () => {
    for (const svg of all(page, 'svg'))
      expect([svg.getAttribute('role'), (svg.getAttribute('aria-label') ?? '') !== '']).toEqual(['img', true]);
    for (const table of all(page, 'table')) {
      expect(all(table, 'thead th').length).toBeGreaterThan(1);
      for (const row of all(table, 'tbody tr')) expect(all(row, 'th[scope=row]').length).toBe(1);
    }
    const levels = all(page, 'h1, h2, h3').map(({tagName}) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    const ids = all(page, '[id]').map((one) => one.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every number of every period in a table', () => {
    const {periods} = report;
    if (periods.length === 0) return;
    const names = periods.map(({period}) => visible(period)).reverse();
    expect(rowsOf(page, 'evidence', report.evidenceBy ? 1 : 0).map(([period]) => period)).toEqual(names);
    const columns = texts(all(page, 'section[aria-labelledby=measures] table')[0], 'thead th').slice(1);
    expect([...columns].sort()).toEqual(Object.keys(periods[0].measures).sort());
    expect(rowsOf(page, 'measures')).toEqual(
      periods.map((one) => [visible(one.period), ...columns.map((measure) => valueCell(one.measures[measure]))]).reverse(),
    );
    expect(rowsOf(page, 'subject').map((row) => row[1])).toEqual(periods.map(({novelty}) => valueCell(novelty)).reverse());
  });

  it('is the same, byte for byte', () => expect(draw(report)).toBe(html));
});

describe('the page of an alarm', () => {
  const page = parse(draw(demo.alarmInSlice));
  const alarm = demo.alarmInSlice.alarm!;

  it('begins with the verdict, its reason, since when, what it is, by what, where, and how bad', () => {
    expect(texts(page, 'h1')).toEqual(['\u2717 Alarm: collapse: news crawl']);
    expect(textOf(all(page, '.lead')[0])).toContain('The text has lost what it had since 2023-03-01');
    const told = facts(page);
    expect(Object.keys(told)).toEqual(['Since', 'What it is', 'By', 'Where', 'Looks like', 'Evidence', 'Newest', 'Series']);
    expect(told.Since).toBe(`${alarm.since.value}; raised at ${alarm.raised}`);
    expect(told.By).toContain(`${alarm.measures[0]} Repetition across documents`);
    for (const measure of alarm.measures) expect(told.By).toContain(measure);
    expect(told.Where).toBe('source meadow');
    expect(told['Looks like']).toBe('2.4 [1.7, 3.2] generations of a lab on the reference, each trained on the one before');
    expect(told.Series).toBe('75 periods, 2023-01-02 to 2023-03-17; held against 30 periods, 2023-01-02 to 2023-01-31');
  });

  it('says what to do, with the commands to type', () => {
    const typed = texts(page, 'section[aria-labelledby=next] pre');
    const days = [11, 12, 13, 14, 15, 16, 17].map((day) => `crawl.watch/periods/2023-03-${day}.profile`).join(' ');
    expect(typed).toEqual([
      'genloss check DATA --reference crawl.watch/reference.profile --by source --html check.html',
      `genloss merge ${days} -o since.profile`,
      'genloss check since.profile --reference crawl.watch/reference.profile --html check.html',
      'genloss check since.profile --reference crawl.watch/reference.profile --json > check.json',
      'genloss curate --from-check check.json -o recipe.yaml',
      'genloss watch crawl.yaml --acknowledge',
      'genloss watch crawl.yaml --silence 7d',
      'genloss watch crawl.yaml --accept PERIOD',
    ]);
    expect(textOf(all(page, 'section[aria-labelledby=next] li')[0])).toBe(
      'Keep what was written since 2023-03-01 out of training until this is cleared. Begin with source meadow.',
    );
  });

  it('goes from the evidence to what is promised', () => {
    expect(headings(page)).toEqual([
      'What to do now',
      'The evidence',
      'The measures',
      'Another subject, or machines?',
      'By source',
      'Words lost',
      'Words gained',
      'What this promises, and what not',
    ]);
  });

  it('draws the measures that carry the evidence first, and says what a bad value means', () => {
    const shown = texts(page, 'section[aria-labelledby=measures] .facet code');
    expect(shown.slice(0, alarm.measures.length)).toEqual(alarm.measures);
    const cues = texts(page, 'section[aria-labelledby=measures] .cue');
    expect(cues).toEqual(alarm.measures.map(() => 'carries the evidence'));
    expect(textOf(all(page, 'section[aria-labelledby=measures] .note')[shown.indexOf('tail.retention')])).toMatch(
      /^2023-03-17: 0\.\d+ \[0\.\d+, 0\.\d+\]; as in the calibration 0\.\d+ to 0\.\d+\. Lower is worse: names, places and terms are gone/,
    );
  });

  it('draws the slice that carries it first, of every measure that does, and its numbers', () => {
    const first = all(page, 'section[aria-labelledby=slices] .halves').map((grid) => textOf(all(grid, '.facet')[0]));
    expect(first).toEqual(Array(3).fill('source meadow carries the evidence'));
    const rows = rowsOf(page, 'slices');
    const newest = demo.alarmInSlice.periods.at(-1)!;
    const meadow = newest.slices!.find(({value}) => value === 'meadow')!;
    expect(rows[0].slice(0, 2)).toEqual([newest.period, valueCell(meadow.measures[alarm.measures[0]])]);
    expect(rows).toHaveLength(75);
    expect(rowsOf(page, 'slices', 3)[0][1]).toBe(String(meadow.documents));
  });

  it('has the words before and after, a million', () => {
    expect(rowsOf(page, 'lost')).toEqual(alarm.words.map(({word, before, after}) => [word, perMillion(before), perMillion(after)]));
    expect(rowsOf(page, 'gained')).toEqual(alarm.gained!.map(({word, before, after}) => [word, perMillion(before), perMillion(after)]));
  });

  it('has whose evidence it is', () => {
    const rows = rowsOf(page, 'evidence');
    expect(rows).toHaveLength(demo.alarmInSlice.evidenceBy!.length);
    expect(rows[0].slice(0, 2)).toEqual([alarm.measures[0], 'all text']);
    expect(rows.filter((row) => row[1] === 'source meadow')).toHaveLength(9);
  });

  it('says that it is known, and asks for it no more', () => {
    const known = parse(draw(demo.acknowledged));
    expect(facts(known).Acknowledged).toBe('Nothing is sent but its end.');
    expect(facts(known).Silenced).toBe('Nothing is sent until 2023-04-01T06:00:00.000Z but its end.');
    expect(texts(known, 'pre').join()).not.toMatch(/--acknowledge|--silence/);
  });

  it('lets the newest period be accepted once all of a calibration is of the new kind', () => {
    const {alarm: drift, calibration} = demo.drifted;
    const later = {...demo.drifted, calibration: {...calibration!, has: 5}};
    const typed = (report: WatchReport) => nextSteps(report, demo.commands).at(-1)!;
    expect(typed(demo.drifted).commands).toEqual(['genloss watch crawl.yaml --accept PERIOD']);
    expect(typed(demo.drifted).what).toContain(`12 periods lie from ${drift!.since.high} on, so wait for 8 more`);
    expect(typed(later)).toEqual({
      what: expect.not.stringContaining('wait'),
      commands: ['genloss watch crawl.yaml --accept 2023-W52'],
    });
  });
});

describe('the page of another subject', () => {
  it('is called that, says that it is no sign of collapse, and advises no cure', () => {
    const page = parse(draw(demo.drifted));
    expect(texts(page, 'h1')).toEqual(['\u2717 Alarm: another subject: questions of users']);
    expect(facts(page)['What it is']).toMatch(/^The text is about something else \(drift\)\. .* no sign of collapse/);
    expect(facts(page)['Looks like']).toBe('Not told: the reference is a profile, which holds no text.');
    expect(texts(page, 'pre').join()).not.toContain('curate');
    expect(texts(page, 'section[aria-labelledby=subject] .cue')).toEqual(['carries the evidence']);
    expect(headings(page)).not.toContain('Words gained');
  });

  it('with copies is called both', () => {
    const page = parse(draw(demo.copied));
    expect(texts(page, '.verdict')).toEqual(['\u2717 Alarm: another subject, and it repeats itself']);
    expect(texts(page, 'pre').join()).toContain('curate --from-check');
  });
});

describe('the page of a watch without an alarm', () => {
  it('is quiet, and says what came late, what changed and what is not judged', () => {
    const page = parse(draw(demo.quiet));
    expect(texts(page, 'h1')).toEqual(['\u2713 Quiet: news crawl']);
    expect(textOf(all(page, 'section[aria-labelledby=next]')[0])).toBe('What to do now Nothing. The next call judges what comes.');
    expect(facts(page).Newest).toMatch(/\(open, and not judged before it is done\)$/);
    expect(texts(page, '.callout li')).toEqual([
      'Came late, and was taken in: 2023-03-20.',
      'Read again, since the data changed: 2023-03-14, 2023-03-15.',
      '1 period between the others missing: 2023-03-05.',
      '3 broken records passed over.',
    ]);
    const notes = new Map(rowsOf(page, 'evidence', 1).map((row) => [row[0], row[4]]));
    const named = ['2023-01-31', '2023-02-12', '2023-03-03', '2023-03-15', '2023-03-20', '2023-04-01', '2023-03-27'];
    expect(named.map((period) => notes.get(period))).toEqual(['calibrates', 'small', 'empty', 'changed', 'late', 'open', '']);
    const rows = [...draw(demo.quiet).matchAll(/<text [^>]*dy="0\.1em"[^>]*>(\w+)</g)].map(([, name]) => name);
    expect(rows).toEqual([...Array(2)].flatMap(() => ['open', 'small', 'empty', 'late', 'changed']));
    expect(texts(page, 'section[aria-labelledby=measures] details li')).toContain(
      'tail.retention: too little text for an interval: 2023-02-12, 2023-03-03',
    );
  });

  it('says an early sign, that it is unsure, and how to look', () => {
    const periods = demo.quiet.periods.map((one) => (one.period === '2023-03-30' ? {...one, hint: true} : one));
    const page = parse(draw({...demo.quiet, periods: periods.slice(0, -2)}));
    expect(texts(page, '.verdict')).toEqual(['\u2713 Quiet, with an early sign']);
    expect(texts(page, 'section[aria-labelledby=next] li')[0]).toMatch(/wrong far more often than an alarm/);
    expect(texts(page, 'pre')).toEqual([
      'genloss check crawl.watch/periods/2023-03-30.profile --reference crawl.watch/reference.profile --html check.html',
    ]);
    expect(textOf(all(page, 'section[aria-labelledby=evidence] .note')[0])).toBe(
      'Early signs, which are unsure and have no budget: at 1 period, the newest 2023-03-30.',
    );
  });

  it('that calibrates says how many periods are still missing, and has no evidence to draw', () => {
    const page = parse(draw(demo.calibrating));
    expect(texts(page, 'h1')).toEqual(['? Cannot tell yet: news crawl']);
    expect(texts(page, 'section[aria-labelledby=next] li')[0]).toBe(
      '8 periods more of the calibration are awaited; those after them are judged.',
    );
    expect(all(page, 'section[aria-labelledby=evidence] svg')).toHaveLength(0);
    const done = {...demo.calibrating, calibration: {has: 12, wants: 12}};
    expect(nextSteps(done, demo.commands)[0].what).toBe('The calibration is complete: the next period is the first that is judged.');
    const first = parse(draw(demo.empty));
    expect([headings(first), texts(first, '.lead')]).toEqual([
      ['What to do now', 'The evidence', 'What this promises, and what not'],
      ['There is no period yet.'],
    ]);
  });

  it('without past periods says that there are early signs alone, and how to get alarms', () => {
    const page = parse(draw(demo.hintsOnly));
    expect(facts(page)).not.toHaveProperty('Evidence');
    expect(facts(page).Series).toContain('held against parts of the reference');
    expect(texts(page, 'pre').at(-1)).toBe('genloss watch crawl.yaml --accept 2023-01-31');
    expect(texts(page, '.fact')).toEqual(['Without past periods to calibrate on there is no evidence, and no alarm: early signs alone.']);
  });

  it('keeps the alarms that are over', () => {
    const page = parse(draw(demo.over));
    const [{raised, ended}] = demo.over.past;
    expect(facts(page)['Past alarms']).toBe(`1 alarm, the last from ${raised} to ${ended}`);
    expect(rowsOf(page, 'past')[0].slice(0, 3)).toEqual([raised, ended, 'collapse']);
    const notes = new Map(rowsOf(page, 'evidence', 1).map((row) => [row[0], row[4]]));
    expect([notes.get(raised), notes.get(ended)].map((note) => note?.replace(/hint, /, ''))).toEqual(['alarm raised', 'alarm ended']);
  });
});

describe('a long or wide watch', () => {
  const html = draw(demo.thousand);
  const page = parse(html);

  it('of a thousand periods is less than 2 MB, and shows the newest first and the whole beside', () => {
    expect(html.length).toBeLessThan(2_000_000);
    expect(texts(page, 'section[aria-labelledby=evidence] .facet')).toEqual(['The newest 120 periods', 'All 1,000 periods']);
    expect(all(page, 'section[aria-labelledby=evidence] svg')).toHaveLength(4);
    const closed = all(page, 'section[aria-labelledby=measures] details').find((one) => textOf(one).startsWith('All 1,000 periods'))!;
    expect(all(closed, 'svg')).toHaveLength(9);
    expect(rowsOf(page, 'measures')).toHaveLength(1000);
    expect(rowsOf(page, 'evidence', 1)).toHaveLength(1000);
    expect(html).toContain('2025-05-31');
  });

  it('draws one cross an alarm in each picture that it lies in', () => {
    const alarms = demo.thousand.past.length + 1;
    expect(alarms).toBe(2);
    expect(html.match(/<path [^>]*stroke-width="2\.5"/g)).toHaveLength(2 * (1 + alarms));
  });

  it('of a hundred slices draws those with the most evidence, and has the others in a table', () => {
    const wide = parse(draw(demo.hundredSlices));
    const grids = all(wide, 'section[aria-labelledby=slices] .halves');
    expect(grids.map((grid) => all(grid, 'svg').length)).toEqual([12, 12, 12]);
    expect(texts(wide, 'section[aria-labelledby=slices] summary')[1]).toBe('88 slices more, with less evidence');
    expect(rowsOf(wide, 'slices', 1)).toHaveLength(88);
  });

  it('lists slices that are not judged, and why', () => {
    const unjudgedSlices = [{field: 'site', value: 'new.example'}];
    expect(draw({...demo.hundredSlices, unjudgedSlices})).toContain(
      'Not judged, since the calibration has them too seldom or not at all: site new.example.',
    );
  });
});

it('escapes whatever it is given', () => {
  const html = draw(demo.hostile);
  expect(html).not.toContain('<script>alert');
  expect(html).not.toContain('\u202e');
  expect(texts(parse(html), 'h1')[0]).toContain('<script>alert(1)</script>');
});
