import type {Preset} from '../page/preset.ts';
import yaml from './gaussian.yaml';

export const gaussian: Preset = {
  id: 'gaussian',
  level: 'beginner',
  minutes: 10,
  title: 'A bell curve learned from itself',
  story: [
    'The simplest model there is: a mean and a variance, estimated from 100 numbers. It draws 100 numbers, from which the next one is estimated, and so on, fifty times.',
    'Theory is dashed: the variance shrinks by (n \u2212 1)/n in every generation, whatever the seed does.',
  ],
  guess: {
    question: 'What becomes of the variance after fifty generations on 100 numbers each?',
    answers: ['it stays about 1', 'it falls to about 0.6 on average', 'it grows'],
    right: 1,
    because: '0.99 to the power of 50 is 0.605. Single lineages stray far from that: look at the band.',
  },
  notice: [
    'The estimate of every single generation is nearly right; the errors add up.',
    'Move “Sample size” down to 10 and see it collapse within a few generations.',
    'A tenth of human numbers stops it: the variance settles.',
  ],
  terms: ['variance', 'seed', 'theory', 'mix'],
  papers: ['shumailov', 'alemohammad'],
  yaml,
  knobs: {
    generations: 50,
    size: {path: 'sample.size', begin: 100, values: [5, 10, 25, 50, 100, 200, 500, 1000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
