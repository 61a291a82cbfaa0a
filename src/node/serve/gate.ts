/**
 * Which requests a server of this machine answers at all. Whatever page a browser has open may send some here, and whatever name it likes may
 * be made to mean this address: so a request must name the server as the server is named, and come from its own page.
 *
 *   Host            there once, one of the server's names, byte by byte
 *   Origin          where there is one, one of the server's, byte by byte, whatever the method
 *   Sec-Fetch-Site  where there is one, `same-origin` or `none`; but that a link from elsewhere may open the page
 *   target          a path; bodies say how long they are, and are short
 *
 * A program that is no browser sends neither Origin nor Sec-Fetch-Site, and is let in: it could read the files themselves.
 */
import type {ServerName} from './server-name.ts';

/** What is looked at of a request. `rawHeaders`: name, value, name, value, as they came. */
export interface Knock {
  readonly method?: string;
  readonly url?: string;
  readonly rawHeaders: readonly string[];
}

export interface Refusal {
  readonly status: 400 | 403 | 411 | 413;
  readonly reason: string;
}

/** Bytes of a body, at most. */
export const MOST_BODY = 64 * 1024;
const PAGE = '/';

/** Undefined where the request is let in. */
export function refusalAtGate({method = '', url = '', rawHeaders}: Knock, names: readonly ServerName[]): Refusal | undefined {
  const [host, ...moreHosts] = valuesOf(rawHeaders, 'host');
  if (host === undefined || moreHosts.length > 0) return {status: 400, reason: 'one Host is wanted'};
  if (!names.some((name) => name.host === host)) return {status: 403, reason: 'this is not the name of the server'};
  const origins = valuesOf(rawHeaders, 'origin');
  if (origins.length > 1 || !origins.every((one) => names.some(({origin}) => origin === one)))
    return {status: 403, reason: 'this comes from the page of another'};
  if (!url.startsWith('/')) return {status: 400, reason: 'a path is wanted'};
  const sites = valuesOf(rawHeaders, 'sec-fetch-site');
  const isOwn = sites.every((site) => site === 'same-origin' || site === 'none');
  if (!isOwn && !opensPage(method, url, rawHeaders)) return {status: 403, reason: 'this comes from the page of another'};
  return bodyRefusal(rawHeaders);
}

/** The top of a window, never a frame or a part of a page. */
function opensPage(method: string, url: string, rawHeaders: readonly string[]): boolean {
  const is = (name: string, value: string): boolean => valuesOf(rawHeaders, name).join() === value;
  return method === 'GET' && url === PAGE && is('sec-fetch-mode', 'navigate') && is('sec-fetch-dest', 'document');
}

function bodyRefusal(rawHeaders: readonly string[]): Refusal | undefined {
  if (valuesOf(rawHeaders, 'transfer-encoding').length > 0) return {status: 411, reason: 'a body says how long it is'};
  const [length = '0'] = valuesOf(rawHeaders, 'content-length');
  return Number(length) <= MOST_BODY ? undefined : {status: 413, reason: `a body has at most ${MOST_BODY} bytes`};
}

const valuesOf = (rawHeaders: readonly string[], name: string): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1].length === name.length && rawHeaders[i - 1].toLowerCase() === name);
