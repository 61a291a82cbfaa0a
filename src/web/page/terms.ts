/** Words of the field, in a sentence each, where they are met. */
export const TERMS = {
  tail: {word: 'tail', means: 'The rare part: names, places, technical words, each seldom, together a tenth of all words.'},
  head: {word: 'head', means: 'The frequent part: the few words that make up half of any text.'},
  replace: {word: 'learning from models alone', means: 'Each model is trained only on what the one before it wrote (`replace`).'},
  accumulate: {word: 'keeping everything', means: 'Each model is trained on all text so far, the human text too (`accumulate`).'},
  mix: {word: 'human share', means: 'That part of what a model learns from was written by people, in every generation (`mix`).'},
  seed: {
    word: 'seed',
    means: 'The number that decides all draws of chance. Every seed is one repetition; the band shows how far they differ.',
  },
  support: {word: 'support', means: 'How many different words or categories a model can still produce.'},
  bitsPerByte: {word: 'bits per byte', means: 'How badly a model predicts text that people wrote: lower is better, 8 is no idea at all.'},
  entropy: {word: 'entropy', means: 'Variety, in bits: 3 bits are as much as eight words that are equally frequent.'},
  ngram: {word: 'word model', means: 'A model that chooses the next word by the two before it, as often as it has seen them together.'},
  topP: {word: 'top-p', means: 'Writing with the least likely words left out: here those beyond 95% of the probability.'},
  variance: {word: 'variance', means: 'How widely numbers are spread: the mean squared distance from their mean.'},
  theory: {word: 'theory', means: 'What algebra or a paper says the mean over seeds must be: the dashed line.'},
  modes: {word: 'mode', means: 'A cluster of the data. A model that no longer draws from it has lost it.'},
  recall: {word: 'recall', means: 'The share of the human data that lies near something the model draws.'},
  precision: {word: 'precision', means: 'The share of what the model draws that lies near human data.'},
  enrichment: {word: 'enrichment', means: 'A part of human data is added to what every model learns from.'},
  feedback: {word: 'feedback', means: 'Someone says which of several outputs is best, and the next model learns from those.'},
  quality: {word: 'quality check', means: 'A rule that looks at every passage before a model may learn from it.'},
  adoption: {word: 'adoption', means: 'The share of new text on the web that models write: it rises generation by generation.'},
} as const;

export type TermName = keyof typeof TERMS;
