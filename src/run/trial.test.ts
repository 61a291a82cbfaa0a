import {describe, expect, it} from 'vitest';
import {resolveExperiment} from '../lab/experiment/resolve.ts';
import {costOf} from './plan.ts';
import {tryArms} from './trial.ts';

const GENERATIONS = 40;

/** Of one arm whose generations end at `ends` by the clock of the test, the trial of it; `limit` in generations as the plan estimates them. */
async function trialOf({ends, generationsInLimit}: {ends: readonly number[]; generationsInLimit: number}) {
  const resolved = resolveExperiment({
    title: 'a trial',
    data: {world: 'gaussian'},
    model: {kind: 'gaussian'},
    sample: {size: 50},
    generations: GENERATIONS,
    seeds: 1,
    arms: {replace: {workflow: 'replace'}},
    measures: ['variance'],
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const {experiment, arms} = resolved;
  const clock = [0, ...ends];
  const [trial] = await tryArms({
    experiment,
    context: {arms, inputs: [{}], measures: experiment.measures, generations: GENERATIONS, snapshots: [], seed: 1},
    ports: {},
    seconds: () => clock.shift()!,
    words: () => 0,
    limit: (generationsInLimit * costOf(arms[0], 1, 0)) / 1000,
  });
  return trial;
}

describe('the trial of an arm', () => {
  it('takes no first generation, which prepares the lineage, for those after it, though it takes longer than the trial may', async () => {
    const limit = 2;
    const estimated = costOf({data: {world: 'gaussian'}, model: {kind: 'gaussian'}, sample: {size: 50}} as never, 1, 0) / 1000;
    const first = 3 * limit * estimated;
    const {tried, seconds} = await trialOf({ends: [first, first + 0.1], generationsInLimit: limit});
    expect(tried).toBe(2);
    expect(seconds).toBeCloseTo(first + (GENERATIONS - 1) * 0.1, 6);
  });

  it('is over after one generation that is far dearer than the plan says', async () => {
    const {tried, seconds} = await trialOf({ends: [1000], generationsInLimit: 2});
    expect(tried).toBe(1);
    expect(seconds).toBeCloseTo(GENERATIONS * 1000, 3);
  });
});
