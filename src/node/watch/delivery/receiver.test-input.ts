/** A server that notes what is posted to it, and behaves as it is told. */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {afterAll} from 'vitest';

export type Behaviour = 'takes' | 'hangs' | 'closes' | 'redirects' | number;

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>> & readonly Readonly<Record<string, unknown>>[];
}

export class Receiver {
  readonly received: Received[] = [];
  behaviour: Behaviour = 'takes';
  port = 0;
  private server?: Server;
  private waiting: ((value: unknown) => void)[] = [];

  constructor() {
    afterAll(() => this.leave());
  }

  /** With its port from then on: `host` is what an address has. */
  async come(): Promise<void> {
    const server = createServer((request, response) => this.take(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as {port: number}).port;
    this.server = server;
  }

  async leave(): Promise<void> {
    const {server} = this;
    this.server = undefined;
    await new Promise((resolve) => (server ? server.close(resolve) && server.closeAllConnections() : resolve(undefined)));
  }

  /** Ends when the next message has arrived. */
  next(): Promise<unknown> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const {method = '', url = '', headers} = request;
      this.received.push({method, path: url, headers, body: JSON.parse(text)});
      for (const resolve of this.waiting.splice(0)) resolve(undefined);
      this.answer(request, response);
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const {behaviour} = this;
    if (behaviour === 'hangs') return;
    if (behaviour === 'closes') request.socket.destroy();
    else if (behaviour === 'redirects') response.writeHead(307, {location: `http://${this.host}/elsewhere`}).end();
    else response.writeHead(behaviour === 'takes' ? 200 : behaviour).end('{"secret": "of the answer"}');
  }
}
