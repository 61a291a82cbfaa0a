import type {Preset} from '../page/preset.ts';
import yaml from './enrichment.yaml';

export const enrichment: Preset = {
  id: 'enrichment',
  level: 'intermediate',
  minutes: 10,
  title: 'Remedy 1: human text in every generation',
  story: [
    'The same word model on speeches since 2005, three ways. “alone” learns from models alone. “enriched” gets a tenth of human text beside it in every generation. “everything kept” throws nothing away: old and new text, human and synthetic, pile up.',
    'What each way keeps is one question. What it costs is the other: look at the last picture, the human records that each generation needed.',
  ],
  guess: {
    question: 'A tenth of human text is added in every generation. How much of the loss in predicting people does that prevent?',
    answers: ['about a tenth', 'more than half', 'all of it'],
    right: 1,
    because:
      'Alone, bits per byte rise by about 1.3 in ten generations; with a tenth of human text by about 0.6. A little that is always there outweighs its size, for it corrects the same error again and again.',
  },
  notice: [
    '“everything kept” loses least, and trains on ever more text.',
    'Move “Human share”: from nothing to a twentieth the curve moves most.',
    'Rare words that are gone come back when people bring them.',
  ],
  terms: ['enrichment', 'accumulate', 'replace', 'bitsPerByte', 'tail'],
  papers: ['gerstgrasser', 'alemohammad'],
  yaml,
  knobs: {
    generations: 10,
    size: {path: 'sample.size', begin: 10_000, values: [2000, 5000, 10_000, 20_000]},
    human: {path: 'arms.enriched.enrichment.share', begin: 0.1},
  },
};
