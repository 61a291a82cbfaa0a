import type {Preset} from '../page/preset.ts';
import yaml from './zipf.yaml';

export const zipf: Preset = {
  id: 'zipf',
  level: 'beginner',
  minutes: 5,
  title: 'A law of rare words',
  story: [
    'Three hundred words, a few of them frequent and most of them rare, as in any language. A first model learns how often each occurs from a thousand words that people wrote.',
    'Then it writes a thousand words itself, as models usually write: the least likely are left out (top-p 0.95). The next model learns from those, and so on. Beside it, under “with people”, some of what every model learns from is human text.',
  ],
  guess: {
    question: 'After twenty generations, how many of the 300 words does a model still use that learns from models alone?',
    answers: ['nearly all', 'about half', 'fewer than ten'],
    right: 2,
    because: 'A word that happens not to be written is gone for good: no later model can bring it back. The rare ones go first.',
  },
  notice: [
    'Frequent words rise above the line of “as in the human text”, rare ones fall below it, more with every generation.',
    'Move “Human share” up: how little of it slows the loss, how much stops it?',
    'Move “Sample size” up: the loss is slower, but it does not go away.',
  ],
  terms: ['tail', 'head', 'replace', 'mix', 'seed', 'support'],
  papers: ['shumailov', 'dohmatob'],
  yaml,
  knobs: {
    generations: 20,
    size: {path: 'sample.size', begin: 1000, values: [100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
