import type {Preset} from '../page/preset.ts';
import yaml from './text.yaml';

export const ownText: Preset = {
  id: 'text',
  level: 'beginner',
  minutes: 15,
  title: 'Your own text',
  story: [
    'Take a text that you know: an essay, the minutes of a club, a book. A word model learns from it, writes as much itself, the next one learns from that.',
    'It is read in this page and stays in it: it is sent nowhere, stands in no address and is kept nowhere. Close the page, and it is gone.',
  ],
  guess: {
    question: 'Which of your words will be gone first?',
    answers: ['the longest', 'those that occur once or twice', 'names'],
    right: 1,
    because:
      'What occurs once is left out by the next model with a chance of more than one in three, whatever it means. Names and technical words are mostly such words.',
  },
  notice: [
    'What would a reader miss first?',
    'The longer the text, the slower the loss.',
    'Sentences read well long after facts are gone.',
  ],
  terms: ['ngram', 'tail', 'bitsPerByte', 'topP', 'mix'],
  papers: ['shumailov'],
  yaml,
  wantsText: true,
  knobs: {
    generations: 10,
    size: {path: 'sample.size', begin: 10_000, values: [500, 1000, 2000, 5000, 10_000, 20_000, 50_000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
