/**
 * A server for the pages of this machine: loopback alone, behind a gate (gate.ts) that looks at a request before the application does. It
 * outlives whatever is sent to it, and ends at once, its streams with it.
 *
 * Who may read or write what is the application's: `token.ts` for what not every program of this machine may.
 */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {getRequestListener} from '@hono/node-server';
import {ConfigError} from '../../core/error.ts';
import {refusalAtGate} from './gate.ts';
import {SAFETY_HEADERS} from './safety-headers.ts';
import {LOOPBACK, ownName, type ServerName} from './server-name.ts';

/** What answers: a Hono application is one. */
export interface Application {
  fetch(request: Request): Response | Promise<Response>;
}

export interface ServeOptions {
  /** Absent: one that is free. */
  readonly port?: number;
  /** Further names, of a tunnel or a proxy. */
  readonly names?: readonly ServerName[];
}

export interface LocalServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  close(): Promise<void>;
}

const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const MOST_CONNECTIONS = 256;
const MOST_HEADER_BYTES = 16 * 1024;

/** Throws ConfigError where the port cannot be had. */
export async function serveLocally(application: Application, {port = 0, names = []}: ServeOptions = {}): Promise<LocalServer> {
  const known: ServerName[] = [...names];
  const answer = getRequestListener((request) => application.fetch(request), {
    overrideGlobalObjects: false,
    errorHandler: () => new Response('this request cannot be read\n', {status: 400, headers: {'content-type': 'text/plain'}}),
  });
  const server = createServer(
    {headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, maxHeaderSize: MOST_HEADER_BYTES, insecureHTTPParser: false},
    (request, response) => {
      for (const [name, value] of SAFETY_HEADERS) response.setHeader(name, value);
      response.on('error', () => {});
      const refusal = refusalAtGate(request, known);
      if (refusal) refuse(request, response, refusal);
      else void answer(request, response);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (_, socket) => end(socket, 400));
  server.on('connect', (_, socket) => end(socket, 400));
  server.on('upgrade', (_, socket) => end(socket, 400));
  const own = await listening(server, port);
  known.push(ownName(own));
  // what fails later fails a connection, never the server
  server.on('error', () => {});
  return {port: own, url: `${ownName(own).origin}/`, close: () => closed(server)};
}

function refuse(request: IncomingMessage, response: ServerResponse, {status, reason}: {status: number; reason: string}): void {
  response.writeHead(status, {'content-type': 'text/plain; charset=utf-8', connection: 'close'});
  response.end(`${reason}\n`);
  // what else was sent is not waited for
  request.resume();
}

function end(socket: Duplex, status: number): void {
  socket.on('error', () => {});
  if (socket.writable) socket.end(`HTTP/1.1 ${status} Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'another program has it' : error.code === 'EACCES' ? 'it is not for everybody' : error.message;
      reject(
        new ConfigError(`port ${port} of this machine cannot be had: ${why}`, {
          where: '--port',
          next: 'give another one, or leave --port out',
          cause: error,
        }),
      );
    });
    server.listen(port, LOOPBACK, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
