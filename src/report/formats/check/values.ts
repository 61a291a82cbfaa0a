/**
 * How a check is put into words: numbers, bounds, signs, sides. Shared by every format, so that all of them say the same.
 *
 * Text from outside (file names, words of a corpus, reasons that quote them) passes through `visible` once, then through the escaping
 * of its format.
 */
import {counted, exactNumber, grouped, readableNumber, sizeText} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {checkRangeOf} from '../../../guard/check/measures.ts';
import {isWithin} from '../../../guard/check/within.ts';
import type {Check, CheckedSlice, CheckReport, DomainTest, Example, Gate, Interval, Side, Verdict} from '../../../guard/check-report.ts';

export const SIGNS: Readonly<Record<Verdict, string>> = {pass: '\u2713', fail: '\u2717', inconclusive: '?'};

/** What a domain test means for the verdict: another domain, or one that cannot be told, never passes. */
export const DOMAIN_VERDICTS: Readonly<Record<DomainTest['verdict'], Verdict>> = {
  same: 'pass',
  other: 'inconclusive',
  unclear: 'inconclusive',
};

/**
 * Within what the measure can be: an estimate made at another size, and an interval around one, may reach a little beyond, where there is
 * nothing. The record keeps them as they were measured.
 */
export function shownOf<T extends Partial<Interval>>(of: T, measure: string): T {
  const {least, most} = checkRangeOf(measure) ?? {least: -Infinity, most: Infinity};
  const within = (value: number) => Math.min(most, Math.max(least, value));
  const {value, low, high} = of;
  return {
    ...of,
    ...(value !== undefined && {value: within(value)}),
    ...(low !== undefined && {low: within(low)}),
    ...(high !== undefined && {high: within(high)}),
  };
}

/** `0.912 [0.9, 0.924]`, or undefined where there is no value. */
export function intervalText(of: Partial<Interval>): string | undefined {
  if (of.value === undefined) return undefined;
  const ends = endsText(of);
  return `${readableNumber(of.value)}${ends === undefined ? '' : ` ${ends}`}`;
}

/** `[0.9, 0.924]`, or undefined where there is no interval. */
export function endsText({low, high}: Partial<Interval>): string | undefined {
  return low === undefined || high === undefined ? undefined : `[${readableNumber(low)}, ${readableNumber(high)}]`;
}

/** `≥ 0.85`. */
export function gateBound(bound: Gate): string {
  const parts: string[] = [];
  if (bound.atLeast !== undefined) parts.push(`\u2265 ${exactNumber(bound.atLeast)}`);
  if (bound.atMost !== undefined) parts.push(`\u2264 ${exactNumber(bound.atMost)}`);
  return parts.join(' and ');
}

/** One sentence that stands by itself: what was found, what was wanted, and why it is judged so. */
export function checkSentence(check: Check): string {
  const found = intervalText(shownOf(check, check.measure));
  const reason = check.reason === undefined ? '' : ` ${capital(sentence(visible(check.reason)))}`;
  const what = `${visible(check.name)} ${found === undefined ? 'has no value' : `is ${found}`}, wanted ${gateBound(check.bound)}: ${check.verdict}.`;
  return `${what}${reason}`;
}

export function domainSentence({domain}: CheckReport): string {
  const found = intervalText(domain);
  return found === undefined
    ? capital(sentence(visible(domain.reason)))
    : `${capital(sentence(visible(domain.reason)))} Novelty ${found}, bound ${exactNumber(domain.bound)}.`;
}

/** `2 of 6 gates hold, 1 fails, 3 are inconclusive.` */
export function tally(checks: readonly Check[]): string {
  if (checks.length === 0) return 'No gate was checked.';
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const [pass, fail, open] = [count('pass'), count('fail'), count('inconclusive')];
  const parts = [`${pass} of ${counted(checks.length, 'gate')} ${pass === 1 ? 'holds' : 'hold'}`];
  if (fail > 0) parts.push(`${fail} ${fail === 1 ? 'fails' : 'fail'}`);
  if (open > 0) parts.push(`${open} ${open === 1 ? 'is' : 'are'} inconclusive`);
  return `${parts.join(', ')}.`;
}

