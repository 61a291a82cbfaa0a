/**
 * A candidate's profile against a reference's: is it the same domain, and do the gates hold?
 *
 * Refuses to read files and to format: the answer is a record (../check-report.ts).
 */

import {powerOfTwo} from '../../core/math/index.ts';
import {QUANTILES} from '../../core/measure/quantile-readings.ts';
import {saysNothing} from '../../core/measure/range.ts';
import {GROUPS, type TypeSample} from '../../core/sketch/kernel.ts';
import {shortNumber} from '../../core/text/numbers.ts';
import {mostlyUnspacedLetters} from '../../core/text/unspaced.ts';
import type {BandReading, Check, CheckReport, DomainTest, Gate, Verdict} from '../check-report.ts';
import {type Profile, totalOf} from '../profile/profile.ts';
import {changedWords} from './changed-words.ts';
import {Comparison} from './comparison.ts';
import {testDomain} from './domain.ts';
import {boundOf, DEFAULT_GATES, requireGates} from './gates.ts';
import {expectedInterval, type GateReading, judgeGates} from './judge.ts';
import {checkRangeOf, type Measurement, measureNamed} from './measures.ts';
import {lengthsOf, UNLIKE_LENGTHS, underDomain, underLengths} from './opened.ts';
import {leastFor} from './quantile-measure.ts';
import {intervalOf} from './reading.ts';
import {LEAST_SAMPLED, WITHIN} from './within.ts';

export interface CheckInput {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly names: {readonly reference: string; readonly candidate: string};
  /** Absent: the defaults. An empty list, an unknown measure and a bound that is no number throw ConfigError; `gatesSchema` says more. */
  readonly gates?: readonly Gate[];
  /** Records that were passed over on either side. */
  readonly broken?: {readonly reference: number; readonly candidate: number};
  /** Whether to read what pictures are made of as well. */
  readonly pictures?: boolean;
}

export function check({reference, candidate, names, gates, broken, pictures = false}: CheckInput): CheckReport {
  if (gates !== undefined) requireGates(gates);
  const comparison = new Comparison(reference, candidate);
  const measured = new Map<string, Measurement>();
  const read = (measure: string): Measurement => {
    const known = measured.get(measure) ?? measureNamed(comparison, measure, {bands: gates !== undefined || pictures});
    measured.set(measure, known);
    return known;
  };
  const domain = testDomain(comparison);
  const n = totalOf(candidate, 'documents');
  const overlap = sharedDocuments(reference, candidate);
  const within = withinOf(comparison, overlap);
  const reads = gates === undefined ? defaultGateReadings(read, n, overlap.share) : gates.map((gate) => measureGate(gate, read, n));
  const checks = underDomain(underLengths(judgeGates(reads), comparison), domain);
  const judged = overall(checks, domain);
  const verdict = within === undefined || judged === 'fail' ? judged : 'inconclusive';
  return {
    verdict,
    reason: within !== undefined && verdict !== 'fail' ? within : reasonOf(verdict, checks, domain),
    domain,
    checks,
    bands: pictures ? ['tail.retention', 'calibration.halves', 'words'].flatMap((measure) => bandsOf(measure, read(measure))) : [],
    ...changedWords(comparison),
    warnings: [
      ...(within !== undefined && verdict === 'fail' ? [within] : []),
      ...warningsOf(comparison, within === undefined ? overlap.share : 0),
      ...blindSpots(comparison, checks),
    ],
    candidate: side(candidate, names.candidate, broken?.candidate),
    reference: side(reference, names.reference, broken?.reference),
  };
}

function defaultGateReadings(read: (measure: string) => Measurement, n: number, overlap: number): GateReading[] {
  return DEFAULT_GATES.map((gate) => {
    const measured = read(gate.measure);
    const none: Gate = {measure: gate.measure};
    if (measured.kind === 'undefined') return {gate: none, reason: measured.reason, n};
    const [reading] = measured.readings;
    const bound = boundOf(gate, reading, overlap);
    if (bound === undefined) return {gate: none, reason: 'the reference is too small to say what to expect', n};
    const idle = saysNothing(bound, checkRangeOf(bound.measure));
    const derived = `the reference against its own other half shows ${shortNumber(reading.expected!.value)} at this size`;
    return {gate: bound, reading, n, ...(idle !== undefined && {reason: `${derived}: ${idle}`})};
  });
}

function measureGate(gate: Gate, read: (measure: string) => Measurement, n: number): GateReading {
  const measured = read(gate.measure);
  if (measured.kind === 'undefined') return {gate, reason: measured.reason, n};
  const reading = measured.readings.find(({band}) => band === gate.band);
  if (reading !== undefined) return {gate, reading, n};
  const bands = measured.readings.flatMap(({band}) => (band === undefined ? [] : [band]));
  const has =
    bands.length === 0
      ? 'has no bands'
      : `has the bands ${bands.join(', ')}${bands.length < measured.readings.length ? ', and the whole' : ''}`;
  const quantile = gate.measure === 'words' ? QUANTILES.find(({band}) => band === gate.band) : undefined;
  if (quantile !== undefined)
    return {gate, reason: `too few documents: an interval of this quantile wants about ${leastFor(quantile.share)}`, n};
  return {gate, reason: `${gate.measure} ${has} here`, n};
}

function overall(checks: readonly Check[], domain: DomainTest): Verdict {
  if (checks.length === 0) return 'inconclusive';
  if (checks.some(({verdict}) => verdict === 'fail')) return 'fail';
  if (domain.verdict === 'other') return 'inconclusive';
  return domain.verdict === 'same' && checks.every(({verdict}) => verdict === 'pass') ? 'pass' : 'inconclusive';
}

