import {readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Arm, isNeural} from '../src/lab/experiment/arm.ts';
import type {Summary, SummaryPoint} from '../src/lab/results/summary.ts';
import {type TheoryCurve, theoryOf} from '../src/lab/results/theory.ts';
import {loadExperiment, shippedNames} from '../src/node/experiment-file.ts';
import {writeReport} from '../src/node/run/report.ts';
import {runExperiment} from '../src/node/run/run.ts';
import {genloss, temporaryFolder} from './command.ts';

/** Each experiment that ships is held, at a reduced size, to what its YAML says that it shows. */
const folder = temporaryFolder();

/** No experiment that ships loses a lineage: every point has a mean and a median. */
interface Whole extends SummaryPoint {
  readonly mean: number;
  readonly median: number;
}

/** The speeches since then: every lineage cuts all of its corpus, which takes longer than what it does with a small sample of it. */
const RECENT = 'data.from=1950';

async function run(name: string, counts: {seeds?: number; generations?: number} = {}, ...settings: string[]) {
  const directory = join(folder, name);
  const overrides = [...settings, ...Object.entries(counts).map(([field, value]) => `${field}=${value}`)];
  await runExperiment(loadExperiment(name, overrides), {directory, workers: availableParallelism()});
  const page = readFileSync(await writeReport(directory), 'utf8').replace(/data:image[^"]*/g, '');
  expect(page).toMatch(/<svg[\s\S]*<\/html>/);
  expect(page).not.toMatch(/\b(NaN|Infinity)\b/);
  // networks are cut here to what a test has time for, and learn as little
  if (!loadExperiment(name, overrides).arms.some(isNeural)) expect(page).not.toContain('has hardly learned anything');
  const summary = JSON.parse(readFileSync(join(directory, 'summary.json'), 'utf8')) as Summary;
  return (arm: string, measure: string) => summary.arms[arm][measure].filter((p) => p.generation > 0) as Whole[];
}

const medians = (points: readonly Whole[]) => points.map((p) => p.median);
const last = <T>(list: readonly T[]): T => list[list.length - 1];
const falls = (values: readonly number[]) => values.every((v, i) => i === 0 || v < values[i - 1]);
const rises = (values: readonly number[]) => falls(values.map((v) => -v));
/** Curves of theory of what the experiment measures. */
function curvesOf(name: string, arm: Arm, generations: number): TheoryCurve[] {
  const {measures} = loadExperiment(name).experiment;
  return theoryOf(arm, generations).filter(({measure}) => measures.includes(measure));
}

/** Every curve of theory that an arm has lies within the interval of its statistic, widened a little, at nearly all generations. */
function followsTheory(name: string, of: Awaited<ReturnType<typeof run>>, generations: number): void {
  let compared = 0;
  for (const arm of loadExperiment(name).arms) {
    for (const curve of curvesOf(name, arm, generations).filter(({statistic}) => statistic !== 'meanSquare')) {
      const points = new Map(of(arm.name, curve.measure).map((p) => [p.generation, p]));
      const inside = curve.points.filter(({generation, value}) => {
        const p = points.get(generation)!;
        const [low, high] = curve.statistic === 'mean' ? [p.low!, p.high!] : [p.geometricLow!, p.geometricHigh!];
        const room = 0.6 * (high - low);
        return value >= low - room && value <= high + room;
      });
      compared += curve.points.length;
      expect(inside.length / curve.points.length, `${arm.name}: ${curve.label}`).toBeGreaterThan(0.85);
    }
  }
  expect(compared).toBeGreaterThan(0);
}

/** The same of the arithmetic mean at the last generation, where seeds are too few for an interval at every one. */
function followsMeans(name: string, of: Awaited<ReturnType<typeof run>>, generations: number): void {
  const arms = loadExperiment(name, ['sample.size=200']).arms.filter((arm) => curvesOf(name, arm, generations).length > 0);
  expect(arms.length).toBeGreaterThan(0);
  for (const arm of arms) {
    const [curve] = curvesOf(name, arm, generations).filter(({statistic}) => statistic === 'mean');
    const {mean, low, high} = last(of(arm.name, curve.measure));
    expect(Math.abs(mean - last(curve.points).value), arm.name).toBeLessThan(1.2 * (high! - low!));
  }
}

describe('the experiments that ship', () => {
  it('are these, each valid and each with what it must show', () => {
    expect(shippedNames()).toEqual([
      'all-mitigations',
      'bertrand',
      'categorical',
      'controller',
      'data-cycle',
      'dey-donoho',
      'dohmatob-tails',
      'dpo',
      'enrichment-dose',
      'feedback',
      'ferbach',
      'fresh-data',
      'gaussian',
      'gaussian-unbiased',
      'gerstgrasser',
      'golden-ratio',
      'kazdan-fixation',
      'kazdan-kde',
      'kazdan-regression',
      'kde',
      'logistic',
      'mad-augmentation',
      'mad-fresh-data',
      'mixture',
      'modes',
      'people',
      'preference-collapse',
      'quality-checks',
      'regression',
      'shumailov-text',
      'speeches',
      'strong-collapse',
      'suresh-gaussian',
      'suresh-words',
      'swiss-roll',
      'three-workflows',
      'vae-digits',
      'verification',
      'xu-better-by-chance',
      'xu-growing',
    ]);
    for (const name of shippedNames()) expect(loadExperiment(name).experiment.shows?.length).toBeGreaterThan(60);
  });

  it('controller: finds the share that the bound takes, no smaller one than a constant share that holds it, after a dip', async () => {
    const of = await run('controller', {seeds: 2}, RECENT);
    const late = (arm: string, measure: string) => {
      const means = of(arm, measure)
        .slice(10)
        .map(({mean}) => mean!);
      return means.reduce((a, b) => a + b, 0) / means.length;
    };
    const least = (arm: string) => Math.min(...of(arm, 'tail.retention').map(({mean}) => mean!));
    expect(late('constant 0.3', 'tail.retention')).toBeLessThan(0.36);
    expect(Math.abs(late('constant 0.4', 'tail.retention') - 0.4)).toBeLessThan(0.03);
    expect(late('constant 0.5', 'tail.retention')).toBeGreaterThan(0.42);
    for (const arm of ['adaptive', 'adaptive from 0.4']) {
      expect(Math.abs(late(arm, 'tail.retention') - 0.4), arm).toBeLessThan(0.03);
      expect(Math.abs(late(arm, 'humanShare') - 0.4), arm).toBeLessThan(0.05);
    }
    expect(least('adaptive')).toBeLessThan(0.32);
    expect(least('adaptive from 0.4')).toBeGreaterThan(0.33);
  });

  it('speeches: replace loses the tail and inflates the head in every generation; each other arm keeps more, at a cost', async () => {
    const measures = 'measures=[tail.retention,head.inflation,bitsPerByte,entropy,calibration,humanRecords,comparisons,discarded]';
    const of = await run('speeches', {generations: 6, seeds: 2}, 'sample.size=40000', measures, RECENT);
    expect(falls(medians(of('replace', 'tail.retention')))).toBe(true);
    expect(rises(medians(of('replace', 'head.inflation')))).toBe(true);
    expect(last(medians(of('replace', 'bitsPerByte')))).toBeGreaterThan(medians(of('replace', 'bitsPerByte'))[0]);
    for (const arm of ['accumulate', 'enriched', 'adaptive']) {
      expect(last(of(arm, 'tail.retention')).mean, arm).toBeGreaterThan(1.2 * last(of('replace', 'tail.retention')).mean);
      expect(last(of(arm, 'head.inflation')).median, arm).toBeLessThan(last(of('replace', 'head.inflation')).median);
      expect(last(of(arm, 'humanRecords')).median, arm).toBeGreaterThan(0);
    }
    for (const arm of ['guided', 'checked'])
      expect(last(of(arm, 'entropy')).median, arm).toBeGreaterThan(last(of('replace', 'entropy')).median);
    expect(last(of('guided', 'comparisons')).median).toBeGreaterThan(100);
    expect(last(of('checked', 'discarded')).median).toBeGreaterThan(1);
    // the calibration picture: rare events under-, frequent ones overestimated, more so with every generation
    const rare = medians(of('replace', 'calibration[3e-5 to 1e-4]'));
    const frequent = medians(of('replace', 'calibration[1e-2 to 3e-2]'));
    expect([falls(rare), last(rare) < -1, last(frequent) > 0.2]).toEqual([true, true, true]);
  });

  it('people: passages grow as short as the one who judged them likes, and not without', async () => {
    const of = await run('people');
    const [judged, plain] = ['judged', 'plain'].map((arm) => of(arm, 'words').map(({mean}) => mean));
    expect(last(judged)).toBeLessThan(0.4 * last(plain));
    expect(falls(judged)).toBe(true);
  });

  it('preference-collapse: rounds of preference follow their law to the favourite; human data holds them back', async () => {
    const of = await run('preference-collapse');
    followsTheory('preference-collapse', of, 12);
    expect(last(of('preferred', 'entropy')).median).toBeLessThan(0.6 * last(of('half human', 'entropy')).median);
    const gained = (measure: string) => last(of('proxy', measure)).median - of('proxy', measure)[0].median;
    expect(gained('reward.proxy')).toBeGreaterThan(gained('reward'));
    expect(last(of('proxy', 'comparisons')).median).toBe(0);
  });

  it('feedback: every mechanism raises the reward and lowers the variance; human data stops both half way', async () => {
    const of = await run('feedback', {seeds: 10});
    const end = (arm: string, measure: string) => last(of(arm, measure)).median;
    for (const arm of ['best-of', 'noisy', 'random', 'active']) {
      expect(end(arm, 'reward'), arm).toBeGreaterThan(end('anchored', 'reward'));
      expect(end(arm, 'variance'), arm).toBeLessThan(0.5 * end('anchored', 'variance'));
    }
    expect(end('anchored', 'reward')).toBeGreaterThan(end('plain', 'reward') + 0.3);
    expect(end('best-of', 'reward')).toBeGreaterThan(end('noisy', 'reward'));
    expect(end('random', 'comparisons')).toBeLessThan(0.1 * end('best-of', 'comparisons'));
  });

  it('strong-collapse: a part of labels from elsewhere holds the error up at p2^2 c^2', async () => {
    const of = await run('strong-collapse', {seeds: 100}, 'matrix={data.rows: [100, 2000]}');
    const end = (arm: string) => last(of(arm, 'excessRisk')).mean!;
    for (const [arm, share] of [
      ['tenth synthetic', 0.1],
      ['half synthetic', 0.5],
    ] as const)
      expect(Math.abs(end(`${arm} rows=2000`) / (5 / 2000 + share ** 2 * 0.2) - 1), arm).toBeLessThan(0.2);
    expect(end('human rows=100') / end('human rows=2000')).toBeGreaterThan(15);
    expect(end('half synthetic rows=100') / end('half synthetic rows=2000')).toBeLessThan(3);
  });

  it('logistic: the error grows in a straight line under replace, and stays bounded under accumulate', async () => {
    const of = await run('logistic', {seeds: 30});
    followsTheory('logistic', of, 10);
    for (const measure of ['excessRisk', 'excessLoss', 'calibrationError'])
      expect(last(of('replace', measure)).median, measure).toBeGreaterThan(last(of('accumulate', measure)).median);
    expect(last(of('replace', 'accuracy')).median).toBeLessThan(last(of('accumulate', 'accuracy')).median);
  });

  it('swiss-roll: held-out points become less likely, and the variance shows nothing of it', async () => {
    const of = await run('swiss-roll', {seeds: 4, generations: 10});
    const [replace, subsample, accumulate] = ['replace', 'subsample', 'accumulate'].map((arm) => last(of(arm, 'logLikelihood')).median);
    expect(replace).toBeLessThan(subsample);
    expect(subsample).toBeLessThan(accumulate);
    expect(accumulate).toBeLessThan(of('replace', 'logLikelihood')[0].median);
    expect(Math.abs(last(of('replace', 'variance')).median / of('replace', 'variance')[0].median - 1)).toBeLessThan(0.2);
  });

  it('verification: accuracy turns at p* = phi / (phi + psi)', async () => {
    const of = await run('verification', {seeds: 3}, 'data.rows=8000');
    const thresholds = {unverified: 0.5, weak: 0.75, good: 0.95};
    for (const [arm, threshold] of Object.entries(thresholds)) {
      for (const noise of [0.1, 0.3, 0.4, 0.55, 0.6, 0.7, 0.8, 0.9, 0.97]) {
        if (Math.abs(noise - threshold) < 0.015) continue;
        const accuracy = of(`${arm} noise=${noise}`, 'accuracy')[1].median;
        if (noise < threshold) expect(accuracy, `${arm} ${noise}`).toBeGreaterThan(0.6);
        else expect(accuracy, `${arm} ${noise}`).toBeLessThan(0.4);
      }
    }
  });

  it('enrichment-dose: more human text keeps more, and the dose that holds the bound is told', async () => {
    const shares = [0, 0.2, 0.6];
    const small = ['sample.size=20000', `matrix={enrichment.share: [${shares}]}`, 'measures=[tail.retention, bitsPerByte]', RECENT];
    const of = await run('enrichment-dose', {generations: 5, seeds: 2}, ...small);
    const ends = (arm: string, measure: string) => shares.map((share) => last(of(`${arm} share=${share}`, measure)).median);
    for (const arm of ['fresh', 'original']) expect(falls(ends(arm, 'bitsPerByte')), arm).toBe(true);
    expect(rises(ends('original', 'tail.retention'))).toBe(true);
    expect(ends('original', 'tail.retention')[2]).toBeGreaterThan(1.5 * ends('fresh', 'tail.retention')[2]);
    const {dose} = JSON.parse(readFileSync(join(folder, 'enrichment-dose', 'summary.json'), 'utf8')) as Summary;
    expect(Object.keys(dose!.arms).sort()).toEqual(['fresh', 'original']);
    for (const {curve, side, value, reason} of Object.values(dose!.arms)) {
      expect([curve, side]).toEqual(['rises', 'smallest']);
      expect(value).toBeGreaterThan(0);
      expect(reason).toContain('too few seeds');
    }
    expect(dose!.arms.original.value!).toBeLessThan(dose!.arms.fresh.value!);
  });

  it('quality-checks: weighing and a band keep entropy, the band at the cost of fit and tail; no rule keeps the tail; a gate stands still', async () => {
    const small = ['sample.size=30000', 'measures=[tail.retention, entropy, bitsPerByte]', 'data.from=1900'];
    const of = await run('quality-checks', {generations: 6, seeds: 2}, ...small);
    const end = (arm: string, measure: string) => last(of(arm, measure)).median;
    for (const arm of ['weighed', 'likelihood band']) expect(end(arm, 'entropy'), arm).toBeGreaterThan(end('replace', 'entropy') + 0.2);
    const bits = (arm: string) => end(arm, 'bitsPerByte');
    expect(bits('rolled back')).toBeLessThan(bits('replace'));
    expect(bits('weighed')).toBeLessThan(bits('replace') + 0.1);
    expect(bits('likelihood band')).toBeGreaterThan(bits('replace') + 0.2);
    expect(of('likelihood band', 'tail.retention')[1].median).toBeLessThan(0.5 * of('replace', 'tail.retention')[1].median);
    for (const arm of ['replace', 'deduplicated', 'likelihood band', 'classifier', 'weighed'])
      expect(end(arm, 'tail.retention'), arm).toBeLessThan(0.4 * of(arm, 'tail.retention')[0].median);
    expect(end('rolled back', 'tail.retention')).toBeGreaterThan(1.2 * end('replace', 'tail.retention'));
  });

  it('all-mitigations: feedback and quality slow the loss of entropy, enrichment adds to both, each at a cost', async () => {
    const measures = 'measures=[entropy, bitsPerByte, humanRecords, comparisons, discarded]';
    const of = await run('all-mitigations', {generations: 5, seeds: 2}, 'sample.size=20000', measures, RECENT);
    const end = (arm: string, measure: string) => last(of(arm, measure)).median;
    for (const arm of ['enrichment', 'feedback', 'quality', 'enrichment + feedback', 'enrichment + quality', 'all three'])
      expect(end(arm, 'entropy'), arm).toBeGreaterThan(end('none', 'entropy'));
    for (const arm of ['none', 'enrichment', 'feedback', 'enrichment + feedback'])
      expect(end('all three', 'entropy'), arm).toBeGreaterThan(end(arm, 'entropy'));
    for (const arm of ['enrichment', 'enrichment + feedback', 'enrichment + quality', 'all three'])
      for (const without of ['none', 'feedback', 'quality']) expect(end(arm, 'bitsPerByte'), arm).toBeLessThan(end(without, 'bitsPerByte'));
    const costs = (arm: string) => ['humanRecords', 'comparisons', 'discarded'].map((measure) => end(arm, measure) > 0);
    expect(costs('none')).toEqual([false, false, false]);
    expect(costs('all three')).toEqual([true, true, true]);
  });

  const toy = ['model.width=32', 'model.layers=1', 'model.heads=2', 'data.holdout=0.01'];

  it('gerstgrasser: under replacement transformers predict human text worse at every iteration, less so where all is kept', async () => {
    const small = ['sample.size=2000', 'model.epochs=10', 'matrix={model.temperature: [1]}', 'measures=[bitsPerByte]'];
    const of = await run('gerstgrasser', {generations: 3}, ...toy, ...small);
    const end = (arm: string) => last(of(`${arm} temperature=1`, 'bitsPerByte')).median;
    expect(rises(medians(of('replace temperature=1', 'bitsPerByte')))).toBe(true);
    expect(end('accumulate')).toBeLessThan(end('replace'));
  });

  it('shumailov-text: going on after prompts, each model predicts human text worse than the first', async () => {
    const measures = 'measures=[bitsPerByte, repetition]';
    const small = ['sample={first: 3000, size: 1000}', 'model.epochs=10', 'model.vocabulary=200', measures];
    const of = await run('shumailov-text', {generations: 3}, ...toy, ...small);
    for (const arm of ['no data kept', 'a tenth kept']) {
      const bits = medians(of(arm, 'bitsPerByte'));
      expect(last(bits), arm).toBeGreaterThan(bits[0]);
      expect(last(of(arm, 'repetition')).median, arm).toBeGreaterThan(0.5);
    }
  });

  it('vae-digits: under replace digits grow alike in the first latent space, less so where all is kept', async () => {
    const arms = 'arms={replace: {workflow: replace}, accumulate: {workflow: accumulate}}';
    const small = ['data.count=1200', 'sample.size=500', arms, 'measures=[latent.sd, variance, coverage]'];
    const of = await run('vae-digits', {seeds: 1, generations: 4}, ...small);
    for (const measure of ['latent.sd', 'variance', 'coverage']) {
      const values = medians(of('replace', measure));
      expect(last(values), measure).toBeLessThan(0.7 * values[0]);
      expect(last(medians(of('accumulate', measure))), measure).toBeGreaterThan(1.2 * last(values));
    }
  });

  it('dpo: what is preferred is written more and in fewer words; a higher price stays nearer to the model as it was fitted', async () => {
    const {'dpo half human': _, ...arms} = structuredClone(loadExperiment('dpo').experiment.arms);
    for (const {feedback} of Object.values(arms)) {
      if (feedback?.kind === 'dpo') Object.assign(feedback, {comparisons: 100});
      if (feedback?.kind === 'grpo') Object.assign(feedback, {iterations: 5});
    }
    const small = ['sample.size=2500', 'model.epochs=10', 'data.holdout=0.02', `arms=${JSON.stringify(arms)}`];
    const of = await run('dpo', {generations: 1}, ...toy, ...small, 'measures=[reward, policy.kl, entropy]');
    const end = (arm: string, measure: string) => last(of(arm, measure)).median;
    expect(end('grpo', 'reward')).toBeGreaterThan(end('no feedback', 'reward') + 0.3);
    expect(end('dpo', 'policy.kl')).toBeGreaterThan(3 * end('dpo dear', 'policy.kl'));
    for (const arm of ['no feedback', 'dpo dear'])
      for (const cheap of ['dpo', 'grpo']) expect(end(cheap, 'entropy'), cheap).toBeLessThan(end(arm, 'entropy') - 0.05);
  });

  it('data-cycle: the web turns machine-written; care keeps more of the tail', async () => {
    const small = ['sample.size=10000', 'measures=[tail.retention, js.between, humanShare]', RECENT];
    const of = await run('data-cycle', {generations: 6, seeds: 2}, ...small);
    for (const arm of ['one', 'four']) {
      expect(last(of(arm, 'humanShare')).median, arm).toBeLessThan(of(arm, 'humanShare')[0].median);
      expect(last(of(arm, 'tail.retention')).median, arm).toBeLessThan(of(arm, 'tail.retention')[0].median);
    }
    expect(last(of('four with care', 'tail.retention')).median).toBeGreaterThan(last(of('four', 'tail.retention')).median);
    expect(of('four', 'js.between').length).toBe(6);
  });

  it('data-cycle: one model, full adoption and the whole web are accumulate, byte for byte', () => {
    const lines = (name: string, arm: string) => {
      writeFileSync(
        join(folder, `${name}.yaml`),
        `title: ${name}\ndata: {corpus: speeches, holdout: 0.1, passage: 100}\nmodel: {kind: ngram, order: 2}\nsample: {size: 5000}\ngenerations: 4\nseeds: 2\narms:\n  web: ${arm}\nmeasures: [tail.retention, bitsPerByte, humanRecords, origin, sample.perplexity]\n`,
      );
      expect(genloss(['run', join(folder, `${name}.yaml`), '--out', join(folder, name), '--quiet']).code).toBe(0);
      return readFileSync(join(folder, name, 'results.jsonl'), 'utf8');
    };
    const plain = lines('accumulate', '{workflow: accumulate}');
    expect(plain.length).toBeGreaterThan(1000);
    expect(lines('cycle-of-one', '{workflow: accumulate, population: {models: 1, adoption: 1}}')).toBe(plain);
  });

  it('gaussian: replace shrinks as algebra says, accumulate stays, subsample lies between', async () => {
    const of = await run('gaussian', {seeds: 400, generations: 20});
    followsTheory('gaussian', of, 20);
    const at = (arm: string) => last(of(arm, 'variance')).median;
    expect(at('accumulate')).toBeGreaterThan(at('subsample'));
    expect(at('subsample')).toBeGreaterThan(at('replace'));
    expect(last(of('replace', 'wasserstein2')).median).toBeGreaterThan(2 * last(of('accumulate', 'wasserstein2')).median);
  });

  it('gaussian-unbiased: the mean stays at the truth while the median falls', async () => {
    const of = await run('gaussian-unbiased', {seeds: 1000, generations: 12});
    const {mean, low, high, median} = last(of('replace', 'variance'));
    expect(Math.abs(mean - 1)).toBeLessThan(2.5 * (high! - low!));
    expect(median).toBeLessThan(0.4);
    expect(last(of('accumulate', 'variance')).median).toBeGreaterThan(0.8);
  });

  it('categorical: diversity falls as drift says, rare categories go, human data brings them back', async () => {
    const of = await run('categorical', {seeds: 100, generations: 60});
    followsTheory('categorical', of, 60);
    expect(last(of('mixed', 'support')).median).toBeGreaterThan(2 * last(of('replace', 'support')).median);
    expect(
      falls(
        of('replace', 'support')
          .filter((_, i) => i % 10 === 0)
          .map((p) => p.mean),
      ),
    ).toBe(true);
  });

  it('regression: a straight line under replace, a bounded one under accumulate', async () => {
    const of = await run('regression', {seeds: 400});
    followsTheory('regression', of, 10);
    expect(last(of('accumulate', 'excessRisk')).mean).toBeLessThan((Math.PI ** 2 / 6) * 1.1 * of('accumulate', 'excessRisk')[0].mean);
  });

  it('mixture: components shrink to points, the order of a hundredth after 2,050 generations', async () => {
    const of = await run('mixture', {seeds: 2});
    const {median} = last(of('replace', 'components.sd'));
    expect(median).toBeLessThan(0.06);
    expect(median).toBeGreaterThan(0.003);
    expect(of('replace', 'components.sd')[0].median).toBeGreaterThan(0.7);
  });

  it('three-workflows: in every cell replace keeps least, and accumulate most', async () => {
    const of = await run(
      'three-workflows',
      {seeds: 12, generations: 60},
      'matrix={data.dimension: [1, 3, 10], sample.size: [10, 32, 100]}',
    );
    const kept = {subsample: 0, accumulate: 0};
    for (const d of [1, 3, 10]) {
      for (const n of [10, 32, 100]) {
        const [replace, subsample, accumulate] = ['replace', 'subsample', 'accumulate'].map(
          (arm) => last(of(`${arm} dimension=${d} size=${n}`, 'variance')).mean,
        );
        expect(Math.min(subsample, accumulate), `dimension ${d}, size ${n}`).toBeGreaterThan(replace);
        kept.subsample += subsample / d;
        kept.accumulate += accumulate / d;
      }
    }
    expect(kept.accumulate).toBeGreaterThan(kept.subsample);
  });

  it('kde: replace smears the moons by h^2 a generation, accumulate by its logarithm, as the laws say', async () => {
    const of = await run('kde', {seeds: 40, generations: 20}, 'sample.size=200', 'measures=[variance]');
    followsMeans('kde', of, 20);
    for (const h of [0.1, 0.3]) {
      const variance = of(`replace bandwidth=${h}`, 'variance');
      expect(last(variance).median - variance[0].median).toBeGreaterThan(0.5 * 19 * 2 * h * h);
      expect(last(of(`accumulate bandwidth=${h}`, 'variance')).median).toBeLessThan(last(variance).median);
    }
  });

  it('modes: modes die while the variance hardly moves, and human data keeps more of them', async () => {
    const of = await run('modes', {seeds: 2, generations: 40}, 'measures=[modes, variance, recall]');
    expect(last(of('replace', 'modes')).median).toBeLessThan(0.85 * of('replace', 'modes')[0].median);
    const variance = of('replace', 'variance');
    expect(Math.abs(last(variance).median / variance[0].median - 1)).toBeLessThan(0.3);
    expect(last(of('mixed', 'modes')).median).toBeGreaterThan(last(of('replace', 'modes')).median);
  });

  it('fresh-data: one limit whatever the start, none without fresh data', async () => {
    const of = await run('fresh-data', {seeds: 800, generations: 25});
    followsTheory('fresh-data', of, 25);
    const [small, large] = ['fresh', 'fresh-after-400'].map((arm) => last(of(arm, 'wasserstein2')));
    expect(Math.abs(small.median - large.median)).toBeLessThan(0.12 * small.median);
    expect(last(of('replace', 'wasserstein2')).median).toBeGreaterThan(2 * small.median);
  });

  it('golden-ratio: the human half weighs best at .618', async () => {
    const of = await run('golden-ratio', {seeds: 1500, generations: 12});
    followsTheory('golden-ratio', of, 12);
    const limit = (arm: string) =>
      of(arm, 'wasserstein2')
        .slice(6)
        .reduce((sum, p) => sum + p.median, 0);
    for (const arm of ['w=0.2', 'w=0.5', 'w=0.8', 'w=1']) expect(limit(arm), arm).toBeGreaterThan(limit('w=0.618'));
  });
});
