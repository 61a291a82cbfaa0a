import {connect} from 'node:net';
import {Hono} from 'hono';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {Listeners} from './events.ts';
import {MOST_BODY} from './gate.ts';
import {type RawRequest, rawRequest, sendBytes} from './raw-request.test-input.ts';
import {type LocalServer, serveLocally} from './server.ts';
import {nameBehind} from './server-name.ts';
import {addressWith, newToken, wantsToken} from './token.ts';

const token = newToken();
const news = new Listeners<{kind: 'news'; number: number; padding?: string}>();
let handled: string[] = [];
let server: LocalServer;
let port: number;

beforeAll(async () => {
  const application = new Hono();
  application.use(async (context, next) => {
    handled.push(`${context.req.method} ${context.req.path}`);
    await next();
  });
  application.get('/', (context) => context.html('<p>page</p>'));
  application.get('/api/runs', (context) => context.json({runs: []}));
  application.get('/api/events', (context) => news.stream(context));
  application.post('/api/write', wantsToken(token), async (context) => context.json({got: (await context.req.text()).length}));
  server = await serveLocally(application, {names: [nameBehind('localhost:8080'), nameBehind('https://proxy.example')]});
  port = server.port;
});
afterAll(() => server.close());

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
const asks = (request: RawRequest) => rawRequest(port, request);

/** The request is refused, and the application never hears of it. */
async function expectRefused(request: RawRequest, status: number): Promise<void> {
  handled = [];
  const answer = await asks(request);
  expect({...request, status: answer?.status}).toEqual({...request, status});
  expect(answer!.head).not.toContain('access-control');
  expect(handled).toEqual([]);
}

