import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {contractChannel} from '../../../../test/contract-channel.ts';
import {testFolder} from '../../folder.test-input.ts';
import {addressOf} from './address.ts';
import type {News} from './channel.ts';
import {poster} from './post.ts';
import {type Behaviour, Receiver} from './receiver.test-input.ts';
import {ALARM, dayOf, OVER, QUIET, watchReport} from './report.test-input.ts';
import {webhookChannel} from './webhook.ts';

const folder = testFolder();
let opened = 0;

async function open() {
  const receiver = new Receiver();
  await receiver.come();
  const directory = folder.at(`webhook-${opened++}`);
  const url = `http://ann:pass-word@${receiver.host}/path-token?key=query-value`;
  const channel = ({limit = 10_000}: {limit?: number} = {}) =>
    webhookChannel({
      address: addressOf(url, {kind: 'webhook', where: 'alerts.0.webhook'}),
      headers: {'x-token': 'header-value'},
      directory,
      post: poster({limit}),
    });
  const bodies = () => receiver.received.map(({body}) => body);
  return {receiver, directory, channel, bodies};
}

const news = (report: News['report'], isSilenced = false): News => ({report, now: new Date(), isSilenced});

contractChannel({
  name: 'webhook',
  open: async () => {
    const {receiver, directory, channel, bodies} = await open();
    return {
      channel,
      directory,
      believes: () => (bodies().at(-1)?.status === 'alarm' ? 'alarm' : 'quiet'),
      got: () => bodies().map((body) => JSON.stringify(body)),
      fail: () => receiver.leave(),
      mend: () => receiver.come(),
      secrets: ['ann', 'pass-word', 'path-token', 'query-value', 'header-value'],
    };
  },
});

