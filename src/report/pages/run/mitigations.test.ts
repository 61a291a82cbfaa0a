import {parseHTML} from 'linkedom';
import {describe, expect, it} from 'vitest';
import {groupSize} from '../../charts/origin-chart.ts';
import {document} from '../../document.test-input.ts';
import {cycleInput, DOSES, doseInput, exactRow} from './cycle.test-input.ts';
import {speechesInput} from './demo.test-input.ts';
import type {ReportInput} from './input.ts';
import {layersOf, originOf} from './origin-layers.ts';
import {standardised} from './proxy-section.ts';
import {buildReport} from './report.ts';

interface Section {
  readonly textContent: string;
  readonly innerHTML: string;
  querySelectorAll(selector: string): Iterable<Section>;
  getAttribute(name: string): string | null;
}

/** The section headed by an id; undefined where the report has none. */
function section(input: ReportInput, id: string): Section | undefined {
  const {document: page} = parseHTML(buildReport(input, document)) as unknown as {document: {querySelector(s: string): Section | null}};
  return page.querySelector(`section[aria-labelledby="${id}"]`) ?? undefined;
}

const all = (part: Section, selector: string) => [...part.querySelectorAll(selector)];
const labels = (part: Section) => all(part, 'svg').map((svg) => svg.getAttribute('aria-label') ?? '');

