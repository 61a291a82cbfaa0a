/**
 * What a run shows, in sentences: what was done, what was lost, what kept it. Pure: of the summary alone.
 *
 * A change over generations is said only where the intervals of the first and of the last generation lie apart, a difference between arms
 * only where Holm's p bears it out; what is not told apart is said to be that. No arm is called the best.
 */
import {counted, grouped, readableNumber} from '../../../core/text/numbers.ts';
import {listed, lowered} from '../../words.ts';
import {apartStand, isBorneOut, signOf} from './compared.ts';
import type {Difference, ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {isOfPeople} from './people.ts';
import {intervalIn, statisticOf, valueIn} from './statistic.ts';

export interface RunVerdict {
  readonly done: string;
  readonly lost: string;
  /** Empty where nothing is compared. */
  readonly kept: string;
}

const MOST_NAMED = 6;
const MOST_LOST = 2;
/** What is no loss of the model's, and told only where nothing else is measured. */
const ASIDE = /^(reward|humanShare|humanRecords|comparisons|discarded|origin|policy\.kl)/;

export function runVerdict(input: ReportInput): RunVerdict {
  return {done: doneWords(input), lost: lostWords(input), kept: keptWords(input)};
}

function doneWords({made, generations, arms, seeds}: ReportInput): string {
  const start = `A model was trained${made === undefined ? ' on human data' : `: ${made}`}.`;
  const copies =
    generations === 1
      ? ''
      : ` What it wrote trained the next model, and so on, like a photocopy of a photocopy, over ${counted(generations, 'generation')}.`;
  const ways = arms.length === 1 ? 'in one way' : `in ${arms.length} ways`;
  return `${start}${copies} It was done ${ways} of choosing the training data, ${seeds === 1 ? 'once' : `${grouped(seeds)} times over`}.`;
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
  const told = toldMeasures(input)
    .map((measure) => ({measure, words: courseWords(input, measure)}))
    .filter(({words}) => words !== '');
  const own = told.filter(({measure}) => !ASIDE.test(measure.name));
  return (own.length > 0 ? own : told)
    .slice(0, MOST_LOST)
    .map(({words}) => words)
    .join(' ');
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

type Course = 'falls' | 'rises' | 'unclear';

/** Whether the intervals of both ends lie apart. */
function courseOf(input: ReportInput, measure: string, {first, last}: Ends): Course {
  const statistic = statisticOf(input, measure);
  const [[low, high], [lastLow, lastHigh]] = [first, last].map((row) => intervalIn(row, statistic, measure));
  return lastHigh < low ? 'falls' : lastLow > high ? 'rises' : 'unclear';
}

/** How a measure goes in the arms that others are held against; empty where that is not known, or where errors of both signs cancel. */
function courseWords(input: ReportInput, measure: ReportMeasure): string {
  if (input.arms.some(({name}) => input.summary.arms[name]?.[measure.name]?.some(({meanSquare}) => meanSquare !== undefined))) return '';
  const courses = baselineArms(input).flatMap((arm) => {
    const ends = endsOf(input, arm, measure.name);
    return ends === undefined ? [] : [{arm, ends, course: courseOf(input, measure.name, ends)}];
  });
  if (courses.length === 0) return '';
  return courses.length > 1 ? manyCourses(input, measure, courses) : oneCourse(input, measure, courses[0]);
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
  if (course === 'unclear')
    return `${under}${title}: ${way}, which ${seedsWords(seeds)} ${seeds === 1 ? 'does' : 'do'} not tell from chance.`;
  const [low, high] = intervalIn(ends.last, statistic, measure.name).map(readableNumber);
  return `${under}${title}: ${course === 'falls' ? 'down' : 'up'} ${way} (95% interval ${low} to ${high}).`;
}

const seedsWords = (seeds: number): string => (seeds === 1 ? 'one seed' : `${seeds} seeds`);

function manyCourses(input: ReportInput, measure: ReportMeasure, courses: readonly ArmCourse[]): string {
  const base = input.arms.find(({name}) => name === courses[0].arm)?.base ?? courses[0].arm;
  const parts = [
    ['falls', 'it falls in'],
    ['rises', 'it rises in'],
    ['unclear', 'it is not told from chance in'],
  ].flatMap(([wanted, words]) => {
    const cells = courses.filter(({course}) => course === wanted).length;
    return cells === 0 ? [] : [`${words} ${cells}`];
  });
  return `Under ${base}, ${lowered(measure.title)}, from generation 1 to ${input.generations}: ${listed(parts)} of ${courses.length} cells.`;
}

/** By the first measure of which arms are compared. */
function keptWords(input: ReportInput): string {
  const plain = (input.summary.differences ?? []).filter(({band}) => band === undefined);
  const measure = toldMeasures(input).find(({name}) => plain.some((row) => row.measure === name));
  if (measure === undefined) return '';
  const rows = plain.filter((row) => row.measure === measure.name);
  return new Set(rows.map(({against}) => against)).size === 1
    ? keptAgainst(measure, rows)
    : `${measure.title}. ${apartStand(input, measure)}`;
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
  const chance = rows.filter((row) => row.difference !== undefined && !isBorneOut(row));
  const sentences = sidesOf(measure).flatMap(([sign, word]) => {
    const own = apart.filter((row) => signOf(row) === sign);
    return own.length === 0 ? [] : [`${word} than ${against}, beyond chance: ${amountsOf(own)}.`];
  });
  const most = Math.max(...rows.map(({n}) => n));
  const tied = chance.length === 0 ? [] : [`Not told apart from ${against} by ${seedsWords(most)}: ${namesOf(chance)}.`];
  const lost = rows.length - apart.length - chance.length;
  const gone = lost === 0 ? [] : [`Of ${counted(lost, 'arm')} some lineages have no value.`];
  return `By ${lowered(measure.title)} at generation ${generation}: ${[...sentences, ...tied, ...gone].join(' ')}`;
}

const namesOf = (rows: readonly Difference[]): string =>
  rows.length > MOST_NAMED ? `${rows.length} arms` : listed(rows.map(({arm}) => arm));

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
