/** The experiments that the page begins with, each with its story. */
import gaussian from '../presets/gaussian.yaml';
import speeches from '../presets/speeches.yaml';
import zipf from '../presets/zipf.yaml';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What is done, in a few sentences. */
  readonly story: readonly string[];
  readonly guess: {readonly question: string; readonly answers: readonly string[]; readonly right: number; readonly because: string};
  /** What to look for. */
  readonly notice: readonly string[];
  readonly yaml: string;
  /** What the slider of the sample size offers, ascending. */
  readonly sizes: readonly number[];
  readonly begin: {readonly size: number; readonly generations: number; readonly human: number};
  /** Where the sliders set. */
  readonly paths: {readonly size: string; readonly human: string};
}

const PATHS = {size: 'sample.size', human: 'arms.with people.workflow.mix'};

export const LAB_PRESETS: readonly Preset[] = [
  {
    id: 'zipf',
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
    yaml: zipf,
    sizes: [100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000],
    begin: {size: 1000, generations: 20, human: 0.1},
    paths: PATHS,
  },
  {
    id: 'speeches',
    title: 'Speeches that models write',
    story: [
      'State of the Union speeches from 2013 to 2021. A first model of words learns from 20,000 words of them, writes 20,000 itself, the next one learns from those, and so on.',
      'Read how each generation goes on from the same beginning.',
    ],
    guess: {
      question:
        'Of the rare words of the speeches, how many are still written after ten generations by models that learn from models alone?',
      answers: ['three in four', 'one in three', 'one in thirty'],
      right: 2,
      because: 'Sentences still read well for a while: what goes first is what is seldom said.',
    },
    notice: [
      'The passages go round in circles before the curves look alarming.',
      '“Bits per byte” says how hard human text has become to predict: the model forgets people.',
      'With a tenth of human text the loss is slower, with half of it small.',
    ],
    yaml: speeches,
    sizes: [2000, 5000, 10_000, 20_000, 30_000],
    begin: {size: 20_000, generations: 10, human: 0.1},
    paths: PATHS,
  },
  {
    id: 'gaussian',
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
    yaml: gaussian,
    sizes: [5, 10, 25, 50, 100, 200, 500, 1000],
    begin: {size: 100, generations: 50, human: 0.1},
    paths: PATHS,
  },
];