describe('the layers of training sets', () => {
  it('tell people from models by what their bands are called', () => {
    expect(originOf('generation 3')).toEqual({people: false, model: '', generation: 3});
    expect(originOf('model b, generation 12')).toEqual({people: false, model: 'model b', generation: 12});
    for (const band of ['original', 'fresh', 'fresh from the corpus speeches']) expect(originOf(band).people).toBe(true);
  });

  it('sum to 1 in every generation, people first, then generations ascending', () => {
    for (const {name} of cycleInput().arms) {
      const {generations, layers} = layersOf(cycleInput(), name)!;
      for (const i of generations.keys()) expect(layers.reduce((sum, {shares}) => sum + shares[i], 0)).toBeCloseTo(1, 12);
      const order = layers.map(({people, model = 0, generation = 0}) => (people ? 0 : 1e6 * (model + 1) + generation));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('count a layer that a seed lacks as 0 there', () => {
    const input = cycleInput();
    const summary = {
      arms: {
        replace: {
          'origin[original]': [exactRow(2, 1, 3)],
          'origin[fresh]': [exactRow(2, 0.5, 1)],
          'origin[generation 1]': [exactRow(2, 0.5, 1)],
        },
      },
    };
    const {layers} = layersOf({...input, summary}, 'replace')!;
    expect(layers.map(({name, shares}) => [name, shares[0]])).toEqual([
      ['original', 3 / 4],
      ['fresh', 1 / 8],
      ['generation 1', 1 / 8],
    ]);
  });

  it('that never change are told in words, by age', () => {
    const steady = (arm: string) => layersOf(cycleInput(), arm)!.steady;
    expect(steady('replace')).toBe('100% what models wrote in the last generation');
    expect(steady('enriched')).toBe('20% fresh, 80% what models wrote in the last generation');
    expect(steady('accumulate')).toBeUndefined();
    expect(steady('two voices')).toBeUndefined();
  });

  it('of many generations are joined to few', () => {
    const last = 100;
    const bands = Object.fromEntries(Array.from({length: last - 1}, (_, g) => [`origin[generation ${g + 1}]`, [exactRow(last, 0.01)]]));
    const summary = {arms: {replace: {...bands, 'origin[original]': [exactRow(last, 0.01)]}}};
    const {layers} = layersOf({...cycleInput(), generations: last, summary}, 'replace')!;
    expect(layers).toHaveLength(1 + Math.ceil((last - 1) / groupSize(last)));
    expect(layers[1]).toMatchObject({name: `generation 1\u2013${groupSize(last)}`, shares: [expect.closeTo(groupSize(last) / last)]});
  });
});

describe('the picture of origins', () => {
  const part = section(cycleInput(), 'measure-origin')!;

  it('has a row for each arm that changes, with what it keeps beside it, and names the others', () => {
    const drawn = labels(part).filter((label) => label.startsWith('What '));
    expect(drawn.map((label) => label.split(' is trained on')[0])).toEqual(['What accumulate', 'What held', 'What two voices']);
    expect(labels(part).filter((label) => label.startsWith('Rare types still produced of'))).toHaveLength(3);
    expect(part.textContent).toContain('replace, guided and fooled: 100% what models wrote in the last generation');
  });

  it('draws as many layers as an arm has, the human ones in the colour of people', () => {
    const [accumulate] = all(part, 'svg').filter((svg) => svg.getAttribute('aria-label')?.startsWith('What accumulate'));
    const fills = all(accumulate, 'g')
      .map((mark) => mark.getAttribute('fill'))
      .filter((fill) => fill?.startsWith('var(--'));
    expect(fills.filter((fill) => fill?.startsWith('var(--people'))).toHaveLength(1);
    expect(fills.filter((fill) => fill?.startsWith('var(--gen'))).toHaveLength(5);
  });

  it('has its numbers in a table', () => {
    expect(all(part, 'table[data-measure=origin]')[0].textContent.replace(/\s+/g, ' ')).toContain('accumulateoriginal40.25');
  });

  it('stands alone where nothing kept is measured', () => {
    const input = cycleInput();
    const alone = section({...input, measures: input.measures.filter(({name}) => name === 'origin')}, 'measure-origin')!;
    expect(labels(alone).filter((label) => label.startsWith('What '))).toHaveLength(3);
    expect(labels(alone).filter((label) => label.startsWith('Rare '))).toHaveLength(0);
  });
});

describe('reward beside diversity', () => {
  it('draws a path for each arm that has both, and says who gains', () => {
    const part = section(cycleInput(), 'reward-diversity')!;
    expect(part.textContent).toMatch(/guided gains reward, \u22126 \u2192 \u22124\.\d+, while tail\.retention goes 0\.6\d+ \u2192 0\.1/);
    const paths = labels(part).filter((one) => one.startsWith('Reward over'));
    expect(paths.length).toBeGreaterThan(0);
    for (const label of paths) expect(label).toMatch(/guided from .*; fooled from /);
  });

  it('gives annotators of different scales pictures of their own', () => {
    const part = section({...cycleInput(), annotators: {guided: 'likelihood', fooled: 'rule, measure words'}}, 'reward-diversity')!;
    expect(labels(part).filter((one) => one.startsWith('Reward over'))).toHaveLength(4);
    expect(part.textContent).toContain('have scales of their own');
  });

  it('is left out where no reward is measured', () => {
    expect(section(speechesInput(), 'reward-diversity')).toBeUndefined();
    expect(section(speechesInput(), 'over-optimisation')).toBeUndefined();
  });
});

describe('over-optimisation', () => {
  it('standardises to changes since the first, as parts of the largest', () => {
    expect(standardised([2, 4, 1, 6])).toEqual([0, 0.5, -0.25, 1]);
    expect(standardised([3, 3])).toEqual([0, 0]);
  });

  it('is said of the arm whose proxy rises while the true reward falls, and of no other', () => {
    const [fact] = all(section(cycleInput(), 'over-optimisation')!, 'p.fact');
    expect(fact.textContent).toMatch(/^Notice Over-optimised: fooled: the proxy goes/);
    expect(fact.textContent).not.toContain('guided');
  });

  it('is not said of one seed, which has no interval', () => {
    const input = cycleInput();
    const arms = Object.fromEntries(
      Object.entries(input.summary.arms).map(([arm, own]) => [
        arm,
        Object.fromEntries(
          Object.entries(own).map(([key, rows]) => [key, rows.map(({generation, mean, median}) => ({generation, n: 1, mean, median}))]),
        ),
      ]),
    );
    const [fact] = all(section({...input, summary: {arms}}, 'over-optimisation')!, 'p.fact');
    expect(fact.textContent).toMatch(/^Notice These seeds do not show/);
  });
});

describe('dose and response', () => {
  const part = section(doseInput(), 'dose')!;

  it('is answered of each arm at the top of the report', () => {
    const top = buildReport(doseInput(), document).split('<section')[0];
    expect(top).toContain('How much it takes');
    for (const words of ['replace: the enrichment.share that keeps', 'mixed: no enrichment.share here']) expect(top).toContain(words);
  });

  it('says which doses of each arm hold, with intervals, or why none is told', () => {
    const facts = all(part, 'p.fact').map(({textContent}) => textContent);
    expect(facts).toEqual([
      'replace: the enrichment.share that keeps tail.retention at least 0.5 at generation 6 is at least 0.200 (95% interval 0.190 to 0.220).',
      'mixed: no enrichment.share here is told to keep tail.retention at least 0.5 at generation 6 (held at no dose from 0 to 0.4).',
      expect.stringMatching(
        /^Notice Rare types still produced, over enrichment\.share: replace from [\d.]+ at 0 to [\d.]+ at 0\.4; mixed from/,
      ),
    ]);
  });

  it('draws the measure of the bound first, with the bound dashed, then the others', () => {
    const drawn = labels(part).filter((label) => label.includes(' over enrichment.share'));
    expect(drawn.map((label) => label.split(' at generation')[0])).toEqual(['tail.retention', 'tail.retention', 'entropy']);
    const [wide, , entropy] = all(part, 'svg').filter((svg) => svg.getAttribute('aria-label')?.includes(' over enrichment'));
    expect(wide.innerHTML).toContain('stroke-dasharray="7 4"');
    expect(entropy.innerHTML).not.toContain('stroke-dasharray="7 4"');
  });

  it('has a row for each arm, dose and measure', () => {
    expect(all(part, 'table.data tbody tr')).toHaveLength(2 * 2 * DOSES.length);
  });

  it('stands before the measures over generations, and needs no bound', () => {
    const {doses, summary, ...rest} = doseInput();
    const html = buildReport({...rest, summary: {arms: summary.arms}, doses: {path: doses!.path, arms: doses!.arms}}, document);
    expect(html.indexOf('id="dose"')).toBeGreaterThan(0);
    expect(html.indexOf('id="dose"')).toBeLessThan(html.indexOf('id="measure-entropy"'));
    expect(html).not.toContain('stroke-dasharray="7 4"');
  });

  it('is logarithmic where doses are positive and far apart', () => {
    const input = doseInput();
    const arms = input.doses!.arms.map((one) => ({...one, dose: 10 ** (DOSES.indexOf(one.dose) - 4)}));
    expect(section({...input, doses: {...input.doses!, arms}}, 'dose')!.textContent).toContain('on a logarithmic scale');
    expect(part.textContent).not.toContain('on a logarithmic scale');
  });
});

describe('a stopped arm', () => {
  const html = buildReport(cycleInput(), document);

  it('is said to be stopped once, and its generations after that are gaps of no other kind', () => {
    expect(html).toContain('held was stopped: no model after generation 3.');
    expect(html).not.toContain('Undefined, and left as gaps: held');
  });

  it('of which some lineages went on is told so', () => {
    const input = cycleInput();
    const own = Object.fromEntries(
      Object.entries(input.summary.arms.accumulate).map(([key, rows]) => [
        key,
        rows.map((row) => (row.generation > 3 ? {...row, n: 1} : row)),
      ]),
    );
    const some = buildReport({...input, summary: {arms: {...input.summary.arms, held: own}}}, document);
    expect(some).toContain(
      'held: 2 of 3 lineages stopped before generation 6; from there on there is no mean, and the median counts them as worst.',
    );
  });

  it('is not what other undefined values are', () => {
    const input = cycleInput();
    expect(buildReport({...input, arms: input.arms.map(({stops, ...arm}) => arm)}, document)).toContain(
      'Undefined, and left as gaps: held at generations 4\u20136',
    );
  });
});

describe('a population', () => {
  const rows = (value: number) => [exactRow(1, 1), exactRow(2, value)];
  const input: ReportInput = {
    ...cycleInput(),
    arms: [{name: 'two voices', description: '2 models'}],
    generations: 2,
    measures: [
      {name: 'entropy', title: 'Entropy', unit: 'bits', caption: '', bands: ['rare', 'scribe', 'quill'], models: ['scribe', 'quill']},
    ],
    summary: {
      arms: {'two voices': {entropy: rows(0.8), 'entropy[rare]': rows(0.7), 'entropy[scribe]': rows(0.6), 'entropy[quill]': rows(0.5)}},
    },
  };

  it('has its models in one panel, apart from the bands of the measure', () => {
    const drawn = labels(section(input, 'measure-entropy')!);
    expect(drawn.filter((label) => label.includes('scribe from'))).toEqual([
      expect.stringContaining('; quill from 1 at generation 1 to 0.500'),
    ]);
    expect(drawn.filter((label) => label.startsWith('Entropy, rare'))).toHaveLength(1);
  });
});

describe('the summary table', () => {
  const widths = (input: ReportInput) => all(section(input, 'summary')!, 'table').map((table) => all(table, 'thead th').length);

  it('has costs beside few measures, and below many', () => {
    const wide = {
      columns: ['arm', 'a', 'b', 'c', 'd', 'human records'],
      costsFrom: 5,
      rows: [['replace', '1', '2', '3', '4', '5']],
      caption: 'Costs.',
    };
    expect(widths(cycleInput())).toEqual([3]);
    expect(widths({...cycleInput(), table: wide})).toEqual([5, 2]);
  });
});
