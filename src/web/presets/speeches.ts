import type {Preset} from '../page/preset.ts';
import yaml from './speeches.yaml';

export const speeches: Preset = {
  id: 'speeches',
  level: 'beginner',
  minutes: 10,
  title: 'Speeches that models write',
  story: [
    'State of the Union speeches from 2013 to 2021. A first model of words learns from 20,000 words of them, writes 20,000 itself, the next one learns from those, and so on.',
    'Read how each generation goes on from the same beginning.',
  ],
  guess: {
    question: 'Of the rare words of the speeches, how many are still written after ten generations by models that learn from models alone?',
    answers: ['three in four', 'one in three', 'one in thirty'],
    right: 2,
    because: 'Sentences still read well for a while: what goes first is what is seldom said.',
  },
  notice: [
    'The passages go round in circles before the curves look alarming.',
    '“Bits per byte” says how hard human text has become to predict: the model forgets people.',
    'With a tenth of human text the loss is slower, with half of it small.',
  ],
  terms: ['tail', 'bitsPerByte', 'ngram', 'mix', 'topP'],
  papers: ['shumailov'],
  yaml,
  knobs: {
    generations: 10,
    size: {path: 'sample.size', begin: 20_000, values: [2000, 5000, 10_000, 20_000, 30_000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
