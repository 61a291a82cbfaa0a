/**
 * Where messages go. An address may hold secrets everywhere but in its scheme and host: nothing else of it is ever shown or written, nor is
 * its digest, by which guesses of it could be tested (note-names.ts).
 */
import {createHash} from 'node:crypto';
import {ConfigError} from '../../../core/error.ts';
import {lowerCase} from '../../../core/text/lower-case.ts';

export interface Address {
  /** Scheme and host: `https://hooks.example.org`. */
  readonly shown: string;
  /** Of the whole, and of what kind of receiver it is. Hexadecimal. */
  readonly digest: string;
  /** Without user and password. */
  readonly url: string;
  /** That user and password of the address ask for. */
  readonly headers: Readonly<Record<string, string>>;
}

/** `kind`: of receiver; `where`: its place in the definition, for messages. Throws ConfigError. */
export function addressOf(text: string, {kind, where}: {readonly kind: string; readonly where: string}): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new ConfigError('not an address of the web (it is not shown, since it may hold a secret)', {
      where,
      next: 'give one that begins with http:// or https:// and has a host',
    });
  const digest = createHash('sha256').update(`${kind} ${text}`).digest('hex').slice(0, 16);
  const shown = url.origin;
  const {username, password} = url;
  const headers: Record<string, string> = {};
  if (username !== '' || password !== '') headers.authorization = basic(username, password);
  url.username = '';
  url.password = '';
  url.hash = '';
  return {shown, digest, url: url.href, headers};
}

/** A path below that of an address, whose query stays. */
export function below({url}: Address, path: string): string {
  const whole = new URL(url);
  whole.pathname = `${whole.pathname.replace(/\/+$/, '')}${path}`;
  return whole.href;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${decoded(user)}:${decoded(password)}`).toString('base64')}`;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What is no name of a variable may be the value itself, written by mistake. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const shownVariable = (name: string): string => (VARIABLE.test(name) ? name : '(not shown, and no name of a variable)');

export type NamedHeaders = Readonly<Record<string, {readonly env: string}>>;

/** Values of headers, from the environment; names in lower case. Throws ConfigError, which never holds a value. */
export function headersFrom(headers: NamedHeaders, env: NodeJS.ProcessEnv, where: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, {env: variable}] of Object.entries(headers)) {
    const value = env[variable]?.trim() ?? '';
    const wrong =
      value === ''
        ? `is ${env[variable] === undefined ? 'not set' : 'empty'}`
        : /^[\t\x20-\x7e\x80-\xff]+$/.test(value)
          ? undefined
          : 'holds a character that no header may hold, such as the end of a line';
    if (wrong !== undefined)
      throw new ConfigError(`the environment variable ${shownVariable(variable)} ${wrong}`, {
        where: `${where}.headers.${name}`,
        next: 'set it where genloss watch runs, or call it with --no-deliver',
      });
    values[lowerCase(name)] = value;
  }
  return values;
}
