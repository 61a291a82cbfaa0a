/** What a watch delivers, taken by the programs that it is for: Prometheus and its Alertmanager, as Debian has them. */
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {createServer as createSocket} from 'node:net';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type {WatchAlert} from '../src/guard/watch/definition.ts';
import type {WatchReport} from '../src/guard/watch-report.ts';
import {channelsOf, deliver} from '../src/node/watch/delivery/deliver.ts';
import {Receiver} from '../src/node/watch/delivery/receiver.test-input.ts';
import {ALARM, dayOf, OVER, QUIET} from '../src/node/watch/delivery/report.test-input.ts';
import {temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {alertmanagerPath, prometheusPath} from './tools.ts';

const folder = temporaryFolder();
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What is asked for until there is something. */
async function until<T>(ask: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (const end = performance.now() + 90_000; performance.now() < end; await wait(50)) {
    const got = await ask();
    if (got !== undefined) return got;
  }
  throw new Error(`${what}: nothing within 90 s`);
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const {port} = socket.address() as {port: number};
      socket.close(() => resolve(port));
    });
  });

const json = async (url: string): Promise<unknown> => {
  try {
    return await (await fetch(url)).json();
  } catch {
    return undefined;
  }
};

/** A program that listens on a port, once it does. */
async function serving(path: string, {args, ready}: {args: readonly string[]; ready: string}): Promise<void> {
  const child = spawn(path, args, {stdio: ['ignore', 'ignore', 'pipe']});
  started.push(child);
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said += chunk;
  });
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${path} has ended: ${said}`);
    return (await fetch(ready).catch(() => undefined))?.ok || undefined;
  }, path);
}

/** Calls of a watch of days with one alert. */
function watching(name: string, alert: WatchAlert) {
  const directory = join(folder, `${name}.delivery`);
  const definition = {alerts: [alert], period: {field: 'date', by: 'day' as const}};
  const channels = () => channelsOf(definition, {directory, env: {}, resolve: (path) => join(folder, path)});
  return async (report: WatchReport): Promise<void> => {
    const {warnings} = await deliver(report, channels(), {directory, now: new Date()});
    expect(warnings).toEqual([]);
  };
}

const alertmanager = alertmanagerPath();

interface ManagedAlert {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly status: {readonly state: string};
}

interface Notified {
  readonly status: string;
  readonly alerts: readonly {readonly status: string; readonly startsAt: string; readonly labels: Record<string, string>}[];
}

/** An Alertmanager that lets an alert without `endsAt` go after a second, and tells a receiver of all that it has. */
async function managing(name: string) {
  const receiver = new Receiver();
  await receiver.come();
  const port = await freePort();
  const config = join(folder, `${name}.yml`);
  writeFileSync(
    config,
    `global: {resolve_timeout: 1s}
