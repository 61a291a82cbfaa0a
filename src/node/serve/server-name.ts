/**
 * Where a server of this machine is reached: on the loopback interface alone, and by the names that a browser knows it under. A name is
 * matched byte by byte: `localhost` or another spelling of the address is another name.
 */
import {ConfigError} from '../../core/error.ts';
import {shownValue} from '../../core/plain/value.ts';

export const LOOPBACK = '127.0.0.1';

/** One name of a server: what a browser sends as Host, and as Origin. */
export interface ServerName {
  readonly host: string;
  readonly origin: string;
}

export const ownName = (port: number): ServerName => nameAt(new URL(`http://${LOOPBACK}:${port}`));

/**
 * The name that a tunnel or a proxy gives the server: `HOST:PORT`, or `https://HOST` where the proxy speaks that. Throws ConfigError where it
 * is none.
 */
export function nameBehind(address: string): ServerName {
  const whole = /^https?:\/\//.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const named =
    url && /^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d+)?\/?$/i.test(whole) && (url.protocol === 'https:' || /:\d+\/?$/.test(whole));
  if (!url || !named)
    throw new ConfigError(`--address wants HOST:PORT, got ${shownValue(address)}`, {
      where: '--address',
      next: 'give what a browser shows of the address, for instance localhost:8080, or https://host.example',
    });
  return nameAt(url);
}

/** A browser leaves out the port that the scheme has anyway. */
const nameAt = ({host, origin}: URL): ServerName => ({host, origin});