function reasonOf(verdict: Verdict, checks: readonly Check[], domain: DomainTest): string {
  if (domain.verdict === 'other' && verdict !== 'fail') return domain.reason;
  const named = (wanted: Verdict): string =>
    checks
      .filter((one) => one.verdict === wanted)
      .map(({name}) => name)
      .join(', ');
  if (verdict === 'fail') return `fails ${named('fail')}`;
  if (verdict === 'pass') return checks.length === 1 ? 'its gate holds' : `all ${checks.length} gates hold`;
  return domain.verdict === 'unclear' ? domain.reason : `cannot tell about ${named('inconclusive')}`;
}

function bandsOf(measure: string, measured: Measurement): BandReading[] {
  if (measured.kind === 'undefined') return [];
  return measured.readings.flatMap((reading) =>
    reading.band === undefined
      ? []
      : [
          {
            measure,
            band: reading.band,
            value: reading.value,
            ...intervalOf(reading, reading),
            ...(reading.expected && {expected: expectedInterval(reading)}),
          },
        ],
  );
}

/** Chosen, warnings depend on them: documents in common that flatter, sides of too unlike sizes, a group that weighs more than all others. */
const FLATTERING_OVERLAP = 0.05;
const LOPSIDED = 20;
const DOMINANT_GROUP = 0.5;

/** `overlap`: documents in common that nothing else speaks of. */
function warningsOf(comparison: Comparison, overlap: number): string[] {
  const {reference, candidate} = comparison;
  const warnings: string[] = [];
  const lengths = lengthsOf(comparison);
  if (lengths.candidate > 0 && (lengths.times > UNLIKE_LENGTHS || lengths.times < 1 / UNLIKE_LENGTHS)) {
    const words = (mean: number): string => `${Math.round(mean)}`;
    warnings.push(
      `documents of the candidate have ${words(lengths.candidate)} words each, those of the reference ${words(lengths.reference)}: long ones repeat more of themselves and keep to fewer words, so bounds are off; cut both sides alike (--unit)`,
    );
  }
  const words = {reference: totalOf(reference, 'words'), candidate: totalOf(candidate, 'words')};
  if (overlap > FLATTERING_OVERLAP)
    warnings.push(`${Math.round(100 * overlap)}% of the candidate's documents are in the reference too: the comparison flatters it`);
  const ratio = words.candidate / Math.max(1, words.reference);
  if (ratio > LOPSIDED)
    warnings.push(`the candidate is ${Math.round(ratio)} times as large as the reference: a larger reference would tell more`);
  if (ratio > 0 && ratio < 1 / LOPSIDED)
    warnings.push(
      `the reference is ${Math.round(1 / ratio)} times as large as the candidate: read at the candidate's size, little of the tail is seen`,
    );
  const largest = Math.max(...candidate.totals.words) / Math.max(1, words.candidate);
  if (largest > DOMINANT_GROUP && words.candidate > 0)
    warnings.push('one group of documents holds over half of the candidate: its intervals are wide');
  return warnings;
}

/** What the gates cannot see in text of this kind. */
function blindSpots({reference}: Comparison, checks: readonly Check[]): string[] {
  const open = checks.some(({measure, verdict}) => OF_THE_TAIL.has(measure) && verdict !== 'fail');
  return open && mostlyUnspacedLetters(reference.scripts)
    ? [
        'most letters are of scripts without spaces between words: words are those of a dictionary there, the tail is seen less sharply than elsewhere, and in Chinese reviews and Burmese the loss of the rarest 60% of words was inconclusive (docs/check.md, Limits)',
      ]
    : [];
}

const OF_THE_TAIL: ReadonlySet<string> = new Set(['tail.retention', 'tail.mass']);

function isSame(a: Profile, b: Profile): boolean {
  return (
    ['documents', 'bytes', 'words'].every((total) => totalOf(a, total as 'words') === totalOf(b, total as 'words')) &&
    a.documents.high.length === b.documents.high.length &&
    a.documents.high.every((high, i) => high === b.documents.high[i])
  );
}

/** Why nothing can be told of a candidate all of which is in the reference; undefined of any other. */
function withinOf({reference, candidate}: Comparison, {share, of}: SharedDocuments): string | undefined {
  if (isSame(reference, candidate)) return WITHIN.same;
  const all = reference.documents.complete && candidate.documents.complete;
  return share === 1 && of >= (all ? 1 : LEAST_SAMPLED) ? WITHIN.part : undefined;
}

/** Of `of` different documents of the candidate, the share that the reference has byte for byte. */
interface SharedDocuments {
  readonly share: number;
  readonly of: number;
}

/** Of those documents whose hashes both sides keep. */
function sharedDocuments({documents: reference}: Profile, {documents: candidate}: Profile): SharedDocuments {
  const key = (side: TypeSample, i: number): number => side.high[i] * 0x20_0000 + (side.low[i] >>> 11);
  const limit = reference.complete ? Infinity : reference.thresholdHigh * 0x20_0000 + (reference.thresholdLow >>> 11);
  const known = new Set(Array.from({length: reference.size}, (_, i) => key(reference, i)));
  let shared = 0;
  let all = 0;
  for (let i = 0; i < candidate.size; i++) {
    if (key(candidate, i) >= limit) continue;
    all++;
    if (known.has(key(candidate, i))) shared++;
  }
  return {share: shared / Math.max(1, all), of: all};
}

function side(profile: Profile, name: string, broken = 0): CheckReport['candidate'] {
  const all = powerOfTwo(GROUPS) - 1;
  const of = (total: 'documents' | 'words' | 'bytes'): number => totalOf(profile, total, all);
  return {name, documents: of('documents'), words: of('words'), bytes: of('bytes'), broken};
}
