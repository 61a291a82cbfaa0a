import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'csv-parse/sync';
import {parquetMetadata, parquetReadObjects} from 'hyparquet';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Row} from '../../lab/results/row.ts';
import {loadExperiment} from '../experiment-file.ts';
import {dataFormatOf, resultTable} from '../export-data/data.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {runExperiment} from '../run/run.ts';
import {standingRun, summaryOf} from '../run/standing-run.ts';
import {type FigureRequest, formatOf, makeFigure} from './figure.ts';
import {makeTable} from './table.ts';

const {at, put} = testFolder();
const run = at('run');
const EXPERIMENT = `title: "Doses, of a world"
data: {world: categorical, categories: 40, zipf: 1}
model: {kind: categorical}
sample: {size: 60}
generations: 4
seeds: 5
arms:
  replace: {workflow: replace, enrichment: {share: 0, from: fresh}}
  "mixed, half": {workflow: {mix: 0.5}, enrichment: {share: 0, from: fresh}}
matrix: {enrichment.share: [0, 0.25]}
measures: [support, tail.retention, calibration]
`;

beforeAll(async () => {
  await runExperiment(loadExperiment(put('world.yaml', EXPERIMENT)), {directory: run, workers: 1});
}, 60_000);

const rowsIn = (directory: string): Row[] =>
  readFileSync(join(directory, 'results.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const request = (more: Partial<FigureRequest> = {}): FigureRequest => ({
  measure: 'support',
  columns: 1,
  title: false,
  format: 'svg',
  command: 'genloss figure run support -o x.svg',
  ...more,
});

/** A copy of the run of which some lineages are lost, as where it was stopped. */
function unfinished(name: string): string {
  cpSync(run, at(name), {recursive: true});
  for (const file of ['results.jsonl', 'summary.json']) rmSync(join(at(name), file));
  rmSync(join(at(name), 'lineages', 'replace share=0.25'), {recursive: true});
  return at(name);
}

async function bytesOf(directory: string, format: 'csv' | 'parquet'): Promise<Buffer> {
  const {chunks} = await resultTable(standingRun(directory), format);
  return Buffer.concat([...chunks].map((chunk) => Buffer.from(chunk as Uint8Array)));
}

const SETTINGS: Readonly<Record<string, object>> = {
  'replace share=0': {base: 'replace', workflow: 'replace', 'workflow.mix': undefined, 'enrichment.share': 0},
  'replace share=0.25': {base: 'replace', workflow: 'replace', 'workflow.mix': undefined, 'enrichment.share': 0.25},
  'mixed, half share=0': {base: 'mixed, half', workflow: 'mix', 'workflow.mix': 0.5, 'enrichment.share': 0},
  'mixed, half share=0.25': {base: 'mixed, half', workflow: 'mix', 'workflow.mix': 0.5, 'enrichment.share': 0.25},
};

