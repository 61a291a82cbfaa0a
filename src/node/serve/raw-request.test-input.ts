/** Requests byte by byte, as no client of good manners would send them. */
import {connect} from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** In lower case. */
  readonly head: string;
  readonly body: string;
}

/** What comes back until the other side closes, or `ms` have passed; undefined where nothing does. */
export function sendBytes(port: number, bytes: string, ms = 3000): Promise<RawAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({port, host: '127.0.0.1'});
    const chunks: Buffer[] = [];
    const done = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      const at = text.indexOf('\r\n\r\n');
      resolve(
        text === ''
          ? undefined
          : {status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), head: text.slice(0, at).toLowerCase(), body: text.slice(at + 4)},
      );
    };
    socket.setTimeout(ms, done);
    socket.on('connect', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', done);
    socket.on('error', () => {});
  });
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Name and value; Host is that of the port unless it is among them. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

export function rawRequest(
  port: number,
  {method = 'GET', path = '/', headers = [], body = ''}: RawRequest = {},
): Promise<RawAnswer | undefined> {
  const host = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : ([['Host', `127.0.0.1:${port}`]] as const);
  const length = body === '' ? [] : ([['Content-Length', `${Buffer.byteLength(body)}`]] as const);
  const lines = [...host, ...headers, ...length, ['Connection', 'close'] as const].map(([name, value]) => `${name}: ${value}\r\n`);
  return sendBytes(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
