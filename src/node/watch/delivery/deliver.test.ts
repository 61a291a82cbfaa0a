import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {WatchAlert} from '../../../guard/watch/definition.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {failureOf, testFolder} from '../../folder.test-input.ts';
import {type ChannelsOptions, channelsOf, type Delivering, deliver, withoutDelivery} from './deliver.ts';
import {Receiver} from './receiver.test-input.ts';
import {ALARM, dayOf, OVER, QUIET, watchReport} from './report.test-input.ts';

const folder = testFolder();
let opened = 0;
const NOW = new Date(Date.UTC(2026, 2, 1, 12));
const later = (days: number): Date => new Date(NOW.getTime() + 86_400_000 * days);

/** Calls of a watch with these alerts. */
function watched(alerts: readonly WatchAlert[], options: Partial<ChannelsOptions> = {}) {
  const directory = folder.at(`delivery-${opened++}`);
  const channels = () => {
    const definition = {alerts: [...alerts], period: {field: 'date', by: 'day' as const}};
    return channelsOf(definition, {directory, env: {}, resolve: (path) => folder.at(path), ...options});
  };
  const call = (report: WatchReport, delivering: Partial<Delivering> = {}) =>
    deliver(report, channels(), {directory, now: NOW, ...delivering});
  return {directory, channels, call};
}

async function receiving(count = 1): Promise<Receiver[]> {
  const receivers = Array.from({length: count}, () => new Receiver());
  for (const one of receivers) await one.come();
  return receivers;
}

const statuses = ({received}: Receiver) => received.map(({body}) => body.status);

