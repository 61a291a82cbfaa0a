import type {Preset} from '../page/preset.ts';
import yaml from './quality.yaml';

export const quality: Preset = {
  id: 'quality',
  level: 'advanced',
  minutes: 15,
  title: 'Remedy 3: checks on what is written',
  story: [
    'Before a model may learn from a passage, a rule looks at it. “duplicates out” cuts passages that repeat others or themselves, and has new ones written. “human-like weighed up” asks a classifier how human a passage looks, and lets those count more.',
    '“with people” has no rule, and a tenth of human text.',
  ],
  guess: {
    question: 'Which of them still predicts human text best after eight generations?',
    answers: ['duplicates out', 'human-like weighed up', 'a tenth of human text'],
    right: 2,
    because:
      'A rule can only choose among what models wrote: it keeps some variety, and brings no lost word back. The checks keep entropy up here and predict people no better than no check at all.',
  },
  notice: [
    'Entropy says that checks help, bits per byte say that they do not: no one measure tells all.',
    'What was discarded is what the check costs: text that was written for nothing.',
    'Rare words go on vanishing under every rule.',
  ],
  terms: ['quality', 'entropy', 'bitsPerByte', 'tail', 'mix'],
  papers: ['drayson', 'feng'],
  yaml,
  knobs: {
    generations: 8,
    size: {path: 'sample.size', begin: 10_000, values: [2000, 5000, 10_000, 20_000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
