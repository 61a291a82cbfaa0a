import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {readOneOf} from '../readable.ts';
import {readWatch} from './definition-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-watch-file-'));
afterAll(() => rmSync(folder, {recursive: true}));

const file = join(folder, 'F.yaml');
const WATCH = `title: t
reference: human.jsonl
data: {files: "crawl/*.jsonl", field: text}
period: {field: date, by: day}
calibration: 20
falseAlarms: {periods: 1000}
`;

function errorOf(content: string): string {
  writeFileSync(file, content);
  try {
    readWatch(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.where ?? ''} ${error.message}`.replaceAll(file, 'F');
  }
  return 'none';
}

/** The watch with other lines in the place of those of the same key, or behind. */
const changed = (line: string): string => {
  const [key] = line.split(':');
  const kept = WATCH.split('\n').filter((one) => one !== '' && !one.startsWith(`${key}:`));
  return `${[...kept, line].join('\n')}\n`;
};

describe('the file of a watch', () => {
  it('is read, with the folder that its paths are relative to', () => {
    writeFileSync(file, WATCH);
    expect(readWatch(file)).toMatchObject({folder, definition: {title: 't', calibration: 20, open: 0}});
    expect(readOneOf(file)).toEqual({kind: 'watch', holds: 'a watch of the measures of a check'});
  });

  it.each([
    ['cadence: daily', 'F:7:1 unknown key "cadence"'],
    ['calibraton: 20', 'F:7:1 unknown key "calibraton"; did you mean calibration?'],
    ['period: {field: date, by: fortnight}', 'F:6:27 period.by: got "fortnight", wanted one of day, week, month, year, decade'],
    ['period: {path: logs/part.jsonl}', 'F:6:16 period.path: wants {period} where the name of the period stands'],
    ['period: {feild: date, by: day}', 'F:6:9 period: wants exactly one of field, path, call, got {"feild":"date","by":"day"}'],
    ['period: {field: date, by: day, cal: true}', 'F:6:32 unknown key "cal" in period; did you mean call?'],
    ['data: {files: a, corpus: speeches}', 'F:6:7 data: wants exactly one of files, corpus; it has files and corpus'],
    ['data: {files: a, passsage: 80}', 'F:6:18 unknown key "passsage" in data; did you mean passage?'],
    ['data: {files: "-"}', 'F:6:15 data.files: standard input is read once, by a call that names its period: wants period: {call: true}'],
    ['data: {corpus: speeches}', 'F:3:17 period.field: the speeches have no field "date", but year, president, party'],
    ['measures: [tail.retentoin]', 'F:7:12 measures.0: got "tail.retentoin"; did you mean tail.retention?'],
    ['falseAlarms: {periods: 0}', 'F:6:24 falseAlarms.periods: got 0, wanted a number at least 2'],
    ['alerts: [{webhook: "http://a", hedaers: {}}]', 'F:7:32 unknown key "hedaers" in alerts.0; did you mean headers?'],
  ])('with %s is refused, and says where', (line, said) => {
    expect(errorOf(changed(line))).toContain(said);
  });

  it.each(['title', 'reference', 'data', 'period', 'calibration', 'falseAlarms'])('without %s is refused', (key) => {
    const error = errorOf(
      WATCH.split('\n')
        .filter((line) => !line.startsWith(key))
        .join('\n'),
    );
    expect(error).toContain(key);
  });

  it('says all that is wrong with it at once', () => {
    expect(errorOf(`${changed('measures: [a]')}slices: []\n`)).toContain('has 2 problems');
  });

  it.each(['', '[]', 'a'])('that holds %j is none', (content) => expect(errorOf(content)).toContain('holds no watch'));
});