describe('the gate', () => {
  it('is entered by the own name, and by those of tunnels and proxies', async () => {
    for (const host of [`127.0.0.1:${port}`, 'localhost:8080', 'proxy.example'])
      expect((await asks({path: '/api/runs', headers: [['Host', host]]}))?.status).toBe(200);
    for (const origin of [`http://127.0.0.1:${port}`, 'http://localhost:8080', 'https://proxy.example'])
      expect((await asks({path: '/api/runs', headers: [['Origin', origin]]}))?.status).toBe(200);
  });

  it('refuses every other Host before the application sees the request, whatever the method', async () => {
    const hosts = [
      ...['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`, `127.0.0.1:${port}.evil.example`],
      ...[`127.0.0.1.evil.example:${port}`, `evil.example@127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `0.0.0.0:${port}`],
      ...[
        `127.1:${port}`,
        `2130706433:${port}`,
        `127.0.0.1:0${port}`,
        'LOCALHOST:8080',
        'localhost:8081',
        'http://proxy.example',
        'proxy.example:443',
      ],
      ...[`127.0.0.1:${port}/`, `127.0.0.1:${port},evil.example`, `127.0.0.1:${port} evil`],
    ];
    for (const host of hosts)
      for (const method of METHODS) await expectRefused({method, path: '/api/runs', headers: [['Host', host]]}, 403);
    await expectRefused({headers: [['Host', '']]}, 403);
  });

  it('wants one Host', async () => {
    const own = `127.0.0.1:${port}`;
    expect((await sendBytes(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))?.status).toBe(400);
    expect((await sendBytes(port, 'GET / HTTP/1.0\r\n\r\n'))?.status).toBe(400);
    for (const [first, second] of [
      [own, 'evil.example'],
      ['evil.example', own],
      [own, own],
    ])
      expect(
        (
          await asks({
            headers: [
              ['Host', first],
              ['Host', second],
            ],
          })
        )?.status,
      ).toBe(400);
  });

  it('refuses every other Origin, byte by byte, whatever the method', async () => {
    const origins = [
      ...['http://evil.example', 'null', '', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`, 'http://127.0.0.1'],
      ...[`http://127.0.0.1:${port}/`, `HTTP://127.0.0.1:${port}`, `http://127.0.0.1:${port}.evil.example`, `http://localhost:${port}`],
      ...['https://proxy.example:443', 'http://proxy.example', `http://127.0.0.1:${port} http://evil.example`],
    ];
    for (const origin of origins)
      for (const method of METHODS) await expectRefused({method, path: '/', headers: [['Origin', origin]]}, 403);
    const own = `http://127.0.0.1:${port}`;
    await expectRefused(
      {
        headers: [
          ['Origin', own],
          ['Origin', 'http://evil.example'],
        ],
      },
      403,
    );
  });

  it('refuses what a browser says comes from elsewhere, but for the opening of the page itself', async () => {
    const from = (site: string, mode: string, dest: string): RawRequest['headers'] => [
      ['Sec-Fetch-Site', site],
      ['Sec-Fetch-Mode', mode],
      ['Sec-Fetch-Dest', dest],
    ];
    for (const site of ['cross-site', 'same-site']) {
      expect((await asks({headers: from(site, 'navigate', 'document')}))?.status).toBe(200);
      await expectRefused({path: '/api/runs', headers: from(site, 'navigate', 'document')}, 403);
      await expectRefused({path: '/?x=1', headers: from(site, 'navigate', 'document')}, 403);
      await expectRefused({headers: from(site, 'navigate', 'iframe')}, 403);
      await expectRefused({headers: from(site, 'no-cors', 'image')}, 403);
      await expectRefused({method: 'POST', headers: from(site, 'navigate', 'document')}, 403);
      await expectRefused({path: '/api/events', headers: from(site, 'cors', 'empty')}, 403);
    }
    for (const site of ['same-origin', 'none'])
      expect((await asks({path: '/api/runs', headers: from(site, 'cors', 'empty')}))?.status).toBe(200);
    await expectRefused(
      {
        path: '/api/runs',
        headers: [
          ['Sec-Fetch-Site', 'same-origin'],
          ['Sec-Fetch-Site', 'cross-site'],
        ],
      },
      403,
    );
  });

  it('bounds bodies, and wants to know their length', async () => {
    const authorization = ['Authorization', `Bearer ${token}`] as const;
    const body = 'x'.repeat(MOST_BODY);
    expect(await asks({method: 'POST', path: '/api/write', headers: [authorization], body})).toMatchObject({
      status: 200,
      body: `{"got":${MOST_BODY}}`,
    });
    await expectRefused({method: 'POST', path: '/api/write', headers: [authorization], body: `${body}x`}, 413);
    await expectRefused({method: 'POST', path: '/api/write', headers: [authorization, ['Transfer-Encoding', 'chunked']]}, 411);
  });

  it('outlives what is no request', async () => {
    const own = `Host: 127.0.0.1:${port}\r\n`;
    const bytes = [
      ...['\r\n\r\n\r\n', 'nonsense\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'GET\r\n\r\n', `GET /\0 HTTP/1.1\r\n${own}\r\n`],
      ...[
        `GET http://evil.example/ HTTP/1.1\r\n${own}\r\n`,
        `GET http://127.0.0.1:${port}/api/runs HTTP/1.1\r\n${own}\r\n`,
        `OPTIONS * HTTP/1.1\r\n${own}\r\n`,
      ],
      ...[`GET \\api\\runs HTTP/1.1\r\n${own}\r\n`, `GET /api/runs/%c0%ae%ff HTTP/1.1\r\n${own}Connection: close\r\n\r\n`],
      ...[`CONNECT 127.0.0.1:${port} HTTP/1.1\r\n${own}\r\n`, `GET / HTTP/1.1\r\n${own}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`],
      ...[
        `GET / HTTP/1.1\r\n${own}X: ${'y'.repeat(100_000)}\r\n\r\n`,
        `POST / HTTP/1.1\r\n${own}Content-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxxx`,
      ],
      ...[
        `POST / HTTP/1.1\r\n${own}Content-Length: -1\r\n\r\n`,
        `POST / HTTP/1.1\r\n${own}Content-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ],
    ];
    for (const one of bytes) {
      const answer = await sendBytes(port, one, 500);
      expect([undefined, 400, 403, 404, 411, 413, 431]).toContain(answer?.status);
      expect(answer?.body ?? '').not.toContain('runs');
    }
    await Promise.all(
      Array.from({length: 40}, async () => {
        const socket = connect({port, host: '127.0.0.1'});
        socket.on('error', () => {});
        socket.write(`POST /api/write HTTP/1.1\r\n${own}Content-Length: 900\r\n\r\nhalf`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        socket.resetAndDestroy();
      }),
    );
    expect((await asks({path: '/api/runs'}))?.status).toBe(200);
  });

  it('is on the loopback interface alone', async () => {
    for (const host of ['127.0.0.2', '::1']) {
      const reached = await new Promise((resolve) => {
        const socket = connect({port, host}, () => resolve(true));
        socket.on('error', () => resolve(false));
      });
      expect(reached).toBe(false);
    }
  });
});

describe('answers', () => {
  it('all say what a browser must not do with them', async () => {
    for (const path of ['/', '/api/runs', '/none']) {
      const {head} = (await asks({path}))!;
      const [, policy] = /content-security-policy: (.*)/.exec(head)!;
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/script-src|unsafe-eval/);
      expect(head).toContain('x-content-type-options: nosniff');
      expect(head).toContain('cross-origin-resource-policy: same-origin');
      expect(head).not.toContain('access-control');
    }
  });

  it('to writes want the token, which stands in the fragment alone', async () => {
    const write = (given?: string) =>
      asks({method: 'POST', path: '/api/write', headers: given === undefined ? [] : [['Authorization', given]], body: 'x'});
    expect((await write())?.status).toBe(401);
    for (const given of ['', 'Bearer', `Bearer ${token.slice(1)}`, `Bearer ${token}x`, token, `Basic ${token}`])
      expect((await write(given))?.status).toBe(401);
    expect((await write(`Bearer ${token}`))?.status).toBe(200);
    expect(new URL(addressWith(server.url, token))).toMatchObject({hash: `#token=${token}`, search: '', pathname: '/'});
    expect(newToken()).not.toBe(token);
  });
});

describe('events', () => {
  it('come to all who listen; one that reads nothing is told later that it missed some, and holds nobody back', async () => {
    const heard = async (signal: AbortSignal, count: number): Promise<string> => {
      const answer = await fetch(`${server.url}api/events`, {signal});
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
      let text = '';
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (text.split('data:').length > count) break;
      }
      return text;
    };
    const stop = new AbortController();
    const slow = connect({port, host: '127.0.0.1'});
    slow.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    slow.pause();
    const quick = heard(stop.signal, 3);
    await expect.poll(() => news.count).toBe(2);
    for (let number = 0; number < 3; number++) news.tell({kind: 'news', number});
    expect((await quick).match(/data: .*/g)).toEqual([0, 1, 2].map((number) => `data: {"kind":"news","number":${number}}`));
    const padding = 'x'.repeat(4000);
    for (let number = 0; number < 10_000; number++) {
      news.tell({kind: 'news', number, padding});
      if (number % 20 === 0) await new Promise(setImmediate);
    }
    let text = '';
    slow.setEncoding('utf8');
    slow.on('data', (chunk) => {
      text += chunk;
    });
    slow.resume();
    await expect.poll(() => text.includes('"number":9999'), {timeout: 20_000}).toBe(true);
    slow.destroy();
    await expect.poll(() => news.count).toBe(0);
    expect(text).toContain('{"kind":"missed"}');
    expect(text.length).toBeLessThan(9000 * 4000);
  });
});

describe('a name', () => {
  it.each([
    'localhost',
    'localhost:',
    ':80',
    'host:port',
    'host:80/path',
    'host:80?x',
    'user@host:80',
    '*:80',
    'ftp://host:80',
    'a b:80',
    'host:99999',
  ])('%s is none', (address) => expect(() => nameBehind(address)).toThrow(ConfigError));
  it('leaves out the port that the scheme has', () => {
    expect(nameBehind('host.example:80')).toEqual({host: 'host.example', origin: 'http://host.example'});
    expect(nameBehind('https://host.example:8443')).toEqual({host: 'host.example:8443', origin: 'https://host.example:8443'});
    expect(nameBehind('[::1]:9000')).toEqual({host: '[::1]:9000', origin: 'http://[::1]:9000'});
  });
});

describe('a port', () => {
  it('that is taken is said', async () => {
    await expect(serveLocally(new Hono(), {port})).rejects.toThrow(/port \d+ of this machine cannot be had: another program has it/);
  });
});