describe('a webhook', () => {
  it('gets one POST when an alarm is raised, and one when it ends', async () => {
    const {channel, receiver} = await open();
    for (const report of [QUIET, ALARM, ALARM, OVER, OVER]) await channel().tell(news(report));
    const common = {
      watch: 'harbour "news"',
      kind: 'collapse',
      since: {low: dayOf(29), value: dayOf(30), high: dayOf(32)},
      measures: ['tail.retention', 'unseen'],
      slices: [{field: 'source', value: 'meadow'}],
    };
    expect(receiver.received.map(({body}) => body)).toEqual([
      {...common, status: 'alarm', period: dayOf(32)},
      {...common, status: 'resolved', period: dayOf(45)},
    ]);
    const [{method, path, headers}] = receiver.received;
    expect([method, path]).toEqual(['POST', '/path-token?key=query-value']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-token': 'header-value',
      authorization: `Basic ${Buffer.from('ann:pass-word').toString('base64')}`,
    });
  });

  it.each<[Behaviour, string]>([
    [500, 'answered 500 (Internal Server Error)'],
    [404, 'answered 404 (Not Found)'],
    ['redirects', 'answered 307 (Temporary Redirect), and no redirect is followed'],
    ['closes', 'the connection was closed before an answer'],
    ['hangs', 'no answer within 0.2 s'],
  ])('that %s has not taken it: it is sent once more, and says so', async (behaviour, failure) => {
    const {channel, receiver, bodies} = await open();
    receiver.behaviour = behaviour;
    const limit = behaviour === 'hangs' ? 200 : 10_000;
    expect(await channel({limit}).tell(news(OVER))).toEqual({waiting: 2, failure});
    expect(await channel({limit}).tell(news(OVER))).toEqual({waiting: 2, failure});
    receiver.behaviour = 'takes';
    expect(await channel().tell(news(OVER))).toEqual({waiting: 0});
    expect(await channel().tell(news(OVER))).toEqual({waiting: 0});
    expect(bodies().map(({status, again}) => [status, again])).toEqual([
      ['alarm', undefined],
      ['alarm', true],
      ['alarm', true],
      ['resolved', undefined],
    ]);
    expect(receiver.received.map(({path}) => path)).not.toContain('/elsewhere');
  });

  it('that is away got nothing, and is not told that it comes again', async () => {
    const {channel, receiver, bodies} = await open();
    await receiver.leave();
    expect(await channel().tell(news(ALARM))).toEqual({waiting: 1, failure: 'the connection was refused'});
    await receiver.come();
    await channel().tell(news(ALARM));
    expect(bodies().map(({status, again}) => [status, again])).toEqual([['alarm', undefined]]);
  });

  it('is told that it comes again after a while away in between, too', async () => {
    const {channel, receiver, bodies} = await open();
    receiver.behaviour = 500;
    await channel().tell(news(ALARM));
    receiver.behaviour = 'takes';
    await receiver.leave();
    await channel().tell(news(ALARM));
    await receiver.come();
    await channel().tell(news(ALARM));
    expect(bodies().map(({again}) => again)).toEqual([undefined, true]);
  });

  it('of a call that was killed between sending and the receipt gets it once more, and is told so', async () => {
    const {channel, receiver, bodies, directory} = await open();
    receiver.behaviour = 'hangs';
    const arrived = receiver.next();
    const child = spawn(process.execPath, ['--input-type=module', '-e', killedCall(receiver, directory)], {stdio: 'inherit'});
    const exit = once(child, 'exit');
    await Promise.race([arrived, exit]);
    child.kill('SIGKILL');
    await exit;
    receiver.behaviour = 'takes';
    await channel().tell(news(ALARM));
    await channel().tell(news(ALARM));
    expect(bodies().map(({status, again}) => [status, again])).toEqual([
      ['alarm', undefined],
      ['alarm', true],
    ]);
  });

  it('whose receipt could not be written gets it once more, and is told so', async () => {
    const {channel, receiver, bodies, directory} = await open();
    const told = channel().tell(news(ALARM));
    await receiver.next();
    renameSync(directory, `${directory}-aside`);
    writeFileSync(directory, 'a file in the way');
    await expect(told).rejects.toMatchObject({code: 'output'});
    rmSync(directory);
    renameSync(`${directory}-aside`, directory);
    expect(await channel().tell(news(ALARM))).toEqual({waiting: 0});
    expect(bodies().map(({again}) => again)).toEqual([undefined, true]);
  });

  it('that another address names has notes of its own, in a folder that is made when there are any', async () => {
    const {channel, directory} = await open();
    expect(existsSync(directory)).toBe(false);
    await channel().tell(news(QUIET));
    expect(readdirSync(directory)).toEqual(['key', expect.stringMatching(/^webhook-[0-9a-f]{24}\.json$/)]);
  });

  it('refuses notes that are damaged, and says what follows where they are removed', async () => {
    const {channel, directory} = await open();
    await channel().tell(news(QUIET));
    const name = readdirSync(directory).find((one) => one.startsWith('webhook-'))!;
    folder.put(join(directory.slice(folder.path.length), name), '{"format": 1, "alarms": "none"}');
    await expect(channel().tell(news(QUIET))).rejects.toMatchObject({code: 'data', next: expect.stringContaining('posted once more')});
  });

  it('is not told of an alarm that is silenced, but of its end', async () => {
    const {channel, bodies} = await open();
    await channel().tell(news(QUIET));
    await channel().tell(news(ALARM, true));
    expect(bodies()).toEqual([]);
    await channel().tell(news(OVER));
    expect(bodies().map(({status}) => status)).toEqual(['resolved']);
  });

  it('is told of it where the silence is over first', async () => {
    const {channel, bodies} = await open();
    await channel().tell(news(ALARM, true));
    await channel().tell(news(watchReport({days: 40, alarms: [{raised: 32}]})));
    expect(bodies().map(({status, period}) => [status, period])).toEqual([['alarm', dayOf(32)]]);
  });
});

/** A call in a process of its own, as a program. */
const killedCall = ({host}: Receiver, directory: string): string => {
  const of = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const url = `http://ann:pass-word@${host}/path-token?key=query-value`;
  return `
    const {addressOf} = await import(${of('address.ts')});
    const {poster} = await import(${of('post.ts')});
    const {webhookChannel} = await import(${of('webhook.ts')});
    const address = addressOf(${JSON.stringify(url)}, {kind: 'webhook', where: ''});
    const channel = webhookChannel({address, headers: {}, directory: ${JSON.stringify(directory)}, post: poster()});
    await channel.tell({report: ${JSON.stringify(ALARM)}, now: new Date(), isSilenced: false});`;
};