describe('the results as one table', () => {
  it('in CSV are the rows of results.jsonl with the settings of their arms, as another program reads them', async () => {
    const csv = (await bytesOf(run, 'csv')).toString('utf8');
    expect(csv.split('\r\n').length).toBe(rowsIn(run).length + 2);
    const read: Record<string, string>[] = parse(csv, {columns: true});
    const text = (value: unknown) => (value === undefined ? '' : String(value));
    for (const [i, row] of rowsIn(run).entries())
      for (const [key, value] of Object.entries({band: undefined, value: undefined, reason: undefined, ...row, ...SETTINGS[row.arm]}))
        expect(read[i][key], `${key} of row ${i}`).toBe(text(value));
  });

  it('in Parquet are the same, with types', async () => {
    const bytes = await bytesOf(run, 'parquet');
    const file = Uint8Array.from(bytes).buffer;
    const read = await parquetReadObjects({file});
    expect(read).toHaveLength(rowsIn(run).length);
    for (const [i, row] of rowsIn(run).entries()) {
      const {size = null, ...known} = {band: null, value: null, reason: null, ...row};
      const settings = Object.fromEntries(Object.entries(SETTINGS[row.arm]).map(([key, value]) => [key, value ?? null]));
      expect(read[i]).toMatchObject({...known, size, ...settings, 'model.kind': 'categorical', 'sample.size': 60});
    }
    const types = parquetMetadata(file).schema.map(({name, type, repetition_type}) => [name, type, repetition_type]);
    expect(types).toContainEqual(['seed', 'INT32', 'REQUIRED']);
    expect(types).toContainEqual(['value', 'DOUBLE', 'OPTIONAL']);
    expect(types).toContainEqual(['workflow.mix', 'DOUBLE', 'OPTIONAL']);
  });

  it('of a damaged file names the line', async () => {
    cpSync(run, at('damaged'), {recursive: true});
    const lines = readFileSync(join(run, 'results.jsonl'), 'utf8').split('\n');
    writeFileSync(join(at('damaged'), 'results.jsonl'), [...lines.slice(0, 2), '{"arm": 1}', ...lines.slice(3)].join('\n'));
    const failure = await failureOf(() => bytesOf(at('damaged'), 'csv'));
    expect(failure).toMatchObject({name: 'DataError', where: `${join(at('damaged'), 'results.jsonl')}:3`});
  });

  it('take their format from the name of the file', () => {
    expect([dataFormatOf(undefined, 'a.CSV'), dataFormatOf(undefined, undefined), dataFormatOf('parquet', 'a.csv')]).toEqual([
      'csv',
      'csv',
      'parquet',
    ]);
    expect(() => dataFormatOf(undefined, 'a.txt')).toThrow('in what format');
    expect(() => dataFormatOf('parquet', undefined)).toThrow('wants a file');
  });
});

describe('a figure of a run', () => {
  it.each(['svg', 'pdf', 'png'] as const)('as %s is the same bytes again, and says which run it shows', async (format) => {
    const standing = standingRun(run);
    const [one, two] = [await makeFigure(standing, request({format})), await makeFigure(standing, request({format}))];
    expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
    expect(one.about).toMatchObject({run: standing.hash, lineages: '5 lineages', program: expect.stringMatching(/^genloss \d/)});
    expect(Buffer.from(one.bytes).includes(standing.hash)).toBe(true);
    expect(one.lacking).toBe('');
  });

  it('as PNG has 300 dots an inch', async () => {
    const {bytes, size} = await makeFigure(standingRun(run), request({format: 'png', columns: 2}));
    const width = Buffer.from(bytes).readUInt32BE(16);
    expect([size[0], width]).toEqual([178, Math.round((178 / 25.4) * 300)]);
  });

  it('draws a measure of bands alone band by band, and the bands that are named', async () => {
    const bands = Object.keys(summaryOf(standingRun(run)).arms['replace share=0']).filter((key) => key.startsWith('tail.retention['));
    expect(bands.length).toBeGreaterThan(1);
    const named = bands.slice(0, 2).map((key) => key.slice('tail.retention['.length, -1));
    const svgOf = async (more: Partial<FigureRequest>) =>
      Buffer.from((await makeFigure(standingRun(run), request(more))).bytes).toString('utf8');
    const one = await svgOf({measure: 'tail.retention', bands: named, arms: ['replace']});
    for (const band of named) expect(one).toContain(`>${band}</text>`);
    expect(await svgOf({measure: 'calibration', arms: ['replace']})).toContain('e-1</text>');
  });

  it('takes an arm by its name, also one with a comma, and by the name before the matrix', async () => {
    const svg = async (arms: readonly string[]) =>
      Buffer.from((await makeFigure(standingRun(run), request({arms}))).bytes).toString('utf8');
    const cells = await svg(['mixed, half']);
    expect(cells).toContain('>mixed, half share=0.25</text>');
    expect(cells).not.toContain('>replace');
    expect(await svg(['replace share=0,replace share=0.25'])).toContain('>replace share=0.25</text>');
  });

  it.each([
    [{measure: 'suport'}, 'no measure "suport"', 'did you mean support'],
    [{measure: 'variance'}, 'variance is not measured', 'it has support'],
    [{arms: ['replase']}, 'no arm "replase"', 'did you mean replace'],
    [{bands: ['x']}, 'no bands', 'leave out --band'],
    [{measure: 'calibration', bands: ['1e-1 to 3e-2']}, 'no band of calibration', 'did you mean'],
    [{generations: [9, 12]}, 'no generation 9', 'ask for others'],
    [{generations: [1, 9]}, 'no generation 9: the run has 1 to 4', 'ask for others'],
  ] as const)('of %j is an error that helps', async (more, message, next) => {
    const failure = await failureOf(() => makeFigure(standingRun(run), request(more as Partial<FigureRequest>)));
    expect(failure.name).toBe('ConfigError');
    expect(failure.message).toContain(message);
    expect(failure.next).toContain(next);
  });

  it('is of a format by its name', () => {
    expect(formatOf('a/b.PDF')).toBe('pdf');
    for (const name of ['a', 'a.gif']) expect(() => formatOf(name)).toThrow('a figure is .svg, .pdf or .png');
  });
});

