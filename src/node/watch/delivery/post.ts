/**
 * One POST: no redirect is followed, a time limit over all of it, and only 2xx is taken. What went wrong is data, in words that hold
 * nothing of address, headers or answer.
 */
import {STATUS_CODES} from 'node:http';

export interface PostMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As JSON. */
  readonly body: unknown;
}

/** `unsure`: it may have arrived; `unreached`: it has not. */
export type Posted = {readonly kind: 'taken'} | {readonly kind: 'unsure' | 'unreached'; readonly why: string};

export type Post = (message: PostMessage) => Promise<Posted>;

export interface PostOptions {
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds. */
  readonly limit?: number;
}

const LIMIT = 10_000;

export function poster({fetch = globalThis.fetch, limit = LIMIT}: PostOptions = {}): Post {
  return async ({url, headers, body}) => {
    const signal = AbortSignal.timeout(limit);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'user-agent': 'genloss', ...headers},
        body: JSON.stringify(body),
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel().catch(() => {});
      return response.ok ? {kind: 'taken'} : {kind: 'unsure', why: answered(response.status)};
    } catch (error) {
      if (signal.aborted) return {kind: 'unsure', why: `no answer within ${limit / 1000} s`};
      if (isNotHttp(error)) return {kind: 'unsure', why: 'its answer is not HTTP'};
      return failed(codeOfCause(error), isBadPort(error));
    }
  };
}

/** A status of `redirect: 'manual'` is the server's own in Node. */
function answered(status: number): string {
  const words = STATUS_CODES[status] === undefined ? '' : ` (${STATUS_CODES[status]})`;
  return `answered ${status}${words}${status >= 300 && status < 400 ? ', and no redirect is followed' : ''}`;
}

/** What comes before anything of a request is sent. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

function failed(code: string, badPort: boolean): Posted {
  if (badPort) return {kind: 'unreached', why: 'its port is one of those that belong to other services, and is not connected to'};
  if (code in UNREACHED) return {kind: 'unreached', why: UNREACHED[code]};
  if (/CERT|UNABLE_TO_|^ERR_(TLS|SSL)/.test(code)) return {kind: 'unreached', why: `its certificate or its TLS is refused (${code})`};
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code)) return {kind: 'unsure', why: 'the connection was closed before an answer'};
  return {kind: 'unsure', why: `the request failed${code === '' ? '' : ` (${code})`}`};
}

/** Which fetch refuses by itself, and says in its message alone. */
const isBadPort = (error: unknown): boolean => ((error as Error).cause as Error | undefined)?.message === 'bad port';

/** Which has no code either. */
const isNotHttp = (error: unknown): boolean => ((error as Error).cause as Error | undefined)?.name === 'HTTPParserError';

/** The code of what is behind a failed fetch: a word of its own, never its message. */
function codeOfCause(error: unknown): string {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; at = (at as Error).cause, depth++) {
    const {code} = at as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  }
  return '';
}
