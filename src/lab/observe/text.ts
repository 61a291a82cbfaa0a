/** Reads words off a generation of text, and the prices of models. */
import type {Text} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {MeasuredText} from '../../core/measure/measured-text.ts';
import {measureTextBy} from '../../core/measure/text-measures.ts';
import {TextReference} from '../../core/measure/text-reference.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {SizeUnit} from '../../core/records.ts';
import type {FittedText, Law, TextLaw} from '../../models/model.ts';
import type {LabMeasure, TextView} from '../measure/measure.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import {perplexitiesOf} from '../measure/text-law-measures.ts';
import {HumanText, isOfText, sized} from './human-text.ts';
import {notOf, Observer} from './observer.ts';
import {histogramOf, type Picture, passagesOf, promptOf} from './picture.ts';

/** Tokens that a passage goes on for. */
const PASSAGE: Record<SizeUnit, number> = {word: 60, byte: 300, character: 120};

export class TextObserver extends Observer<Text> {
  private first?: TextLaw;
  private reference?: TextReference;
  private people?: HumanText;

  truth(): Reading[] {
    const {holdout} = this.options.human;
    if (!holdout) return this.humanText().readings();
    const view = this.viewOf(holdout);
    const priced = this.asked().flatMap((measure) => ('law' in measure ? (measure.people?.text?.(view) ?? []) : []));
    return [...this.humanText().readings(), ...sized(priced, holdout)];
  }

  override beside({sample}: Snapshot<Text>): Reading[] {
    return this.humanText().beside(sample);
  }

  override picture({generation, law, sample}: Snapshot<Text>, stream: Stream): Picture {
    const {unit, human} = this.options;
    const {holdout} = human;
    const prompt = holdout && promptOf(holdout);
    const text = prompt && goesOn(law) ? law.continueText(prompt, PASSAGE[unit], stream) : undefined;
    return {
      ...(prompt && text !== undefined && {passage: {prompt, text}}),
      ...(this.first && {
        perplexity: {
          ...this.histogram(sample, this.first),
          ...(generation === 1 && holdout && {human: this.histogram(holdout, this.first).counts}),
        },
      }),
    };
  }

  protected override keepFirst(first: TextLaw): void {
    this.first = first;
  }

  protected reader({law, sample}: Snapshot<Text> & {readonly law: TextLaw}): (measure: LabMeasure) => Reading[] {
    const view = {...this.viewOf(sample), law};
    let measured: MeasuredText | undefined;
    return (measure) => {
      if ('law' in measure) return measure.law.text?.(view) ?? notOf(measure, 'text');
      if (!isOfText(measure)) return notOf(measure, 'text');
      measured ??= new MeasuredText(this.referenceOf(), sample, {compress: this.options.compress});
      return measureTextBy(measure, measured);
    };
  }

  private viewOf(sample: Text): TextView {
    const {human, unit} = this.options;
    return {sample, holdout: human.holdout, first: this.first, unit};
  }

  private histogram(text: Text, first: TextLaw) {
    return histogramOf(perplexitiesOf(first, passagesOf(text), this.options.unit));
  }

  private referenceOf(): TextReference {
    const {human, stream} = this.options;
    this.reference ??= new TextReference(stream.fork('reference'), human.training, {language: human.language});
    return this.reference;
  }

  private humanText(): HumanText {
    const {human, unit, stream, compress} = this.options;
    this.people ??= new HumanText({
      human,
      unit,
      measures: this.asked(),
      stream: stream.fork('people'),
      reference: () => this.referenceOf(),
      options: {compress},
    });
    return this.people;
  }
}

const goesOn = (law: Law<Text>): law is FittedText => 'continueText' in law;