describe('a delivery', () => {
  it('changes nothing of the report where all was told', async () => {
    const [receiver] = await receiving();
    const {call} = watched([{webhook: `http://${receiver.host}/`}, {textfile: 'told.prom'}]);
    for (const report of [QUIET, ALARM, OVER]) expect(await call(report)).toEqual(report);
    expect(statuses(receiver)).toEqual(['alarm', 'resolved']);
    expect(readFileSync(folder.at('told.prom'), 'utf8')).toContain('genloss_watch_alarm');
  });

  it('warns of each that was not told, counts what waits, and tells the others', async () => {
    const [one, other, third] = await receiving(3);
    one.behaviour = 500;
    other.behaviour = 'redirects';
    mkdirSync(folder.at('in-the-way.prom'));
    const secret = '?key=secret';
    const {call, directory} = watched([
      {webhook: `http://${one.host}/${secret}`},
      {alertmanager: `http://ann:secret@${other.host}`},
      {webhook: `http://${third.host}/`},
      {textfile: 'in-the-way.prom'},
    ]);
    const report = await call({...ALARM, warnings: ['as before']});
    expect(report.warnings).toEqual([
      'as before',
      `not delivered to webhook http://${one.host}: answered 500 (Internal Server Error); 1 message waits and comes with the next call`,
      `not delivered to alertmanager http://${other.host}: answered 307 (Temporary Redirect), and no redirect is followed; 1 message waits and comes with the next call`,
      `not delivered to textfile ${folder.at('in-the-way.prom')}: cannot write: a folder of that name is in the way; 1 message waits and comes with the next call`,
    ]);
    expect(statuses(third)).toEqual(['alarm']);
    const ended = await call(OVER);
    expect(ended.warnings[0]).toContain('2 messages wait and come with the next call');
    for (const file of readdirSync(directory)) expect(file + readFileSync(join(directory, file), 'utf8')).not.toContain('secret');
  });

  it('gives up what hangs, after its limit', async () => {
    const [one, other] = await receiving(2);
    one.behaviour = 'hangs';
    other.behaviour = 'hangs';
    const alerts = [{webhook: `http://${one.host}/`}, {alertmanager: `http://${other.host}/`}];
    const {warnings} = await watched(alerts, {limit: 300}).call(ALARM);
    expect(warnings).toHaveLength(2);
    for (const warning of warnings) expect(warning).toContain('no answer within 0.3 s');
  });

  it('is not held up by what hangs: the others are told at once', async () => {
    const [hanging, other, third] = await receiving(3);
    hanging.behaviour = 'hangs';
    const alerts = [{webhook: `http://${hanging.host}/`}, {webhook: `http://${other.host}/`}, {alertmanager: `http://${third.host}/`}];
    const {call, directory} = watched(alerts, {limit: 2000});
    const told = Promise.all([other.next(), third.next()]);
    const start = performance.now();
    const called = call(ALARM);
    await told;
    expect(performance.now() - start).toBeLessThan(1900);
    const {warnings} = await called;
    expect(warnings).toEqual([
      `not delivered to webhook http://${hanging.host}: no answer within 2 s; 1 message waits and comes with the next call`,
    ]);
    hanging.behaviour = 'takes';
    expect((await call(ALARM)).warnings).toEqual([]);
    expect([hanging.received.map(({body}) => body.again), statuses(other)]).toEqual([[undefined, true], ['alarm']]);
    expect(readdirSync(directory)).toHaveLength(4);
  });

  it('of a watch without alerts leaves no trace', async () => {
    const {call, directory} = watched([]);
    expect(await call(ALARM)).toEqual(ALARM);
    expect(existsSync(directory)).toBe(false);
  });

  it('ends with an error where its own notes cannot be written, and sends nothing that it could not note', async () => {
    const [receiver] = await receiving();
    const {call, directory} = watched([{webhook: `http://${receiver.host}/`}, {textfile: 'noted.prom'}]);
    writeFileSync(directory, 'a file in the way');
    expect(await failureOf(() => call(ALARM))).toMatchObject({code: 'output'});
    expect(receiver.received).toEqual([]);
    expect(existsSync(folder.at('noted.prom'))).toBe(true);
  });

  it('keeps the verdict where its own notes are damaged: says so, tells the others, and leaves the notes', async () => {
    const [receiver] = await receiving();
    const {call, directory} = watched([{webhook: `http://${receiver.host}/`}, {textfile: 'damaged.prom'}]);
    await call(ALARM, {acknowledge: true});
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    expect(names.length).toBe(2);
    for (const name of names) writeFileSync(join(directory, name), '{');
    writeFileSync(folder.at('damaged.prom'), '');
    const report = await call(OVER);
    expect([report.status, report.warnings.length]).toEqual([OVER.status, 2]);
    expect(report.warnings[0]).toContain('what is acknowledged and silenced cannot be read, and nothing is');
    expect(report.warnings[1]).toContain(`nothing is delivered to webhook http://${receiver.host}`);
    expect(readFileSync(folder.at('damaged.prom'), 'utf8')).toContain('genloss_watch_alarm');
    for (const name of names) expect(readFileSync(join(directory, name), 'utf8')).toBe('{');
    expect(withoutDelivery(ALARM, {directory, now: NOW}).warnings).toHaveLength(1);
  });

  it('sends values of headers from the environment', async () => {
    const [receiver] = await receiving();
    const alert = {webhook: `http://${receiver.host}/`, headers: {Authorization: {env: 'TOKEN'}}};
    await watched([alert], {env: {TOKEN: 'Bearer abc'}}).call(ALARM);
    expect(receiver.received[0].headers.authorization).toBe('Bearer abc');
  });
});

