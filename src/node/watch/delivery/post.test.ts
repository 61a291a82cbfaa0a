import {expect, it} from 'vitest';
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