/** As the user named it; `-` says little. */
export function nameOf(side: Side): string {
  return side.name === '-' ? 'standard input' : side.name;
}

/** `12,400 documents, 4,812,332 words, 31.1 MB`, and what was broken. */
export function sideText(side: Side): string {
  const broken = side.broken > 0 ? `, ${counted(side.broken, 'broken record')} passed over` : '';
  return `${counted(side.documents, 'document')}, ${counted(side.words, 'word')}, ${sizeText(side.bytes)}${broken}`;
}

/** A sentence begins with a capital, unless it begins with the name of something (`tail.retention`, `data/a.jsonl`). */
export function capital(text: string): string {
  return /^[a-z]+[ ,:]/.test(text) || /^[a-z]+$/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** With a full stop, unless it ends with a mark of its own. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?\u2026]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** What to do after a verdict that is no pass, in sentences with a command. */
export function nextOf({verdict, reason, domain, checks, slices = []}: CheckReport): string[] {
  const looked = slices.filter(({carries, verdict: own}) => carries.length > 0 || own === 'fail');
  const look = looked.map(({field, value}) => `Look at ${field} ${value} first: it fails by itself, or carries what fails.`);
  if (verdict === 'pass') return look;
  if (isWithin(reason)) return ['Take a reference that the candidate is no part of.'];
  if (domain.verdict === 'other') return ['Take a reference that is about the same things, or a part of the candidate that is.'];
  const failed = checks.filter((check) => check.verdict === 'fail').map(({measure}) => measure);
  const steps = look;
  if (failed.some((measure) => CURABLE.test(measure)))
    steps.push(
      'Remove what failed: genloss check with --json > check.json, then genloss curate --from-check check.json -o recipe.yaml writes the recipe.',
    );
  if (failed.some((measure) => !CURABLE.test(measure)))
    steps.push(
      'Rare words come back only with human text: mix some in (mix of a recipe), or take synthetic text out (genloss share says how much there is).',
    );
  if (failed.length === 0)
    steps.push(
      'Give more documents on the smaller side: with more of them intervals are narrower. One long text is one record unless --unit paragraph cuts it.',
    );
  return steps;
}

/** What a step of a recipe removes. */
const CURABLE = /^(duplicates\.|repetition$|selfRepetition$|compression\.document$|words$)/;

/** What stands before the text of an example. */
export const exampleWord = ({word, times}: Example): string =>
  word !== undefined ? `the candidate lacks \u201c${word}\u201d` : times !== undefined ? `${grouped(times)} times` : '';

/** Of one measure; where they are those of an earlier one, its name instead. */
export interface ExampleGroup {
  readonly measure: string;
  readonly examples: readonly Example[];
  readonly as?: string;
}

/** In the order of the gates, each example once. */
export function exampleGroups(examples: readonly Example[] = []): ExampleGroup[] {
  const first = new Map<string, string>();
  return [...new Set(examples.map(({measure}) => measure))].map((measure) => {
    const own = examples.filter((one) => one.measure === measure);
    const key = JSON.stringify(own.map(({measure: _, ...place}) => place));
    const as = first.get(key);
    if (as !== undefined) return {measure, examples: [], as};
    first.set(key, measure);
    return {measure, examples: own};
  });
}

/** What a slice has to do with what the candidate fails. */
export function sliceFinding({carries, checks}: CheckedSlice): string {
  if (carries.length > 0) return `the rest of the candidate, without this part, does not fail ${carries.join(', ')}`;
  const failed = checks.filter(({verdict}) => verdict === 'fail').map(({name}) => name);
  return failed.length > 0 ? `fails ${failed.join(', ')} itself` : '';
}
