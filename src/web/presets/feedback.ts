import type {Preset} from '../page/preset.ts';
import yaml from './feedback.yaml';

export const feedback: Preset = {
  id: 'feedback',
  level: 'intermediate',
  minutes: 10,
  title: 'Remedy 2: what people like',
  story: [
    'Human data lie around the middle of the plane. People like what is near one point at the right. Of every four points that a model draws they choose one, and the next model learns from what was chosen.',
    '“liked, with people” does the same, and three in ten of what it learns from are human data.',
  ],
  guess: {
    question: 'Choosing moves the model to what is liked. What happens to its variety?',
    answers: ['it grows: choices are many', 'it stays', 'nine tenths of it are lost'],
    right: 2,
    because:
      'The variance falls from 2 to about 0.2 in fifteen generations: reward rises, and variety pays for it. Human data in every generation hold the model between what people wrote and what they like.',
  },
  notice: [
    'Reward goes up, distance from human data goes up too: both at once.',
    'Six hundred comparisons in every generation: that is what choosing costs.',
    'Move “Human share” to 1: no feedback reaches the model any more.',
  ],
  terms: ['feedback', 'variance', 'mix', 'seed'],
  papers: ['ferbach'],
  yaml,
  knobs: {
    generations: 15,
    size: {path: 'sample.size', begin: 200, values: [20, 50, 100, 200, 500, 1000]},
    human: {path: 'arms.liked, with people.workflow.mix', begin: 0.3},
  },
};
