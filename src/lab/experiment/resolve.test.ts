import {describe, expect, it} from 'vitest';
import {armAt} from './arm.ts';
import {describeArm} from './describe-arm.ts';
import {resolveExperiment} from './resolve.ts';

const valid = {
  title: 'x',
  data: {world: 'categorical', probabilities: [0.5, 0.5]},
  model: {kind: 'categorical'},
  sample: {size: 10},
  generations: 2,
  seeds: 1,
  arms: {replace: {workflow: 'replace'}},
  measures: ['support'],
};
const with_ = (changes: Record<string, unknown>) => ({...valid, ...changes});
const rowsOf = (data: object, more: object = {}) => ({
  data: {world: 'regression', dimension: 3, noise: 1, rows: 20, ...data},
  model: {kind: 'regression'},
  sample: undefined,
  measures: ['excessRisk'],
  ...more,
});
const problems = (data: unknown) => {
  const resolved = resolveExperiment(data);
  return resolved.ok ? [] : resolved.problems.map(({path, message}) => `${path.map(String).join('.')}: ${message}`);
};
const armsOf = (data: unknown) => {
  const resolved = resolveExperiment(data);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms;
};

describe('an experiment', () => {
  it('that is valid gives whole arms', () => {
    expect(armsOf(valid)).toEqual([
      {
        name: 'replace',
        data: {world: 'categorical', probabilities: [0.5, 0.5]},
        model: {kind: 'categorical'},
        sample: {size: 10},
        workflow: 'replace',
      },
    ]);
  });

  it('of rows takes fewer of them than coefficients where these have a price, and as many as it likes where each generation has its own', () => {
    expect(problems(with_(rowsOf({rows: 2}, {model: {kind: 'regression', ridge: 0.1}})))).toEqual([]);
    expect(problems(with_({...rowsOf({x: 'fresh'}), sample: {size: 50}}))).toEqual([]);
    expect(problems(with_(rowsOf({x: 'fresh'}, {arms: {a: {workflow: 'replace', population: {models: 2}}}})))).toEqual([]);
  });

  it('of rows takes a schedule of their number, as long as each generation can determine a line', () => {
    const sized = (size: unknown, more: object = {}) => problems(with_({...rowsOf({x: 'fresh'}, more), sample: {size}, generations: 5}));
    expect(sized({from: 5, to: 40, by: 4})).toEqual([]);
    expect(sized({from: 20, grow: 0.5})).toEqual(['sample.size: 1 rows cannot determine the 3 coefficients of the world, at generation 5']);
    expect(sized({from: 20, grow: 0.5}, {model: {kind: 'regression', ridge: 0.1}})).toEqual([]);
    const [arm] = armsOf(with_({...rowsOf({x: 'fresh'}), sample: {size: [30, 10]}, generations: 5}));
    expect([1, 2, 3].map((t) => armAt(arm, t).sample?.size)).toEqual([30, 10, 10]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{sample: {size: {from: 10, grow: 0.4}}, generations: 9}, 'sample.size: is 0 at generation 5, wanted a whole number of 1 or more'],
    [{sample: {size: {from: 10}}}, 'sample.size: a schedule has one of `grow`, `power`, and `to` with `by`'],
    [{sample: {size: {from: 10, to: 20}}}, 'sample.size: a straight line has both `to` and `by`, the generation that reaches it'],
    [{sample: {size: [10, 'x']}}, 'sample.size.1: got "x", wanted a number'],
    [{arms: {a: {workflow: {mix: {from: 0.6, grow: 2}}}}}, 'arms.a.workflow.mix: is 1.2 at generation 2, wanted a share of 0 to 1'],
    [
      {arms: {a: {workflow: 'replace', weights: {human: [1, 0], synthetic: 0}}}},
      'arms.a.weights: the weights of both sources are 0 at generation 2',
    ],
    [
      {model: {kind: 'categorical', topP: {from: 0.5, grow: 3}}},
      'model.topP: is 1.5 at generation 2, wanted a share of more than 0, at most 1',
    ],
    [
      {arms: {a: {workflow: 'replace', enrichment: {share: [0.1, 0.2], schedule: {decay: 0.5}}}}},
      'arms.a.enrichment.schedule: `decay` and the schedule of `share` both set how much enters: leave one out',
    ],
    [
      {arms: {a: {workflow: 'replace', enrichment: {share: [0.1, 0.2]}, events: [{generation: 2, set: {'enrichment.share': 0}}]}}},
      'arms.a.events.0.set.enrichment.share: enrichment.share has a schedule, which says what it is at every generation: leave one of the two out, or set all of enrichment',
    ],
    [{arms: {a: {workflow: {window: 0}}}}, 'arms.a.workflow.window: got 0, wanted a number at least 1'],
    [{stop: {measure: 'support'}}, 'stop: a stop has either `atLeast` or `atMost`'],
    [{stop: {measure: 'variance', atMost: 1}}, 'stop.measure: variance is a measure of points; this data is categories'],
    [
      {stop: {measure: 'stoppedAt', atLeast: 9}},
      'stop.measure: stoppedAt is known only when a lineage has ended: choose a measure of a generation',
    ],
    [
      {measures: ['stoppedAt']},
      'measures.0: stoppedAt is of arms that have a `stop`: say what ends a lineage, for instance stop: {measure: support, atMost: 1}',
    ],
  ])('refuses %j: %s', (changes, said) => {
    expect(problems(with_(changes))).toContain(said);
  });

  it('takes an event that sets all of a part whose field has a schedule, and schedules of later events', () => {
    const events = [
      {generation: 2, set: {enrichment: {share: 0.5}}},
      {generation: 3, set: {'enrichment.share': 0.1}},
      {generation: 4, set: {enrichment: {count: {from: 10, power: 1}}}},
    ];
    const [arm] = armsOf(with_({generations: 5, arms: {a: {workflow: 'replace', enrichment: {count: [1, 2]}, events}}}));
    expect([1, 2, 3, 4, 5].map((t) => armAt(arm, t).enrichment)).toMatchObject([
      {count: 1},
      {share: 0.5},
      {share: 0.1},
      {count: 40},
      {count: 50},
    ]);
  });

  it('says where a key belongs that stands where it has no meaning', () => {
    const elsewhere = (data: unknown) => {
      const resolved = resolveExperiment(data);
      return resolved.ok ? [] : resolved.problems.map(({unknown}) => unknown?.elsewhere);
    };
    expect(elsewhere(with_({model: {kind: 'gaussian', temperature: 2}}))).toEqual([
      'the model gaussian has none, but categorical, ngram, transformer have',
    ]);
    expect(elsewhere(with_({arms: {a: {workflow: 'replace', model: {kind: 'categorical', bandwidth: 2}}}}))).toEqual([
      'the model categorical has none, but kde has',
    ]);
    expect(elsewhere(with_({workflow: 'replace'}))).toEqual(['it is a field of each arm, for instance "arms.replace.workflow"']);
    expect(elsewhere(with_({model: {kind: 'categorical', temprature: 2}}))).toEqual([undefined]);
  });

  it('says in words what moves, what ends it and where training begins', () => {
    const arms = armsOf(
      with_({
        sample: {size: {from: 10, grow: 1.1}},
        model: {kind: 'categorical', temperature: [1, 0.5]},
        stop: {measure: 'support', atMost: 1, for: 2},
        arms: {a: {workflow: {window: 3}}, b: {workflow: {mix: {from: 0.5, to: 0, by: 9}}, stop: {measure: 'entropy', atMost: 0.1}}},
      }),
    );
    expect(arms.map(describeArm)).toEqual([
      'the output of the last 3 models, the human data among them while fewer have written, sample size 10 times 1.1^(t - 1), temperature 1, then 0.5, until support at most 1 for 2 generations',
      "human data (from 50% at generation 1 to 0% at generation 9), the rest the last model's output, sample size 10 times 1.1^(t - 1), temperature 1, then 0.5, until entropy at most 0.1",
    ]);
  });

  it('names an unknown key at its own place', () => {
    expect(problems(with_({sampel: 1}))).toEqual(['sampel: unknown key "sampel"']);
    expect(problems(with_({data: {world: 'gaussian', sdd: 2}}))).toContain('data.sdd: unknown key "sdd"');
  });

  it.each([
    [{arms: {a: {workflow: {mix: 1.4}}}}, 'arms.a.workflow.mix: got 1.4, wanted a number at most 1'],
    [{seeds: 0}, 'seeds: got 0, wanted a number at least 1'],
    [{seeds: 1.5}, 'seeds: got 1.5, wanted a whole number'],
    [{generations: 'ten'}, 'generations: got "ten", wanted a number'],
    [{arms: {}}, 'arms: an experiment has at least one arm'],
    [{arms: {'../x': {workflow: 'replace'}}}, 'arms'],
    [{data: {world: 'categorical', probabilities: [0.5, 0.6]}}, 'data.probabilities: probabilities must sum to 1, these sum to 1.1'],
    [{data: {world: 'categorical'}}, 'either `probabilities` or `categories`'],
    [{data: {world: 'gausian'}}, 'wanted one of gaussian, mixture'],
    [{measures: ['variance']}, 'measures.0: variance is a measure of points; this data is categories'],
    [{model: {kind: 'ngram', order: 3}}, 'model.kind: the model ngram is fitted to text'],
    [{sample: undefined}, 'sample is missing'],
    [{...rowsOf({}), sample: {size: 30}}, 'sample: rows take no sample'],
    [{...rowsOf({x: 'fresh'}), sample: {size: 30, first: 20}}, 'sample.first: the rows of the human training set are data.rows'],
    [{...rowsOf({x: 'fresh'}), sample: {size: 2}}, 'sample.size: 2 rows cannot determine the 3 coefficients'],
    [rowsOf({rows: 2}), 'data.rows: 2 rows cannot determine the 3 coefficients'],
    [rowsOf({spectrum: [1, 2]}), 'data.spectrum: has 2 numbers, the world has dimension 3'],
    [rowsOf({spectrum: {powr: 1}}), 'data.spectrum.powr: unknown key "powr"'],
    [rowsOf({spectrum: [1, 0, 1]}), 'data.spectrum'],
    [rowsOf({x: 'new'}), 'data.x'],
    [rowsOf({mismatch: 0}), 'data.mismatch'],
    [rowsOf({}, {model: {kind: 'logistic'}}), 'the model logistic is fitted to the logistic world'],
    [{...rowsOf({}), data: {world: 'logistic', dimension: 3, rows: 20}}, 'the model regression is fitted to the regression world'],
    [
      rowsOf({}, {arms: {a: {workflow: 'replace', population: {models: 2}}}}),
      'population: the models of a population write rows of their own',
    ],
    [{data: {world: 'swiss-roll', dimension: 4}, model: {kind: 'kde'}, measures: ['variance']}, 'data.dimension'],
    [{data: {world: 'swiss-roll'}, model: {kind: 'kde', bandwidth: 'silvermann'}, measures: ['variance']}, 'model.bandwidth'],
    [{data: {world: 'gaussian'}, model: {kind: 'gaussian'}, measures: ['logLikelyhood']}, 'measures.0: got "logLikelyhood", wanted one of'],
    [{sample: {size: 'same'}}, '`same` is for a corpus'],
    [{arms: {a: {workflow: 'replace', enrichment: {share: 0.1, count: 3}}}}, 'enrichment has either `share` or `count`'],
    [{matrix: {'data.nowhere.x': [1]}}, 'names no field of an arm'],
    [{matrix: {'sample.size': [10, -1]}}, 'matrix.sample.size: got -1, wanted a number at least 1'],
  ])('with %j says what is wrong', (changes, said) => {
    expect(problems(with_(changes as Record<string, unknown>)).join('\n')).toContain(said);
  });

  it('of text asks for a reserve before fresh text can enter', () => {
    const text = {data: {files: ['a.txt']}, model: {kind: 'ngram', order: 2}, sample: {size: 'same'}};
    const arms = {a: {workflow: 'replace', enrichment: {share: 0.1}}};
    expect(problems(with_({...text, arms})).join()).toContain('data.reserve');
    expect(problems(with_({...text, data: {files: ['a.txt'], reserve: 0.2}, arms}))).toEqual([]);
  });

  it('of images is one of points: with models, measures and enrichment of points, and a size of its own', () => {
    const images = {model: {kind: 'kde'}, measures: ['coverage'], sample: {size: 'same'}};
    expect(armsOf(with_({...images, data: {images: 'digits'}}))[0].data).toEqual({images: 'digits', side: 14, holdout: 0.1, reserve: 0});
    expect(problems(with_({...images, data: {images: 'digits', side: 15}})).join()).toContain('data.side: got 15');
    expect(problems(with_({...images, data: {images: 'faces'}})).join()).toContain('data.images: got "faces", wanted digits');
    expect(problems(with_({...images, data: {images: 'digits'}, model: {kind: 'ngram', order: 2}})).join()).toContain(
      'the model ngram is fitted to text: {corpus: speeches} or {files: [...]}; the data is handwritten digits',
    );
    const enriched = (enrichment: unknown) =>
      problems(with_({...images, data: {images: 'digits'}, arms: {a: {workflow: 'replace', enrichment}}})).join();
    expect(enriched({share: 0.1})).toContain('data.reserve');
    expect(enriched({share: 0.1, from: [{files: ['a.txt']}]})).toContain('files and corpora enrich text');
    expect(enriched({share: 0.1, from: 'original', dedupe: true})).toContain('arms.a.enrichment.dedupe: is for text');
  });

  describe('with feedback that wants a transformer', () => {
    const text = {
      ...valid,
      data: {corpus: 'speeches'},
      model: {kind: 'transformer', context: 32},
      sample: {size: 100},
      measures: ['reward', 'policy.kl'],
    };
    const annotator = {kind: 'rule', measure: 'words'};
    const asked = (feedback: object, more = {}) =>
      problems({...text, arms: {a: {workflow: 'replace', feedback: {annotator, ...feedback}}}, ...more});
    const ngram = {model: {kind: 'ngram', order: 2}, measures: ['reward']};

    it('is valid on one', () => {
      for (const feedback of [
        {kind: 'dpo'},
        {kind: 'grpo'},
        {kind: 'grpo', prompt: 31, beta: 0, reward: {features: 'hidden'}, annotator: {...annotator, choice: 'best', bias: {first: 1}}},
        {kind: 'reweight', features: 'hidden'},
      ])
        expect(asked(feedback)).toEqual([]);
    });

    it.each([
      [{kind: 'dpo'}, ngram, 'arms.a.feedback.kind', /dpo trains a model that has gradients: a transformer, not ngram/],
      [{kind: 'grpo'}, ngram, 'arms.a.feedback.kind', /grpo trains a model that has gradients: a transformer, not ngram/],
      [{kind: 'reweight', features: 'hidden'}, ngram, 'arms.a.feedback.features', /those of a transformer, not of ngram/],
      [{kind: 'best-of', features: 'hidden'}, {}, 'arms.a.feedback.features', /unknown key/],
      [{kind: 'best-of', annotator: {kind: 'person'}}, {}, 'arms.a.feedback.annotator.kind', /people judge pairs/],
      [{kind: 'grpo', group: 1}, {}, 'arms.a.feedback.group', /at least 2/],
      [{kind: 'grpo', beta: -0.1}, {}, 'arms.a.feedback.beta', /at least 0/],
      [{kind: 'grpo', epsilon: 1}, {}, 'arms.a.feedback.epsilon', /less than 1/],
      [{kind: 'grpo', comparisons: 5}, {}, 'arms.a.feedback.comparisons', /unknown key/],
      [{kind: 'grpo', prompt: 32}, {}, 'arms.a.feedback.prompt', /leaves no room in a context of 32/],
      [{kind: 'grpo', annotator: {...annotator, choice: 'best'}}, {}, 'arms.a.feedback.annotator.choice', /scores are no choices/],
      [{kind: 'grpo', annotator: {...annotator, bias: {first: 1}}}, {}, 'arms.a.feedback.annotator.bias.first', /scored one by one/],
    ])('refuses %o of %o', (feedback, more, where, message) => {
      const [problem] = asked(feedback, more);
      expect(problem.startsWith(`${where}: `)).toBe(true);
      expect(problem).toMatch(message);
    });
  });

  it('with a gate that no value can miss, or hold, is refused', () => {
    const gated = (gate: object) => problems(with_({arms: {a: {workflow: 'replace', quality: {gates: [gate], onFail: 'stop'}}}}));
    expect(gated({measure: 'giniSimpson', atLeast: 0})).toEqual([
      'arms.a.quality.gates.0.atLeast: giniSimpson is never below 0, so no value can miss a bound of 0',
    ]);
    expect(gated({measure: 'giniSimpson', atMost: 1})[0]).toMatch(/never above 1/);
    expect(gated({measure: 'giniSimpson', atLeast: 1.2})[0]).toMatch(/nothing can hold/);
    expect(gated({measure: 'giniSimpson', atLeast: 0.2})).toEqual([]);
    expect(problems(with_({bound: {measure: 'support', atLeast: 1}}))[0]).toMatch(/^bound.atLeast: support is never below 1/);
  });

  it('with a matrix gives every arm at every combination', () => {
    const both = {a: {workflow: 'replace'}, b: {workflow: 'accumulate'}};
    const arms = armsOf(
      with_({arms: both, data: {world: 'categorical', categories: 4}, matrix: {'sample.size': [10, 20], 'data.categories': [4, 5]}}),
    );
    expect(arms.map((arm) => arm.name)).toEqual(
      [10, 20]
        .flatMap((n) => [4, 5].map((k) => `a size=${n} categories=${k}`))
        .concat([10, 20].flatMap((n) => [4, 5].map((k) => `b size=${n} categories=${k}`))),
    );
    expect(arms[3]).toMatchObject({sample: {size: 20}, data: {categories: 5}});
  });

  it('holds arms against a baseline that is one of them', () => {
    const arms = {a: {workflow: 'replace'}, b: {workflow: 'accumulate'}};
    const matrix = {'sample.size': [10, 20]};
    for (const baseline of ['a', 'b', 'b size=20']) expect(problems(with_({arms, matrix, baseline}))).toEqual([]);
    expect(problems(with_({arms, baseline: 'c'}))).toEqual(['baseline: wanted the name of an arm ("a", "b"), got "c"']);
    expect(problems(with_({arms, baseline: 'b size=20'}))).toHaveLength(1);
    expect(problems(with_({arms, baseline: 1}))).toEqual([expect.stringMatching(/^baseline: /)]);
  });

  it('lets an arm have its own data, model or sample', () => {
    const [a, b] = armsOf(with_({arms: {a: {workflow: 'replace'}, b: {workflow: 'replace', sample: {size: 99}}}}));
    expect([a.sample, b.sample]).toEqual([{size: 10}, {size: 99}]);
  });

  it('names the place of an arm whose own name has spaces', () => {
    const arms = {'my arm': {workflow: 'replace', model: {kind: 'ngram', order: 2}, events: [{generation: 2, set: {workflow: 'x'}}]}};
    expect(problems(with_({arms})).join()).toMatch(/^arms\.my arm\.events\.0\.set: leaves workflow: got "x"/);
    expect(problems(with_({arms: {'my arm': {...arms['my arm'], events: undefined}}, matrix: {'sample.size': [10, 20]}})).join()).toMatch(
      /^arms\.my arm\.model\.kind: the model ngram/,
    );
  });

  describe('cannot reach beyond itself', () => {
    it.each([
      [{matrix: {'data.__proto__.polluted': [1]}}, 'names no field of an arm'],
      [{matrix: {'__proto__.polluted': [1]}}, 'names no field of an arm'],
      [{matrix: {'data.constructor.polluted': [1]}}, 'names no field of an arm'],
      [{matrix: {'data.probabilities.length': [4294967295]}}, 'names no field of an arm'],
      [
        {arms: {a: {workflow: 'replace', events: [{generation: 2, set: {'weights.__proto__.polluted': 1}}]}}},
        'there is no weights.__proto__.polluted to set',
      ],
      [{arms: {a: {workflow: 'replace', events: [{generation: 2, set: {'enrichment.from.3': 1}}]}}}, 'enrichment'],
      [JSON.parse('{"arms": {"a": {"workflow": "replace"}, "__proto__": {"workflow": "replace"}}}'), 'arms.__proto__: is no name'],
      [{arms: {constructor: {workflow: 'replace'}}}, 'every object has something called so'],
      [{arms: {a: {workflow: 'replace', population: {models: [{name: 'valueOf'}]}}}}, 'every object has something called so'],
    ])('by %j', (changes, said) => {
      expect(problems({...valid, ...(changes as object)}).join('\n')).toContain(said);
      expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
    });

    it('by a cycle, which is told with its place', () => {
      const cyclic: Record<string, unknown> = with_({});
      cyclic.arms = {a: cyclic};
      expect(problems(cyclic)).toEqual(['arms.a: contains itself']);
    });
  });

  it('has at most 10,000 arms, counted before any is made', () => {
    const hundred = Array.from({length: 100}, (_, i) => i + 1);
    const matrix = {'sample.size': hundred, 'sample.first': hundred, 'data.categories': hundred, 'data.zipf': hundred};
    expect(problems(with_({data: {world: 'categorical', categories: 3}, matrix}))).toEqual([
      'matrix: makes 100000000 arms, wanted at most 10000',
    ]);
    const arms = Object.fromEntries(Array.from({length: 10_001}, (_, i) => [`a${i}`, {workflow: 'replace'}]));
    expect(problems(with_({arms}))).toEqual(['arms: makes 10001 arms, wanted at most 10000']);
  });

  it('has no two arms of one name', () => {
    expect(problems(with_({matrix: {'sample.size': [10, 20, 10]}}))).toEqual(['matrix: gives two arms the name "replace size=10"']);
  });

  it('keeps the values of an event when a later one sets a field inside of them', () => {
    const events = [
      {generation: 2, set: {enrichment: {share: 0.1}}},
      {generation: 3, set: {'enrichment.share': 0.5}},
    ];
    const [arm] = armsOf(with_({arms: {a: {workflow: 'replace', events}}}));
    expect([1, 2, 3].map((generation) => armAt(arm, generation).enrichment?.share)).toEqual([undefined, 0.1, 0.5]);
    expect(arm.events).toEqual(events);
  });

  it('says which event leaves which model of a population in a state that is none', () => {
    const arms = {
      a: {
        workflow: 'replace',
        enrichment: {share: 0.1},
        population: {models: [{name: 'x'}, {name: 'y', enrichment: {count: 10}}]},
        events: [{generation: 2, set: {'enrichment.share': 0.5}}],
      },
    };
    expect(problems(with_({arms}))).toEqual(['arms.a.events.0.set: leaves enrichment: enrichment has either `share` or `count`']);
  });

  it('describes arms in words', () => {
    const [arm] = armsOf(with_({arms: {a: {workflow: {mix: 0.1}, enrichment: {count: 3, from: 'original'}}}}));
    expect(describeArm(arm)).toBe("10% human data, the rest the last model's output, and 3 original human records on top");
  });
});
