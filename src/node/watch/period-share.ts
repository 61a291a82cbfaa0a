/** The share of synthetic text in a period: of a sample of its documents, between the reference and a synthetic one. */
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Language} from '../../core/text/language.ts';
import {cutIntoPassages} from '../../core/text/passages.ts';
import {CandidateBuilder} from '../../guard/share/candidate.ts';
import type {WatchedValue} from '../../guard/watch-report.ts';
import {type DataRead, readCorpus} from '../read/corpus.ts';
import {ShareLearner} from '../share/learn.ts';
import type {SampledDocuments} from './document-sample.ts';

/** What is learned from, in a form that crosses threads. */
export interface ShareSources {
  readonly human: readonly string[];
  readonly synthetic: readonly string[];
  readonly read: DataRead;
  /** Words of the passages that records are cut into. */
  readonly passage?: number;
  readonly language?: Language;
}

export type PeriodShare = (sample: SampledDocuments) => WatchedValue;

/** Throws what reading throws, and ConfigError where both references hold the same. */
export async function periodShare({human, synthetic, read, passage, language}: ShareSources): Promise<PeriodShare> {
  const learner = new ShareLearner({stream: Stream.root('watch').fork('share'), ...(language && {language})});
  const textOf = async (sources: readonly string[]): Promise<Text> => {
    const text = await readCorpus(sources, read);
    return passage === undefined ? text : cutIntoPassages(text, passage);
  };
  learner.add('human', await textOf(human));
  learner.add('synthetic', await textOf(synthetic));
  const {question} = learner.learn();
  if ('reason' in question) return () => question;
  return ({bytes, ends}) => {
    const builder = new CandidateBuilder(question.plan);
    for (let i = 0; i + 1 < ends.length; i++) builder.add(bytes, ends[i], ends[i + 1]);
    const part = builder.take();
    if (part.measured.units === 0) return {reason: 'the period has no sentence of three words'};
    const {verdict, share, low, high, reason} = question.judge(part);
    return verdict === 'estimate' && share !== undefined ? {value: share, low, high} : {reason: reason ?? 'it cannot be told'};
  };
}
