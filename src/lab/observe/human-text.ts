/**
 * What people read, for measures of a sample of text: human text that is not the reference, measured as a sample is.
 *
 *   reserve   where records that are set aside suffice: as much of them as the training set holds, against the training set
 *   halves    else: one half of the training set's documents, in a random order, against the other, both cut to one size. The first
 *             fit's sample, cut to that size, is then held against the same half too: only so do the two compare
 *
 * Refuses to be a bound: a sample may read better than people, who never repeat the reference.
 */
import type {Text} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {MeasuredText, type TextMeasureOptions} from '../../core/measure/measured-text.ts';
import {measureTextBy, type TextMeasure} from '../../core/measure/text-measures.ts';
import {TextReference} from '../../core/measure/text-reference.ts';
import type {TypeMeasure} from '../../core/measure/type-measures.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, recordsAt, type SizeUnit, sizeOf} from '../../core/records.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {tokenizeWords} from '../../core/text/words.ts';
import type {Human} from '../human/human.ts';
import {HALF, type LabMeasure} from '../measure/measure.ts';

interface HumanTextOptions {
  readonly human: Human<Text>;
  readonly unit: SizeUnit;
  /** Those that are read off a sample are read. */
  readonly measures: readonly LabMeasure[];
  /** Decides on the halves. */
  readonly stream: Stream;
  /** The training set as a reference, made once for all that is held against it. */
  readonly reference: () => TextReference;
  readonly options: TextMeasureOptions;
}

interface Half {
  readonly reference: TextReference;
  readonly people: Text;
}

export class HumanText {
  private readonly given: HumanTextOptions;
  private readonly measures: readonly (TypeMeasure | TextMeasure)[];
  private readonly half?: Half;
  private readonly problem?: string;

  constructor(given: HumanTextOptions) {
    this.given = given;
    this.measures = given.measures.filter(isOfText);
    if (this.measures.length === 0 || this.spare()) return;
    const halves = halvesOf(given.stream.fork('halves'), given.human.training, given.unit);
    if (typeof halves === 'string') this.problem = halves;
    else
      this.half = {
        reference: new TextReference(given.stream.fork('reference'), halves[0], {language: given.human.language}),
        people: halves[1],
      };
  }

  /** Readings of people, each with the words that were measured. */
  readings(): Reading[] {
    const {measures, problem, half} = this;
    if (measures.length === 0) return [];
    if (problem !== undefined) return measures.map(({name}) => ({measure: name, reason: problem}));
    const people = half?.people ?? this.spare()!;
    return sized(this.measure(half?.reference ?? this.given.reference(), people), people);
  }

  /** Readings of the first fit's sample against the half that people are held against, as the band HALF; none where people are no half. */
  beside(sample: Text): Reading[] {
    if (!this.half) return [];
    const {reference, people} = this.half;
    const {unit} = this.given;
    const cut = firstOf(sample, sizeOf(people, unit), unit);
    const whole = this.measure(reference, cut).filter(({band}) => band === undefined);
    return sized(whole, cut).map((reading) => ({...reading, band: HALF}));
  }

  private measure(reference: TextReference, text: Text): Reading[] {
    const measured = new MeasuredText(reference, text, this.given.options);
    return this.measures.flatMap((measure) => measureTextBy(measure, measured));
  }

  private spare(): Text | undefined {
    const {human, unit} = this.given;
    return human.spare(sizeOf(human.training, unit));
  }
}

/** Whether a measure is read off a sample of text. */
export const isOfText = (measure: LabMeasure): measure is TypeMeasure | TextMeasure => 'types' in measure || 'text' in measure;

/** Two parts of a text without a document in common, equally large; or why there are none. */
function halvesOf(stream: Stream, text: Text, unit: SizeUnit): readonly [Text, Text] | string {
  if (text.count < 2) return 'the human text is one document, which cannot be held against another';
  const shuffled = recordsAt(text, permutation(stream, text.count));
  const begun = firstOf(shuffled, Math.ceil(sizeOf(shuffled, unit) / 2), unit);
  const taken = Math.min(begun.count, text.count - 1);
  const part = (from: number, to: number): Text =>
    recordsAt(
      shuffled,
      Uint32Array.from({length: to - from}, (_, i) => from + i),
    );
  const first = taken === begun.count ? begun : part(0, taken);
  const rest = part(taken, text.count);
  const size = Math.min(sizeOf(first, unit), sizeOf(rest, unit));
  const halves = [firstOf(first, size, unit), firstOf(rest, size, unit)] as const;
  return halves.some((half) => wordsOf(half) === 0) ? 'half of the human text holds no word' : halves;
}

/** Readings with the words of the text that they are of. */
export function sized(readings: readonly Reading[], text: Text): Reading[] {
  const size = wordsOf(text);
  return readings.map((reading) => ({...reading, size}));
}

const wordsOf = (text: Text): number => tokenizeWords(text, new Vocabulary()).ids.length;
