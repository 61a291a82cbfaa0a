/**
 * What a run shows, in sentences: what was done, what was lost, what kept it. Pure: of the summary alone.
 *
 * A change over generations is said only where the intervals of the first and of the last generation lie apart, a difference between arms
 * only where Holm's p bears it out; what is not told apart is said to be that. No arm is called the best.
 */
import {counted, grouped, readableNumber} from '../../../core/text/numbers.ts';
import {listed, lowered} from '../../words.ts';
import {apartStand, isBorneOut, restStand, signOf} from './compared.ts';
import type {Difference, ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {isOfPeople} from './people.ts';
import {intervalIn, statisticOf, valueIn} from './statistic.ts';
import {stoppedWords, stopsOf} from './stopped.ts';

export interface RunVerdict {
  readonly done: string;
  readonly lost: string;
  /** Empty where nothing is compared. */
  readonly kept: string;
}

const MOST_NAMED = 6;
const MOST_LOST = 2;
const MOST_MADE = 3;
const MOST_BASES = 2;
/** What is no loss of the model's, and told only where nothing else is measured. */
const ASIDE = /^(reward|humanShare|humanRecords|comparisons|discarded|origin|policy\.kl)/;

export function runVerdict(input: ReportInput): RunVerdict {
  return {done: doneWords(input), lost: lostWords(input), kept: keptWords(input)};
}

function doneWords({made, generations, arms, seeds, soFar}: ReportInput): string {
  const start = startWords(made);
  const copies =
    generations === 1
      ? ''
      : ` What it wrote trained the next model, and so on, like a photocopy of a photocopy, over ${soFar ? 'up to ' : ''}${counted(generations, 'generation')}.`;
  const ways = arms.length === 1 ? 'in one way' : `in ${arms.length} ways`;
  const often = seeds === 1 ? 'once' : `${grouped(seeds)} times over`;
  if (!soFar) return `${start}${copies} It was done ${ways} of choosing the training data, ${often}.`;
  const there = `${grouped(soFar.done)} of ${counted(soFar.total, 'generation')} ${soFar.total === 1 ? 'is' : 'are'} there`;
  return `${start}${copies} It is to be done ${ways} of choosing the training data, ${often}; so far ${there}.`;
}

function startWords(made: ReportInput['made'] = []): string {
  if (made.length === 0) return 'A model was trained on human data.';
  const [{family, data}] = made;
  if (made.length === 1) return `A model of the family ${family} was trained on ${data}.`;
  const told = made.slice(0, MOST_MADE).map((one) => `of ${one.family} on ${one.data}`);
  return `Models were trained: ${listed([...told, ...(made.length > MOST_MADE ? [`${made.length - MOST_MADE} more`] : [])])}.`;
}

/** The arms that others are held against; else the first. */
function baselineArms({summary, arms}: ReportInput): string[] {
  const against = [...new Set((summary.differences ?? []).map((row) => row.against))];
  return against.length > 0 ? against : [arms[0].name];
}

/** What the model keeps or loses first, measures that have a better end before the others. */
function toldMeasures({measures}: ReportInput): ReportMeasure[] {
  const rank = ({name, better}: ReportMeasure) => (ASIDE.test(name) ? 2 : 0) + (better === undefined ? 1 : 0);
  return [...measures].sort((a, b) => rank(a) - rank(b));
}

function lostWords(input: ReportInput): string {
  const stopped = stoppedWords(input);
  const told = toldMeasures(input)
    .map((measure) => ({measure, words: courseWords(input, measure)}))
    .filter(({words}) => words !== '');
  const own = told.filter(({measure}) => !ASIDE.test(measure.name));
  const courses = (own.length > 0 ? own : told).slice(0, MOST_LOST).map(({words}) => words);
  return [...(stopped === '' ? [] : [stopped]), ...courses].join(' ');
}

interface Ends {
  readonly first: SummaryRow;
  readonly last: SummaryRow;
}

function endsOf(input: ReportInput, arm: string, measure: string): Ends | undefined {
  const statistic = statisticOf(input, measure);
  const rows = (input.summary.arms[arm]?.[measure] ?? []).filter((row) => !isOfPeople(row) && Number.isFinite(valueIn(row, statistic)));
  const first = rows.find(({generation}) => generation === 1);
  const last = rows.find(({generation}) => generation === input.generations);
  return first && last && first !== last ? {first, last} : undefined;
}

type Course = 'falls' | 'rises' | 'stays' | 'unclear';

/** Whether the intervals of both ends lie apart; it stays where both are one and the same value in every lineage. */
function courseOf(input: ReportInput, measure: string, {first, last}: Ends): Course {
  const statistic = statisticOf(input, measure);
  const [[low, high], [lastLow, lastHigh]] = [first, last].map((row) => intervalIn(row, statistic, measure));
  if (low === high && lastLow === low && lastHigh === low) return 'stays';
  return lastHigh < low ? 'falls' : lastLow > high ? 'rises' : 'unclear';
}

/** How a measure goes in the arms that are told of; empty where that is not known, or where errors of both signs cancel. */
function courseWords(input: ReportInput, measure: ReportMeasure): string {
  if (input.arms.some(({name}) => input.summary.arms[name]?.[measure.name]?.some(({meanSquare}) => meanSquare !== undefined))) return '';
  return toldArms(input)
    .map((arms) => {
      const courses = arms.flatMap((arm) => {
        const ends = endsOf(input, arm, measure.name);
        return ends === undefined ? [] : [{arm, ends, course: courseOf(input, measure.name, ends)}];
      });
      if (courses.length === 0) return '';
      return arms.length > 1 ? manyCourses(input, measure, courses) : oneCourse(input, measure, courses[0]);
    })
    .filter((words) => words !== '')
    .join(' ');
}

/**
 * The arms that others are held against, together. Where lineages of those were stopped, which leaves little to tell of them, what the
 * others keep: the arms none of whose lineages was, those of one base arm together.
 */
function toldArms(input: ReportInput): string[][] {
  const baseline = baselineArms(input);
  const stopped = new Set(stopsOf(input).map(({arm}) => arm));
  if (!baseline.some((arm) => stopped.has(arm))) return [baseline];
  const whole = input.arms.filter(({name}) => !stopped.has(name));
  const bases = [...new Set(whole.map(({name, base}) => base ?? name))].slice(0, MOST_BASES);
  return bases.map((wanted) => whole.filter(({name, base}) => (base ?? name) === wanted).map(({name}) => name));
}

interface ArmCourse {
  readonly arm: string;
  readonly ends: Ends;
  readonly course: Course;
}

function oneCourse(input: ReportInput, measure: ReportMeasure, {arm, ends, course}: ArmCourse): string {
  const {seeds, arms, generations} = input;
  const statistic = statisticOf(input, measure.name);
  const [from, to] = [ends.first, ends.last].map((row) => readableNumber(valueIn(row, statistic)));
  const under = arms.length === 1 ? '' : `Under ${arm}, `;
  const title = arms.length === 1 ? measure.title : lowered(measure.title);
  const way = `from ${from} at generation 1 to ${to} at generation ${generations}`;
  if (course === 'stays') return `${under}${title}: ${from} in every lineage, at generation 1 and at generation ${generations}.`;
  if (course === 'unclear')
    return `${under}${title}: ${way}, which ${seedsWords(seeds)} ${seeds === 1 ? 'does' : 'do'} not tell from chance.`;
  return `${under}${title}: ${course === 'falls' ? 'down' : 'up'} ${way}${intervalWords(intervalIn(ends.last, statistic, measure.name))}.`;
}

/** An end that lies among lineages without a value is not known. */
function intervalWords([low, high]: readonly [number, number]): string {
  const [from, to] = [low, high].map((end) => (Number.isFinite(end) ? readableNumber(end) : undefined));
  if (from === undefined && to === undefined) return '';
  return ` (95% interval ${from === undefined ? `up to ${to}` : to === undefined ? `from ${from}` : `${from} to ${to}`})`;
}

const seedsWords = (seeds: number): string => (seeds === 1 ? 'one seed' : `${seeds} seeds`);

function manyCourses(input: ReportInput, measure: ReportMeasure, courses: readonly ArmCourse[]): string {
  const base = input.arms.find(({name}) => name === courses[0].arm)?.base ?? courses[0].arm;
  const parts = [
    ['falls', 'it falls in'],
    ['rises', 'it rises in'],
    ['stays', 'it stays the same in'],
    ['unclear', 'it is not told from chance in'],
  ].flatMap(([wanted, words]) => {
    const cells = courses.filter(({course}) => course === wanted).length;
    return cells === 0 ? [] : [`${words} ${cells}`];
  });
  return `Under ${base}, ${lowered(measure.title)}, from generation 1 to ${input.generations}: ${listed(parts)} of ${courses.length} cells, where it ends ${endsWords(input, measure, courses)}.`;
}

/** `at 16` or `between 16 and 44`. */
function endsWords(input: ReportInput, {name}: ReportMeasure, courses: readonly ArmCourse[]): string {
  const ends = courses.map(({ends: {last}}) => valueIn(last, statisticOf(input, name)));
  const [low, high] = [Math.min(...ends), Math.max(...ends)].map(readableNumber);
  return low === high ? `at ${low}` : `between ${low} and ${high}`;
}

/** By the first measure of which arms are compared. */
function keptWords(input: ReportInput): string {
  const plain = (input.summary.differences ?? []).filter(({band}) => band === undefined);
  const measure = toldMeasures(input).find(({name}) => plain.some((row) => row.measure === name));
  if (measure === undefined) return '';
  const rows = plain.filter((row) => row.measure === measure.name);
  return new Set(rows.map(({against}) => against)).size === 1
    ? keptAgainst(measure, rows)
    : `${measure.title}, at generation ${input.generations}. ${apartStand(input, measure)}`;
}

/** The words for differences above and below 0. */
function sidesOf({better}: ReportMeasure): readonly (readonly [sign: number, word: string])[] {
  if (better === 'higher')
    return [
      [1, 'Better'],
      [-1, 'Worse'],
    ];
  if (better === 'lower')
    return [
      [-1, 'Better'],
      [1, 'Worse'],
    ];
  return [
    [1, 'Higher'],
    [-1, 'Lower'],
  ];
}

function keptAgainst(measure: ReportMeasure, rows: readonly Difference[]): string {
  const {against, generation} = rows[0];
  const apart = rows.filter(isBorneOut);
  const sentences = sidesOf(measure).flatMap(([sign, word]) => {
    const own = apart.filter((row) => signOf(row) === sign);
    return own.length === 0 ? [] : [`${word} than ${against}, beyond chance: ${amountsOf(own)}.`];
  });
  return `${measure.title}, at generation ${generation}. ${[...sentences, ...restStand(rows)].join(' ')}`;
}

/** In the order of the arms, each with its interval. */
function amountsOf(rows: readonly Difference[]): string {
  const told = rows.slice(0, MOST_NAMED).map((row, i) => {
    const [amount, low, high] = amountOf(row);
    return `${row.arm} ${amount} (${i === 0 ? '95% interval ' : ''}${low} to ${high})`;
  });
  return listed([...told, ...(rows.length > MOST_NAMED ? [`${rows.length - MOST_NAMED} more arms`] : [])]);
}

function amountOf({ratio, ratioLow, ratioHigh, difference, low, high}: Difference): string[] {
  if (ratio !== undefined) return [`${readableNumber(ratio)} times`, readableNumber(ratioLow!), readableNumber(ratioHigh!)];
  const ends = [low!, high!].map(Math.abs).sort((a, b) => a - b);
  return [`by ${readableNumber(Math.abs(difference!))}`, ...ends.map(readableNumber)];
}
