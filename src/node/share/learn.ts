/** What a human and a synthetic reference teach: with it candidates are measured, and the share of synthetic text in them judged. */
import type {Text} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Language} from '../../core/text/language.ts';
import {type MeasuredPart, type MeasuringPlan, sampledCorpus} from '../../guard/share/candidate.ts';
import {type Drawn, drawReference} from '../../guard/share/draw-reference.ts';
import {noveltyLaw, referenceFrequencies} from '../../guard/share/novelty.ts';
import {documentKeys} from '../../guard/share/overlap.ts';
import {learnReferences} from '../../guard/share/references.ts';
import {UnitCollector} from '../../guard/share/sentences.ts';
import {type Judgement, judgeShare, tooSmall} from '../../guard/share/share.ts';

/** The references, and what was learned of them, or why nothing was. */
export interface LearnedShare {
  readonly human: Drawn;
  readonly synthetic: Drawn;
  readonly known: MeasuringPlan['known'];
  readonly question: ShareQuestion | {readonly reason: string};
}

export interface ShareQuestion {
  readonly plan: MeasuringPlan;
  /** Of a candidate with at least one unit. */
  judge(part: MeasuredPart): Judgement;
}

const SIDES = ['human', 'synthetic'] as const;
export type ShareSide = (typeof SIDES)[number];

export class ShareLearner {
  private readonly collector: UnitCollector;
  private readonly drawn = new Map<ShareSide, Drawn>();
  private readonly keys = new Map<ShareSide, Float64Array>();
  private readonly stream: Stream;
  private readonly language?: Language;
  private firstDocument = 0;

  constructor({stream, language}: {readonly stream: Stream; readonly language?: Language}) {
    this.stream = stream;
    this.language = language;
    this.collector = new UnitCollector({language});
  }

  /** Takes in a reference, whose text is not needed after; the human one first. */
  add(side: ShareSide, text: Text): void {
    const {firstDocument, stream} = this;
    this.drawn.set(side, drawReference(text, this.collector, {firstDocument, stream: stream.fork(side)}));
    this.keys.set(side, documentKeys(text));
    this.firstDocument += text.count;
  }

  /** Of both. Throws ConfigError where they hold the same. */
  learn(): LearnedShare {
    const {stream, language} = this;
    const [human, synthetic] = SIDES.map((side) => this.drawn.get(side)!);
    const known = {human: this.keys.get('human')!, synthetic: this.keys.get('synthetic')!};
    if (isSame(known.human, known.synthetic))
      throw new ConfigError('the human and the synthetic reference hold the same documents, so nothing tells them apart', {
        next: 'Give --human text by people, and --synthetic text by the models in question.',
      });
    const reason = tooSmall('human', human) ?? tooSmall('synthetic', synthetic);
    if (reason !== undefined) return {human, synthetic, known, question: {reason}};
    const corpus = this.collector.take();
    const learned = learnReferences(stream.fork('learn'), corpus, human.units);
    const frequency = referenceFrequencies(corpus);
    const law = noveltyLaw(corpus, human.units, frequency);
    const judge = (part: MeasuredPart): Judgement => {
      const candidate = {measured: part.measured, novelty: meanNovelty(part), sample: sampledCorpus(part.sample, {language})};
      return judgeShare(stream.fork('judge'), learned, candidate, law);
    };
    const plan = {judge: learned.final, weighting: learned.weighting, frequency, known, language};
    return {human, synthetic, known, question: {plan, judge}};
  }
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((key, i) => key === b[i]);

function meanNovelty({novelty}: MeasuredPart): number {
  return novelty.reduce((sum, x) => sum + x, 0) / novelty.length;
}
