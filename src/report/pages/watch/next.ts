/** What to do now, as steps with the commands to type. */
import {counted} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {isJudged, newestJudged} from '../../../guard/watch/newest-judged.ts';
import {LEAST_CALIBRATION} from '../../../guard/watch/rank.ts';
import type {WatchAlarm, WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';
import type {WatchCommands} from './commands.ts';
import {namedSlice, someOf} from './said.ts';

export interface NextStep {
  readonly what: string;
  readonly commands?: readonly string[];
}

export function nextSection(report: WatchReport, commands: WatchCommands): Html {
  const items = nextSteps(report, commands).map(
    ({what, commands: own = []}) => html`${what}${own.map((command) => html`\n<pre class="typed">${command}</pre>`)}`,
  );
  const list =
    items.length === 1
      ? html`<div>${items}</div>`
      : html`<ol class="places steps">${lines(items.map((one) => html`<li>${one}</li>`))}</ol>`;
  return html`<section aria-labelledby="next"><h2 id="next">What to do now</h2>\n${list}</section>`;
}

export function nextSteps(report: WatchReport, commands: WatchCommands): NextStep[] {
  const {alarm, status} = report;
  if (alarm !== null) return alarmSteps(report, alarm, commands);
  return status === 'quiet' ? quietSteps(report, commands) : calibratingSteps(report, commands);
}

/** What a step of a recipe removes. */
const CURABLE = /^(duplicates\.|repetition$|selfRepetition$|compression\.document$)/;

function alarmSteps(report: WatchReport, alarm: WatchAlarm, commands: WatchCommands): NextStep[] {
  const {kind, since, measures, slices} = alarm;
  const from = visible(since.low);
  const where = slices.length > 0 ? ` Begin with ${someOf(slices.map(namedSlice), 3)}.` : '';
  const first =
    kind === 'drift'
      ? `Look at what was written since ${from}: is it a subject that is wanted?${where}`
      : `Keep what was written since ${from} out of training until this is cleared.${where}`;
  const check = [...(slices.length > 0 ? [sliceStep(alarm, commands)] : []), ...checkStep(report, commands)];
  const cures = [
    ...(kind !== 'drift' && measures.some((measure) => CURABLE.test(measure)) ? [copiesStep(report, commands)] : []),
    ...(kind === 'collapse' && measures.some((measure) => !CURABLE.test(measure)) ? [RARE_WORDS] : []),
  ];
  return [{what: first}, ...check, ...cures, ...knownSteps(alarm, commands), acceptStep(report, since.high, commands)];
}

const RARE_WORDS: NextStep = {
  what: 'Rare words come back only with human text: mix some in (mix of a recipe of genloss curate), or take synthetic text out (genloss share says how much there is).',
};

/** Of merged periods: the newest, more say hardly more. */
const MOST_MERGED = 7;
const MERGED = 'since.profile';

/** The newest periods since a change, or the newest alone. */
function looked({periods, alarm}: WatchReport): string[] {
  const judged = periods.filter(isJudged).map(({period}) => period);
  return alarm === null ? judged.slice(-1) : judged.filter((period) => period >= alarm.since.value).slice(-MOST_MERGED);
}

const checkCommand = (periods: readonly string[], flags: readonly string[], {genloss, profileOf, reference}: WatchCommands): string =>
  genloss('check', periods.length === 1 ? profileOf(periods[0]) : MERGED, '--reference', reference, ...flags);

/** With many documents a check can tell what it cannot of one period. */
function checkStep(report: WatchReport, commands: WatchCommands): NextStep[] {
  const periods = looked(report);
  if (periods.length === 0) return [];
  const [first, last] = [periods[0], periods[periods.length - 1]].map(visible);
  const which = periods.length === 1 ? first : `${first} to ${last} together`;
  const {genloss, profileOf} = commands;
  const merge = periods.length > 1 ? [genloss('merge', ...periods.map(profileOf), '-o', MERGED)] : [];
  return [
    {
      what: `Hold ${which} against the reference: the page says which gates fail, which words are lacking, and whether it is about something else.`,
      commands: [...merge, checkCommand(periods, ['--html', 'check.html'], commands)],
    },
  ];
}

/** Profiles of periods hold all slices together, among which one may not be seen. */
function sliceStep({slices, since}: WatchAlarm, {genloss, reference}: WatchCommands): NextStep {
  const fields = [...new Set(slices.map(({field}) => field))];
  const by = fields.flatMap((field) => ['--by', field]);
  return {
    what: `Hold the records of ${someOf(slices.map(namedSlice), 3)} since ${visible(since.value)} against the reference by themselves: among all others they may fail no gate. DATA are the records since then.`,
    commands: [genloss('check', 'DATA', '--reference', reference, ...by, '--html', 'check.html')],
  };
}

function copiesStep(report: WatchReport, commands: WatchCommands): NextStep {
  const json = checkCommand(looked(report), ['--json'], commands);
  return {
    what: 'Where that fails by copies or loops, they can be taken out: these write a recipe, and genloss curate DATA --recipe recipe.yaml -o FOLDER applies it.',
    commands: [`${json} > check.json`, commands.genloss('curate', '--from-check', 'check.json', '-o', 'recipe.yaml')],
  };
}

function knownSteps({acknowledged, silencedUntil}: WatchAlarm, {watch}: WatchCommands): NextStep[] {
  return [
    ...(acknowledged
      ? []
      : [{what: 'When it is known and worked on, say so: nothing is sent any more but its end.', commands: [watch('--acknowledge')]}]),
    ...(silencedUntil === undefined
      ? [{what: 'Or send nothing for a time, whatever begins; what ends is told.', commands: [watch('--silence', '7d')]}]
      : []),
  ];
}

/** A new calibration takes as many periods as the one before it had. */
function acceptStep(report: WatchReport, since: string, {watch}: WatchCommands): NextStep {
  const what =
    'Where it is meant to be so, and is the new normal, later periods are held against a calibration that ends with the one you name.';
  const judged = report.periods.filter(isJudged);
  const after = judged.filter(({period}) => period >= since).length;
  const wants = report.calibration?.has ?? 0;
  if (after >= wants) return {what, commands: [watch('--accept', judged[judged.length - 1].period)]};
  return {
    what: `${what} It takes the ${counted(wants, 'period')} up to that one; ${counted(after, 'period')} lie from ${visible(since)} on, so wait for ${wants - after} more, or the old normal is part of the new one.`,
    commands: [watch('--accept', 'PERIOD')],
  };
}

function quietSteps(report: WatchReport, commands: WatchCommands): NextStep[] {
  const judged = newestJudged(report.periods);
  if (judged?.hint !== true) return [{what: 'Nothing. The next call judges what comes.'}];
  return [
    {what: 'Wait for the next periods: an early sign is wrong far more often than an alarm, and no promise is made for it.'},
    ...checkStep(report, commands),
  ];
}

function calibratingSteps(report: WatchReport, commands: WatchCommands): NextStep[] {
  const {calibration, periods} = report;
  if (calibration === undefined) {
    const judged = periods.filter(isJudged);
    const newest = judged[judged.length - 1];
    const what =
      'Parts of the reference give early signs alone. For alarms, let the periods so far be the calibration, if they are as they should be.';
    if (newest === undefined) return [{what: 'Bring the first periods.'}];
    const more = LEAST_CALIBRATION - judged.length;
    const accept =
      more > 0
        ? {what: `${what} It takes ${LEAST_CALIBRATION} periods at least, so wait for ${more} more.`}
        : {what, commands: [commands.watch('--accept', newest.period)]};
    return [...(newest.hint ? checkStep(report, commands) : []), accept];
  }
  const {has, wants, until} = calibration;
  const missing =
    until !== undefined
      ? `The calibration goes on until ${visible(until)}; the periods after it are judged.`
      : has < wants
        ? `${counted(wants - has, 'period')} more of the calibration are awaited; those after them are judged.`
        : 'The calibration is complete: the next period is the first that is judged.';
  return [
    {what: missing},
    {
      what: 'What lies in the calibration counts as normal: make sure that it is. Of what collapsed before it began, a watch sees nothing; genloss check does.',
    },
  ];
}
