import {describe, expect, it} from 'vitest';
import {contractChannel} from '../../../../test/contract-channel.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {testFolder} from '../../folder.test-input.ts';
import {addressOf} from './address.ts';
import {type AlertmanagerOptions, alertmanagerChannel} from './alertmanager.ts';
import type {News} from './channel.ts';
import {poster} from './post.ts';
import {Receiver} from './receiver.test-input.ts';
import {ALARM, dayOf, OVER, QUIET, watchReport} from './report.test-input.ts';

const folder = testFolder();
let opened = 0;

interface PostedAlert {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly startsAt: string;
  readonly endsAt: string;
}

async function open() {
  const receiver = new Receiver();
  await receiver.come();
  const directory = folder.at(`alertmanager-${opened++}`);
  const url = `http://ann:pass-word@${receiver.host}/path-token/?key=query-value`;
  const channel = (options: Partial<AlertmanagerOptions> = {}) =>
    alertmanagerChannel({
      address: addressOf(url, {kind: 'alertmanager', where: 'alerts.0.alertmanager'}),
      directory,
      post: poster(),
      ...options,
    });
  const alerts = (): PostedAlert[] => receiver.received.flatMap(({body}) => body as unknown as PostedAlert[]);
  return {receiver, directory, channel, alerts};
}

const DAY = 86_400_000;
const NOW = new Date(Date.UTC(2026, 2, 1, 12));
const news = (report: WatchReport, {isSilenced = false, now = NOW} = {}): News => ({report, now, isSilenced});

contractChannel({
  name: 'alertmanager',
  open: async () => {
    const {receiver, directory, channel, alerts} = await open();
    return {
      channel,
      directory,
      believes: () => (Date.parse(alerts().at(-1)?.endsAt ?? '1970-01-01') > Date.UTC(2026, 2, 2) ? 'alarm' : 'quiet'),
      got: () => alerts().map((alert) => JSON.stringify(alert)),
      fail: () => receiver.leave(),
      mend: () => receiver.come(),
      secrets: ['ann', 'pass-word', 'path-token', 'query-value'],
    };
  },
});

describe('an Alertmanager', () => {
  it('gets an alert by every call while an alarm stands, and its end once', async () => {
    const {channel, receiver, alerts} = await open();
    for (const report of [QUIET, ALARM, ALARM, OVER, OVER]) await channel().tell(news(report));
    expect(receiver.received.map(({method, path}) => `${method} ${path}`)).toEqual(
      Array(3).fill('POST /path-token/api/v2/alerts?key=query-value'),
    );
    expect(receiver.received[0].headers.authorization).toBe(`Basic ${Buffer.from('ann:pass-word').toString('base64')}`);
    const since = `${dayOf(30)}T00:00:00.000Z`;
    expect(alerts().map(({startsAt, endsAt}) => [startsAt, endsAt])).toEqual([
      [since, new Date(NOW.getTime() + 2 * DAY).toISOString()],
      [since, new Date(NOW.getTime() + 2 * DAY).toISOString()],
      [since, `${dayOf(45)}T00:00:00.000Z`],
    ]);
    for (const {labels} of alerts()) expect(labels).toEqual({alertname: 'GenlossWatch', watch: 'harbour "news"'});
    expect(alerts()[0].annotations).toEqual({
      summary: `harbour "news": the text has lost what it had, since ${dayOf(30)} (${dayOf(29)} to ${dayOf(32)})`,
      kind: 'collapse',
      raised: dayOf(32),
      since: dayOf(30),
      measures: 'tail.retention 0.31 (0.29 to 0.33); unseen (too little text)',
      slices: 'source meadow',
      period: dayOf(32),
      evidence: '32.5',
      level: '1000',
    });
    expect(alerts()[2].annotations.summary).toContain(' (over), since ');
  });

  it.each([
    ['day', 2],
    ['week', 14],
    ['month', 61],
    ['year', 61],
    ['decade', 61],
  ] as const)('keeps an alert of a watch by %s for %i days without a call', async (step, days) => {
    const {channel, alerts} = await open();
    await channel({step}).tell(news(ALARM));
    expect(Date.parse(alerts()[0].endsAt) - NOW.getTime()).toBe(days * DAY);
  });

  it('keeps it for as long as it is told to', async () => {
    const {channel, alerts} = await open();
    await channel({expires: 30, step: 'month'}).tell(news(ALARM));
    expect(Date.parse(alerts()[0].endsAt) - NOW.getTime()).toBe(30_000);
  });

  it('has an alert since the first call that told it, where names of periods hold no date', async () => {
    const {channel, alerts} = await open();
    const named = JSON.parse(JSON.stringify(ALARM).replace(/\d{4}-\d\d-(\d\d)/g, 'crawl-$1')) as WatchReport;
    await channel().tell(news(named));
    await channel().tell(news(named, {now: new Date(NOW.getTime() + DAY)}));
    expect(alerts().map(({startsAt}) => startsAt)).toEqual([NOW.toISOString(), NOW.toISOString()]);
    expect(Date.parse(alerts()[1].endsAt) - NOW.getTime()).toBe(62 * DAY);
  });

  it('is never told of a beginning or an end that lie ahead, or of an end before the beginning', async () => {
    const {channel, alerts} = await open();
    const early = new Date(Date.UTC(2026, 0, 1));
    await channel().tell(news(ALARM, {now: early}));
    await channel().tell(news(OVER, {now: early}));
    expect(alerts().map(({startsAt}) => startsAt)).toEqual([early.toISOString(), '2025-12-31T23:59:59.000Z']);
    expect(alerts()[1].endsAt).toBe('2025-12-31T23:59:59.000Z');
  });

  it('is told the end of one alarm before another one, and of the other only after it', async () => {
    const {channel, alerts, receiver} = await open();
    const two = watchReport({alarms: [{raised: 32, ended: 45}, {raised: 50}]});
    await channel().tell(news(ALARM));
    receiver.behaviour = 503;
    expect(await channel().tell(news(two))).toEqual({waiting: 2, failure: 'answered 503 (Service Unavailable)'});
    receiver.behaviour = 'takes';
    expect(await channel().tell(news(two))).toEqual({waiting: 0});
    expect(alerts().map(({annotations: {raised, again}, endsAt}) => [raised, Date.parse(endsAt) > NOW.getTime(), again])).toEqual([
      [dayOf(32), true, undefined],
      [dayOf(32), false, undefined],
      [dayOf(32), false, 'true'],
      [dayOf(50), true, undefined],
    ]);
  });

  it('gets nothing while an alarm is acknowledged or silenced, but its end', async () => {
    const {channel, alerts} = await open();
    await channel().tell(news(ALARM));
    await channel().tell(news(ALARM, {isSilenced: true}));
    await channel().tell(news({...ALARM, alarm: {...ALARM.alarm!, acknowledged: true}}));
    expect(alerts()).toHaveLength(1);
    await channel().tell(news(OVER, {isSilenced: true}));
    expect(alerts().map(({endsAt}) => Date.parse(endsAt) > NOW.getTime())).toEqual([true, false]);
  });

  it('gets no end of what it was never told of', async () => {
    const {channel, alerts} = await open();
    await channel().tell(news(ALARM, {isSilenced: true}));
    await channel().tell(news(OVER));
    expect(alerts()).toEqual([]);
  });
});
