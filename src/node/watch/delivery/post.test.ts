import {createServer, type Socket} from 'node:net';
import {afterAll, expect, it, vi} from 'vitest';
import {poster} from './post.ts';
import {Receiver} from './receiver.test-input.ts';

const SECRET = 't0ken';
const post = (url: string, headers: Record<string, string> = {}) => poster()({url, headers, body: {watch: 'news'}});

async function gone(): Promise<Receiver> {
  const receiver = new Receiver();
  await receiver.come();
  await receiver.leave();
  return receiver;
}

it('a host by name that listens at no address of its own has got nothing', async () => {
  const {port} = await gone();
  expect(await post(`http://localhost:${port}/${SECRET}`)).toEqual({kind: 'unreached', why: 'the connection was refused'});
});

it('a name that nobody has is not reached', async () => {
  const posted = await post(`http://${SECRET}.invalid/`);
  expect(posted).toMatchObject({kind: 'unreached', why: expect.stringMatching(/host/)});
});

it('a port of another service is not connected to', async () => {
  expect(await post(`http://127.0.0.1:6000/${SECRET}`)).toMatchObject({kind: 'unreached', why: expect.stringContaining('its port')});
});

it('what speaks no TLS is not reached by it', async () => {
  const receiver = new Receiver();
  await receiver.come();
  expect(await post(`https://${receiver.host}/${SECRET}`)).toMatchObject({kind: 'unreached', why: expect.stringMatching(/TLS is refused/)});
});

it('a request that cannot be made says nothing of it', async () => {
  const {host} = await gone();
  for (const posted of [await post(`http://u:${SECRET}@${host}/`), await post(`http://${host}/`, {'x-token': `${SECRET}\n`})]) {
    expect(posted.kind).not.toBe('taken');
    expect(JSON.stringify(posted)).not.toContain(SECRET);
  }
});

it.each([200, 201, 204, 299])('%i is taken', async (status) => {
  const receiver = new Receiver();
  await receiver.come();
  receiver.behaviour = status;
  expect(await post(`http://${receiver.host}/`)).toEqual({kind: 'taken'});
});

it('the limit is ten seconds, unless another is given', async () => {
  const limits = vi.spyOn(AbortSignal, 'timeout');
  const {host} = await gone();
  await post(`http://${host}/`);
  await poster({limit: 500})({url: `http://${host}/`, headers: {}, body: {}});
  expect(limits.mock.calls).toEqual([[10_000], [500]]);
  limits.mockRestore();
});

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** What listens and speaks no HTTP, or hardly. */
async function speaking(speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    speak(socket);
  });
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as {port: number}).port}`;
}

it.each<[string, (socket: Socket) => void, string]>([
  ['speaks another protocol', (socket) => void socket.end(`SSH-2.0-OpenSSH ${SECRET}\r\n`), 'its answer is not HTTP'],
  ['says nothing and goes', (socket) => void socket.end(), 'the connection was closed before an answer'],
  ['says nothing and stays', () => {}, 'no answer within 0.3 s'],
  [
    'promises an answer alone',
    (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    'the connection was closed before an answer',
  ],
  [
    'drips',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const timer = setInterval(() => socket.write('y'), 50);
      socket.once('close', () => clearInterval(timer));
    },
    'no answer within 0.3 s',
  ],
])('what %s has not taken it', async (_, speak, why) => {
  const host = await speaking(speak);
  const limit = why.startsWith('no answer') ? 300 : 10_000;
  const posted = await poster({limit})({url: `http://${host}/${SECRET}`, headers: {}, body: {}});
  expect(posted).toEqual({kind: 'unsure', why: expect.stringContaining(why)});
  expect(JSON.stringify(posted)).not.toContain(SECRET);
});
