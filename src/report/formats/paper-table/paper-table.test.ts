import {describe, expect, it} from 'vitest';
import {gaussianInput} from '../../pages/run/demo.test-input.ts';
import {paperTable} from './content.ts';
import {latexTable, latexText} from './latex.ts';
import {markdownTable} from './markdown.ts';
import {probability, rounded, roundedText} from './rounded.ts';

const shown = (value: number, ends?: readonly [number, number]): string =>
  roundedText(rounded(value, ends), {power: (exponent) => `e${exponent}`, bracketed: (low, high) => ` [${low}, ${high}]`});

describe('a number of a table', () => {
  it.each([
    [0.12345, [0.101, 0.149], '0.123 [0.101, 0.149]'],
    [0.12345, [0.05, 0.2], '0.12 [0.05, 0.20]'],
    [1234.56, [1200, 1270], '1235 [1200, 1270]'],
    [-0.03, [-0.09, 0.031], '-0.03 [-0.09, 0.03]'],
    [2.21e-10, [1.02e-10, 4.8e-10], '2.2 [1.0, 4.8]e-10'],
    [2.21e-10, [1.3e-11, 2.9e-9], '2.2e-10 [1.3e-11, 2.9e-9]'],
    [2.5e9, [2.1e9, 2.9e9], '2.50 [2.10, 2.90]e9'],
    [0.123456, undefined, '0.123'],
    [12345, undefined, '12345'],
    [0, [0, 0], '0 [0, 0]'],
    [4, [4, 4], '4.00 [4.00, 4.00]'],
    [0.5, [Number.NaN, Number.NaN], '0.500'],
    [-0.001, [-0.2, 0.2], '0.00 [-0.20, 0.20]'],
  ] as const)('%d %j is %s', (value, ends, text) => {
    expect(shown(value, ends)).toBe(text);
  });

  it('of a test is never 0', () => {
    expect([0.04567, 0.0004, 1].map(probability)).toEqual(['0.046', '<0.001', '1.000']);
  });
});

describe('the table of a run', () => {
  const input = gaussianInput();
  const [first] = input.arms;
  const measure = 'variance';
  const difference = {measure, generation: input.generations, arm: input.arms[1].name, against: first.name, n: 3};
  const differences = [
    {...difference, difference: 0.5, low: 0.4, high: 0.6, ratio: 2, ratioLow: 1.5, ratioHigh: 2.6, p: 0.01, pHolm: 0.02},
  ];
  const whole = {...input, summary: {...input.summary, differences}};
  const table = paperTable(whole, {measures: [{measure}]}, first.name);

  it('has the value of each arm at the first and the last generation, then the difference with its p', () => {
    const [block] = table.blocks;
    expect(block.columns).toEqual(['generation 1', `generation ${input.generations}`, `ratio to ${first.name}`, 'p']);
    expect(block.rows.map(({arm}) => arm)).toEqual(input.arms.map(({name}) => name));
    expect(block.rows[0].cells.slice(2)).toEqual([undefined, undefined]);
    expect(block.rows[1].cells.slice(2)).toEqual([rounded(2, [1.5, 2.6]), {p: '0.020'}]);
    expect(block.title).toContain(input.measures.find(({name}) => name === measure)!.title);
  });

  it('takes the generations and arms that are asked for; where there is no value nothing stands', () => {
    const [{rows, columns}] = paperTable(whole, {measures: [{measure}], generations: [2, 9999], arms: [first.name]}, first.name).blocks;
    expect(columns).toEqual(['generation 2', 'generation 9999']);
    expect(rows).toEqual([{arm: first.name, cells: [expect.objectContaining({value: expect.anything()}), undefined]}]);
  });

  it('says why there is no p where all pairs differ alike', () => {
    const alike = {...difference, difference: 0.5, low: 0.5, high: 0.5, reason: 'all pairs differ alike: there is no spread to judge by'};
    const noteOf = (rows: typeof differences | (typeof alike)[]) =>
      paperTable({...input, summary: {...input.summary, differences: rows}}, {measures: [{measure}]}, first.name).note;
    expect(noteOf([alike])).toContain('No p: all pairs differ by the same amount');
    expect(noteOf(differences)).not.toContain('No p');
  });

  it('for LaTeX is escaped and ruled, with as many cells a row as it declares', () => {
    expect(latexText('a_b 10% & #1 ~ ^ {x} $ \\')).toBe(
      'a\\_b 10\\% \\& \\#1 \\textasciitilde{} \\textasciicircum{} \\{x\\} \\$ \\textbackslash{}',
    );
    const latex = latexTable(table, ['made by x']);
    expect(latex).toContain('% made by x\n');
    const [, letters] = /\\begin\{tabular\}\{(\w+)\}/.exec(latex)!;
    const body = latex
      .slice(latex.indexOf('\\midrule') + 9, latex.indexOf('\\bottomrule'))
      .trim()
      .split('\n');
    const [title, ...rows] = body;
    expect(title).toBe(`\\multicolumn{5}{l}{\\emph{${latexText(table.blocks[0].title)}}} \\\\`);
    expect(rows).toHaveLength(input.arms.length);
    for (const row of rows) expect(row.split(' & ')).toHaveLength(letters.length);
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule']) expect(latex).toContain(rule);
    expect(rows[1]).toContain('\\withends{$2.0$}{$[1.5,\\,2.6]$}');
  });

  it('of several measures has them below each other, the heads once where they are the same', () => {
    const three = paperTable(whole, {measures: ['variance', 'mean', 'variance'].map((name) => ({measure: name}))}, first.name);
    const latex = latexTable(three, []);
    expect(latex).toContain('{lrrrr}');
    expect(latex.split('\\emph{')).toHaveLength(4);
    expect(latex.split('\nArm & ')).toHaveLength(4);
    const same = {...three, blocks: three.blocks.map((block) => ({...block, columns: three.blocks[0].columns}))};
    expect(latexTable(same, []).split('\nArm & ')).toHaveLength(2);
    const heads = markdownTable(three, [], 'x')
      .split('\n')
      .filter((line) => line.startsWith('| Arm |'));
    expect(heads.map((line) => line.split(' | ').length)).toEqual([5, 3, 5]);
  });

  it('for Markdown has as many cells a row as heads', () => {
    const command = 'genloss table run --format markdown';
    const lines = markdownTable(table, ['a title'], command).split('\n');
    const rows = lines.filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(input.arms.length + 2);
    for (const row of rows) expect(row.split(' | ')).toHaveLength(5);
    expect(lines).toContain(`Made by \`${command}\``);
    expect(markdownTable(table, [], 'a `b`')).toContain('Made by `` a `b` ``');
  });
});
