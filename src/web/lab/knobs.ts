/** What sliders can move in an experiment, whoever wrote it. */
import type {LoadedExperiment} from '../../run/experiment.ts';

export interface Knobs {
  readonly generations: number;
  /** Records (words of text) that a model writes; absent where arms differ in it or have none. `values`: what the slider offers, ascending. */
  readonly size?: {readonly path: string; readonly begin: number; readonly values: readonly number[]};
  /** The human share of what one arm learns from, 0 to 1; absent where no arm has one. */
  readonly human?: {readonly path: string; readonly begin: number};
}

/** Leading digits of sizes that are offered, and how far from the experiment's own. */
const STEPS = [1, 2, 5];
const AWAY = 30;

export function knobsOf({experiment, arms}: LoadedExperiment): Knobs {
  const {generations} = experiment;
  const sizes = new Set(arms.map(({sample}) => sample?.size));
  const [size] = sizes;
  const own = sizes.size === 1 && typeof size === 'number' ? size : undefined;
  const human = humanOf(arms);
  return {
    generations,
    ...(own !== undefined && {size: {path: 'sample.size', begin: own, values: sizesAround(own)}}),
    ...(human && {human}),
  };
}

function humanOf(arms: LoadedExperiment['arms']): Knobs['human'] {
  for (const {name, workflow, enrichment} of arms) {
    // a dot would be read as a step of the path
    if (name.includes('.')) continue;
    if (typeof workflow === 'object' && 'mix' in workflow && typeof workflow.mix === 'number')
      return {path: `arms.${name}.workflow.mix`, begin: workflow.mix};
    if (enrichment && typeof enrichment.share === 'number') return {path: `arms.${name}.enrichment.share`, begin: enrichment.share};
  }
  return undefined;
}

function sizesAround(own: number): number[] {
  const sizes = new Set([own]);
  for (let power = 1; power <= AWAY * own; power *= 10)
    for (const step of STEPS) {
      const size = step * power;
      if (size >= Math.max(2, own / AWAY) && size <= own * AWAY) sizes.add(size);
    }
  return [...sizes].sort((a, b) => a - b);
}
