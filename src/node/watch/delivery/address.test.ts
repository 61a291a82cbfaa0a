import {describe, expect, it} from 'vitest';
import {failureOf} from '../../folder.test-input.ts';
import {addressOf, below, headersFrom} from './address.ts';

const of = (text: string, kind = 'webhook') => addressOf(text, {kind, where: 'alerts.0'});

describe('an address', () => {
  it('shows its scheme and host alone', () => {
    const {shown, url, headers, digest} = of('https://ann:p%40ss@hooks.example.org:8443/services/T0/secret?key=1#part');
    expect(shown).toBe('https://hooks.example.org:8443');
    expect(url).toBe('https://hooks.example.org:8443/services/T0/secret?key=1');
    expect(headers).toEqual({authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}`});
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is another one by any part of it, and for another kind of receiver', () => {
    const all = [of('http://a/b'), of('http://a/c'), of('http://u@a/b'), of('http://a/b?c'), of('http://a/b', 'alertmanager')];
    expect(new Set(all.map(({digest}) => digest)).size).toBe(all.length);
    expect(of('http://a/b').digest).toBe(all[0].digest);
  });

  it('takes a user as it stands where it is not percent-encoded', () => {
    expect(of('http://50%:x@a/').headers).toEqual({authorization: `Basic ${Buffer.from('50%:x').toString('base64')}`});
  });

  it.each(['htps://ann:secret@a', 'http://', 'http://[secret', 'ftp://secret', 'secret', 'http://a:99999/secret'])(
    'is none: %s',
    async (text) => {
      const error = await failureOf(() => of(text));
      expect(error).toMatchObject({code: 'config', where: 'alerts.0'});
      expect(`${error.message} ${error.next} ${String(error.cause)}`).not.toMatch(/secret@|\[secret|\/secret/);
    },
  );

  it.each([
    ['http://a:9093', 'http://a:9093/api/v2/alerts'],
    ['http://a/', 'http://a/api/v2/alerts'],
    ['http://a/alerting//?x=1', 'http://a/alerting/api/v2/alerts?x=1'],
  ])('%s has %s below it', (text, whole) => expect(below(of(text), '/api/v2/alerts')).toBe(whole));
});

describe('headers', () => {
  it('show nothing of a name that may be the value itself', async () => {
    const error = await failureOf(() => headersFrom({'X-Token': {env: 'Bearer s3cr3t'}}, {}, 'alerts.0'));
    expect(error.message).toContain('is not set');
    expect(error.message).not.toContain('s3cr3t');
  });

  it('have their values from the environment, without space around them', () => {
    expect(headersFrom({'X-Token': {env: 'TOKEN'}}, {TOKEN: ' abc\n'}, 'alerts.0')).toEqual({'x-token': 'abc'});
  });

  it.each([
    [{}, 'the environment variable TOKEN is not set'],
    [{TOKEN: ' \n'}, 'the environment variable TOKEN is empty'],
    [{TOKEN: 'secret\nX: y'}, 'the environment variable TOKEN holds a character that no header may hold, such as the end of a line'],
    [{TOKEN: 'sec\u2028ret'}, 'the environment variable TOKEN holds a character that no header may hold, such as the end of a line'],
  ])('are refused where there is none to send: %j', async (env, message) => {
    const error = await failureOf(() => headersFrom({'X-Token': {env: 'TOKEN'}}, env, 'alerts.0'));
    expect(error).toMatchObject({code: 'config', message, where: 'alerts.0.headers.X-Token'});
  });
});
