import type {Preset} from '../page/preset.ts';
import yaml from './modes.yaml';

export const modes: Preset = {
  id: 'modes',
  level: 'intermediate',
  minutes: 10,
  title: 'Twenty-five islands',
  story: [
    'Points in the plane lie on twenty-five islands, five by five. A model with twenty-five components learns from 200 of them, draws 200 itself, the next model learns from those, and so on.',
    'Eight points an island: now and then one is hit by so few that the next model merges it with a neighbour or lets it go.',
  ],
  guess: {
    question: 'After thirty generations from models alone most islands are gone. What happens to the overall variance?',
    answers: ['it falls to less than half', 'it hardly changes', 'it doubles'],
    right: 1,
    because:
      'About ten of twenty-five islands are left, and they still span the whole square. Variance alone would have told you that all is well; recall and the number of modes tell the truth.',
  },
  notice: [
    'Islands vanish one at a time, whole: nothing in between.',
    'Precision stays high: what is drawn looks right. It is what is not drawn that is missing.',
    'Move “Sample size” down to 100: how much sooner do they go?',
  ],
  terms: ['modes', 'recall', 'precision', 'variance', 'mix'],
  papers: ['alemohammad', 'shumailov'],
  yaml,
  knobs: {
    generations: 30,
    size: {path: 'sample.size', begin: 200, values: [50, 100, 150, 200, 300, 500, 1000]},
    human: {path: 'arms.with people.workflow.mix', begin: 0.1},
  },
};
