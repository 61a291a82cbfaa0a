/**
 * An Alertmanager (API v2): an alert that is posted by every call while an alarm stands, and once more when it is over.
 *
 * Labels identify the alert: `alertname` and `watch`, nothing that changes; values are annotations. Without another call the alert lasts
 * until `endsAt`, which lies ahead by `expires`. Posts of one alert join, so that one that comes twice changes nothing; the end says
 * `again` where it may have arrived before.
 */
import * as z from 'zod';
import type {PeriodStep} from '../../../guard/watch/definition.ts';
import {periodStart, periodStepOf} from '../../../guard/watch/period-name.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {below} from './address.ts';
import {alertAnnotations} from './annotations.ts';
import {ALL_TOLD, type Channel, type News, type Told} from './channel.ts';
import {alarmsOf, type DeliveredAlarm, deliveredAlarmSchema, sameAlarms} from './delivered-alarm.ts';
import {nameOfNotes} from './note-names.ts';
import {fileOutbox, type Outbox} from './outbox.ts';
import type {Posted} from './post.ts';
import type {ReceiverOptions} from './webhook.ts';

export const ALERT_NAME = 'GenlossWatch';

const notesSchema = z.strictObject({
  format: z.literal(1),
  to: z.string(),
  /** What was posted, or was to be; absent once its end was taken. */
  alert: deliveredAlarmSchema
    .extend({
      /** ISO 8601. */
      startsAt: z.string(),
      /** Its end was begun and may have arrived. */
      ending: z.literal(true).optional(),
    })
    .optional(),
});
type StoredNotes = z.infer<typeof notesSchema>;
type PostedAlert = Readonly<NonNullable<z.infer<typeof notesSchema>['alert']>>;

export interface AlertmanagerOptions extends Omit<ReceiverOptions, 'headers'> {
  /** Seconds; by the step of the periods unless given. */
  readonly expires?: number;
  /** Of the periods, where the definition says it; by their names unless given. */
  readonly step?: PeriodStep;
}

export function alertmanagerChannel({address, directory, post, expires, step}: AlertmanagerOptions): Channel {
  const outbox = (): Outbox<StoredNotes> => {
    const place = {directory, name: nameOfNotes(directory, {kind: 'alertmanager', digest: address.digest}), schema: notesSchema};
    return fileOutbox(place, 'an alert that is over is then let go of when it expires');
  };
  const write = (alert: PostedAlert | undefined) => outbox().write({format: 1, to: address.shown, ...(alert && {alert})});
  const url = below(address, '/api/v2/alerts');
  const send = (news: News, alert: SentAlert) => post({url, headers: address.headers, body: [alertOf(news, alert)]});

  async function end(news: News, alert: PostedAlert, ended: string | undefined): Promise<Posted> {
    write({...alert, ending: true});
    const posted = await send(news, {alarm: alert, ...endOf(alert, ended, news.now), isOver: true, isAgain: alert.ending === true});
    if (posted.kind === 'unreached') write(alert);
    if (posted.kind === 'taken') write(undefined);
    return posted;
  }

  async function keepUp(news: News, alarm: DeliveredAlarm, before: PostedAlert | undefined): Promise<Posted> {
    const startsAt = startOf(alarm, before, news.now);
    const alert = {...alarm, startsAt};
    if (JSON.stringify(before) !== JSON.stringify(alert)) write(alert);
    const lasts = expires ?? LASTS[step ?? newestStep(news.report)];
    return send(news, {alarm, startsAt, endsAt: new Date(news.now.getTime() + lasts * 1000).toISOString()});
  }

  return {
    name: `alertmanager ${address.shown}`,
    async tell(news) {
      const before = outbox().read()?.alert;
      const {kept, ended, standing} = alertPlan(before, news);
      if (before !== undefined && !kept) {
        const posted = await end(news, before, ended);
        if (posted.kind !== 'taken') return {waiting: standing === undefined ? 1 : 2, failure: posted.why};
      }
      return standing === undefined ? ALL_TOLD : toldOf(await keepUp(news, standing, kept ? before : undefined));
    },
  };
}

const toldOf = (posted: Posted): Told => (posted.kind === 'taken' ? ALL_TOLD : {waiting: 1, failure: posted.why});

interface AlertPlan {
  /** Whether the alarm of the alert stands still. */
  readonly kept: boolean;
  /** The first period after it, where it is over by the data. */
  readonly ended?: string;
  /** The alarm to post: none while it is acknowledged or silenced. */
  readonly standing?: DeliveredAlarm;
}

function alertPlan(before: PostedAlert | undefined, {report, isSilenced}: News): AlertPlan {
  const reported = alarmsOf(report);
  const [same] = before === undefined ? [] : sameAlarms([before], reported).keys();
  const isHushed = isSilenced || report.alarm?.acknowledged === true;
  return {
    kept: same !== undefined && same.ended === undefined,
    ended: same?.ended,
    standing: isHushed ? undefined : reported.find(({ended}) => ended === undefined),
  };
}

/** When the change began, as far as it is known; never ahead. */
function startOf({since}: DeliveredAlarm, before: PostedAlert | undefined, now: Date): string {
  const start = periodStart(since.value);
  if (start === undefined) return before?.startsAt ?? now.toISOString();
  return new Date(Math.min(start * 1000, now.getTime())).toISOString();
}

/** An end that lies in the past, by a clock that is a little behind too, and not before the start. */
function endOf({startsAt}: PostedAlert, ended: string | undefined, now: Date): {startsAt: string; endsAt: string} {
  const latest = now.getTime() - CLOCKS_APART;
  const start = ended === undefined ? undefined : periodStart(ended);
  const endsAt = start === undefined ? latest : Math.min(latest, start * 1000);
  return {startsAt: new Date(Math.min(Date.parse(startsAt), endsAt)).toISOString(), endsAt: new Date(endsAt).toISOString()};
}

const CLOCKS_APART = 1000;

const DAY = 86_400;
/** Seconds for which an alert lasts without another call: two days, two weeks, and two months at the most. */
const LASTS: Readonly<Record<PeriodStep, number>> = {day: 2 * DAY, week: 14 * DAY, month: 61 * DAY, year: 61 * DAY, decade: 61 * DAY};

/** By the name of the newest period; a month where it tells nothing: an alert that goes by itself too early says that all is well. */
const newestStep = ({periods}: WatchReport): PeriodStep => periodStepOf(periods.at(-1)?.period ?? '') ?? 'month';

interface SentAlert {
  readonly alarm: DeliveredAlarm;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly isOver?: true;
  readonly isAgain?: boolean;
}

function alertOf({report}: News, {alarm, startsAt, endsAt, isOver, isAgain}: SentAlert) {
  return {
    labels: {alertname: ALERT_NAME, watch: report.watch},
    annotations: {...alertAnnotations(report, alarm, isOver === true), ...(isAgain && {again: 'true'})},
    startsAt,
    endsAt,
  };
}