describe('a run that is not finished', () => {
  it('is drawn, tabled and exported as far as it goes, and says what is missing', async () => {
    const directory = unfinished('stopped');
    const standing = standingRun(directory);
    expect(standing.missing).toBe('whole lineages: replace share=0.25 has 0 of 5');
    const {about} = await makeFigure(standing, request());
    expect(about.caption).toContain('not finished (whole lineages: replace share=0.25 has 0 of 5)');
    expect(makeTable(standing, {format: 'latex', command: 'x'})).toContain('The run is not finished');
    const left = rowsIn(run).filter(({arm}) => arm !== 'replace share=0.25');
    const read: Record<string, string>[] = parse((await bytesOf(directory, 'csv')).toString('utf8'), {columns: true});
    expect(read.map(({arm, seed, value}) => [arm, seed, value])).toEqual(
      left.map(({arm, seed, value}) => [arm, `${seed}`, `${value ?? ''}`]),
    );
  });

  it('has the summary of the lineages that are there', () => {
    const {arms} = summaryOf(standingRun(unfinished('part')));
    expect(arms['replace share=0']).toEqual(summaryOf(standingRun(run)).arms['replace share=0']);
    expect(arms['replace share=0.25']).toBeUndefined();
  });

  it('of which nothing is there is an error of the data', async () => {
    const directory = unfinished('nothing');
    rmSync(join(directory, 'lineages'), {recursive: true});
    mkdirSync(join(directory, 'lineages'));
    expect(await failureOf(() => standingRun(directory))).toMatchObject({
      name: 'DataError',
      message: expect.stringContaining('not finished'),
    });
  });

  it('is finished where its results were given away without its lineages', () => {
    cpSync(run, at('given'), {recursive: true});
    rmSync(join(at('given'), 'lineages'), {recursive: true});
    expect(existsSync(join(at('given'), 'lineages'))).toBe(false);
    expect(standingRun(at('given')).missing).toBeUndefined();
  });
});

describe('the table of a run', () => {
  it('has bands and generations that are asked for, and refuses those that are not there', async () => {
    const standing = standingRun(run);
    const [band] = Object.keys(summaryOf(standing).arms['replace share=0']).filter((key) => key.startsWith('calibration['));
    const table = makeTable(standing, {format: 'markdown', measures: [`support,${band}`], generations: [2], command: 'x'});
    expect(table).toContain(band.slice('calibration['.length, -1));
    const refused = [{measures: ['suport']}, {generations: [5]}, {arms: ['x']}, {measures: ['calibration[x]']}];
    for (const more of refused)
      expect(await failureOf(() => makeTable(standing, {format: 'latex', command: 'x', ...more}))).toMatchObject({name: 'ConfigError'});
  });
});