route: {receiver: hook, group_by: [alertname, watch], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers: [{name: hook, webhook_configs: [{url: 'http://${receiver.host}/', send_resolved: true}]}]
`,
  );
  const url = `http://127.0.0.1:${port}`;
  const storage = join(folder, `${name}-storage`);
  mkdirSync(storage);
  const args = [
    `--config.file=${config}`,
    `--storage.path=${storage}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  await serving(alertmanager!, {args, ready: `${url}/-/ready`});
  const told = (): Notified[] => receiver.received.map(({body}) => body as unknown as Notified);
  return {
    url,
    alerts: async () => ((await json(`${url}/api/v2/alerts`)) ?? []) as ManagedAlert[],
    statuses: () => told().map(({status}) => status),
    told,
  };
}

describe('an Alertmanager', needs(alertmanager, 'Alertmanager', 'what it makes of an alarm is not tested'), () => {
  it('takes an alarm, keeps it without another call, and lets it go when it is over', async () => {
    const {url, alerts, statuses, told} = await managing('kept');
    const call = watching('kept', {alertmanager: url, expires: '1h'});
    await call(QUIET);
    expect(await alerts()).toEqual([]);
    await call(ALARM);
    await until(() => statuses()[0], 'a notification');
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      labels: {alertname: 'GenlossWatch', watch: 'harbour "news"'},
      annotations: {kind: 'collapse', since: dayOf(30)},
      startsAt: `${dayOf(30)}T00:00:00.000Z`,
      status: {state: 'active'},
    });
    // an alert without an end of its own would be gone by now
    await wait(3000);
    expect((await alerts()).map(({status}) => status.state)).toEqual(['active']);
    await call(ALARM);
    expect(await alerts()).toHaveLength(1);
    await call(OVER);
    await until(() => statuses()[1], 'a second notification');
    expect(statuses()).toEqual(['firing', 'resolved']);
    expect(told()[1].alerts.map(({status, labels}) => [status, labels.watch])).toEqual([['resolved', 'harbour "news"']]);
    expect(await alerts()).toEqual([]);
    await call(OVER);
    await wait(1500);
    expect(statuses()).toEqual(['firing', 'resolved']);
  });

  it('keeps an alarm as long as calls come, and lets it go some time after the last', async () => {
    const {url, alerts, statuses} = await managing('expiring');
    const call = watching('expiring', {alertmanager: url, expires: '5s'});
    for (let i = 0; i < 7; i++) {
      await call(ALARM);
      await wait(1000);
      expect(await alerts()).toHaveLength(1);
    }
    expect(statuses()).toEqual(['firing']);
    await until(() => statuses()[1], 'a second notification');
    expect(statuses()).toEqual(['firing', 'resolved']);
  });

  it('is told of a second alarm after the first, as one that begins anew', async () => {
    const {url, alerts, statuses} = await managing('second');
    const call = watching('second', {alertmanager: url, expires: '1h'});
    await call(ALARM);
    await until(() => statuses()[0], 'a notification');
    const {alarm, ...rest} = OVER;
    await call({...rest, alarm: {...ALARM.alarm!, raised: dayOf(49), since: {low: dayOf(46), value: dayOf(47), high: dayOf(49)}}});
    expect((await alerts()).map(({startsAt, status}) => [startsAt, status.state])).toEqual([[`${dayOf(47)}T00:00:00.000Z`, 'active']]);
    expect(alarm).toBe(null);
  });
});

const prometheus = prometheusPath();

/** The values of an expression, by the name of the watch and the other labels. */
type Sampled = {readonly metric: Record<string, string>; readonly value: readonly [number, string]};

describe('Prometheus', needs(prometheus, 'Prometheus', 'a scrape of the text file is not tested'), () => {
  it('scrapes the text file: every sample, under the name of the watch', async () => {
    const file = join(folder, 'scraped.prom');
    const call = watching('scraped', {textfile: 'scraped.prom'});
    const server = createServer((_, response) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(readFileSync(file)));
    await call(QUIET);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    const config = join(folder, 'prometheus.yml');
    const target = `127.0.0.1:${(server.address() as {port: number}).port}`;
    writeFileSync(config, `scrape_configs: [{job_name: genloss, scrape_interval: 1s, static_configs: [{targets: ['${target}']}]}]\n`);
    const url = `http://127.0.0.1:${port}`;
    const storage = join(folder, 'prometheus-storage');
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${storage}`, `--web.listen-address=127.0.0.1:${port}`];
    await serving(prometheus!, {args, ready: `${url}/-/ready`});
    const samples = async (expression: string): Promise<readonly Sampled[]> => {
      const got = (await json(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`)) as {data?: {result: Sampled[]}} | undefined;
      return got?.data?.result ?? [];
    };
    const valueNow = async (expression: string): Promise<number | undefined> => {
      const [sample] = await samples(expression);
      return sample && Number(sample.value[1]);
    };
    expect(await until(() => valueNow('genloss_watch_alarm'), 'a scrape')).toBe(0);
    await call(ALARM);
    await until(async () => ((await valueNow('genloss_watch_alarm')) === 1 ? true : undefined), 'an alarm');
    const all = await samples('{__name__=~"genloss_watch_.*"}');
    expect(all.every(({metric}) => metric.watch === 'harbour "news"')).toBe(true);
    const byName = Object.fromEntries(
      all.map(({metric: {__name__: name, measure, kind}, value}) => [measure ?? kind ?? name, Number(value[1])]),
    );
    expect(byName).toEqual({
      genloss_watch_alarm: 1,
      collapse: 1,
      drift: 0,
      genloss_watch_evidence: 32.5,
      'tail.retention': 0.31,
      genloss_watch_last_period_timestamp_seconds: Date.parse(dayOf(32)) / 1000,
      genloss_watch_last_run_timestamp_seconds: expect.any(Number),
    });
    expect(await valueNow('time() - genloss_watch_last_run_timestamp_seconds < 600')).toBeDefined();
    server.close();
    server.closeAllConnections();
  });
});
