import type {Preset} from '../page/preset.ts';
import yaml from './cycle.yaml';

export const cycle: Preset = {
  id: 'cycle',
  level: 'advanced',
  minutes: 15,
  title: 'One web, many writers',
  story: [
    'Nobody trains on one model’s output alone. Here is a web that grows in every generation, at first by what people write, soon by what models write: adoption rises from a twentieth to nearly all. Each model learns from its own draw of the whole web.',
    '“one model” writes all of the synthetic text, “four models” write a quarter of it each. “four with care” check what they learn from and keep a fifth of the original human text.',
  ],
  guess: {
    question: 'Four models write as much as one did. Do they keep more of the rare words between them?',
    answers: ['yes', 'no, exactly as many', 'no, fewer'],
    right: 0,
    because: 'Each loses other words: what one has forgotten another may still write. Care keeps more than numbers do.',
  },
  notice: [
    'The human share of the web falls below half, and the loss stays slow: the web keeps the old text.',
    'Everything hangs on what is kept: this is the mildest of the experiments here.',
    'Move “Human share”: how much does the care of “four with care” buy?',
  ],
  terms: ['adoption', 'tail', 'entropy', 'enrichment', 'quality'],
  papers: ['gerstgrasser', 'shumailov'],
  yaml,
  knobs: {
    generations: 10,
    size: {path: 'sample.size', begin: 10_000, values: [2000, 5000, 10_000, 20_000]},
    human: {path: 'arms.four with care.enrichment.share', begin: 0.2},
  },
};