describe('channels', () => {
  it.each<[string, WatchAlert[], string]>([
    ['a variable that is not set', [{webhook: 'http://a/', headers: {'X-Token': {env: 'TOKEN'}}}], 'TOKEN is not set'],
    ['one address twice', [{webhook: 'http://a/b'}, {webhook: 'http://a/b'}], 'names the same webhook at http://a as alerts.0'],
    ['an address that is none', [{alertmanager: 'http://[t0ken'}], 'not an address of the web'],
    [
      'a user in the address beside Authorization',
      [{webhook: 'http://u:p@a/', headers: {Authorization: {env: 'HOME'}}}],
      'the address has a user, and the headers have Authorization',
    ],
  ])('are refused before anything is done: %s', async (_, alerts, message) => {
    const error = await failureOf(() => watched(alerts, {env: {HOME: '/home/ann'}}).channels());
    expect(error).toMatchObject({code: 'config', message: expect.stringContaining(message)});
    expect(error.message).not.toContain('t0ken');
  });

  it('may be a webhook and an Alertmanager at one address', () => {
    expect(
      watched([{webhook: 'http://a/'}, {alertmanager: 'http://a/'}])
        .channels()
        .map(({name}) => name),
    ).toEqual(['webhook http://a', 'alertmanager http://a']);
  });
});

describe('an alarm', () => {
  it('is acknowledged for as long as it stands, however late periods move it', async () => {
    const {call} = watched([]);
    expect((await call(ALARM, {acknowledge: true})).alarm?.acknowledged).toBe(true);
    const moved = watchReport({days: 34, alarms: [{raised: 31}]});
    expect((await call(moved)).alarm?.acknowledged).toBe(true);
    expect((await call(OVER)).alarm).toBe(null);
    const again = watchReport({alarms: [{raised: 32, ended: 45}, {raised: 50}]});
    expect((await call(again)).alarm).toMatchObject({raised: dayOf(50)});
    expect((await call(again)).alarm?.acknowledged).toBeUndefined();
  });

  it('is not acknowledged by what was said of one before it', async () => {
    const {call} = watched([]);
    await call(ALARM, {acknowledge: true});
    expect((await call(watchReport({alarms: [{raised: 32, ended: 45}, {raised: 50}]}))).alarm?.acknowledged).toBeUndefined();
  });

  it('is silenced until a time, and then delivered if it stands and was not', async () => {
    const [receiver] = await receiving();
    const {call} = watched([{webhook: `http://${receiver.host}/`}]);
    const until = later(7).toISOString();
    expect((await call(ALARM, {silence: 7 * 86_400})).alarm?.silencedUntil).toBe(until);
    expect((await call(ALARM, {now: later(6.9)})).alarm?.silencedUntil).toBe(until);
    expect(statuses(receiver)).toEqual([]);
    expect((await call(ALARM, {now: later(7)})).alarm?.silencedUntil).toBeUndefined();
    expect(statuses(receiver)).toEqual(['alarm']);
  });

  it('that was delivered is delivered no more once it is acknowledged, but its end', async () => {
    const [hook, manager] = await receiving(2);
    const {call} = watched([{webhook: `http://${hook.host}/`}, {alertmanager: `http://${manager.host}/`}]);
    await call(ALARM);
    await call(ALARM, {acknowledge: true});
    await call(ALARM);
    expect([hook.received.length, manager.received.length]).toEqual([1, 1]);
    await call(OVER);
    expect([hook.received.length, manager.received.length]).toEqual([2, 2]);
  });

  it('shows its marks without a delivery, which writes nothing', async () => {
    const {call, directory} = watched([]);
    await call(ALARM, {acknowledge: true, silence: 60});
    const before = readFileSync(join(directory, 'marks.json'), 'utf8');
    expect(withoutDelivery(ALARM, {directory, now: NOW}).alarm).toMatchObject({acknowledged: true, silencedUntil: expect.any(String)});
    expect(withoutDelivery(OVER, {directory, now: later(1)})).toEqual(OVER);
    expect(readFileSync(join(directory, 'marks.json'), 'utf8')).toBe(before);
    expect(readdirSync(directory)).toEqual(['marks.json']);
  });

  it('that does not stand cannot be acknowledged: a warning says so, and what a silence is of', async () => {
    const {warnings} = await watched([]).call(QUIET, {acknowledge: true, silence: 86_400});
    expect(warnings).toEqual([
      'nothing is acknowledged: no alarm stands',
      `no alarm stands; one that is raised until ${later(1).toISOString()} is not delivered before`,
    ]);
  });
});
