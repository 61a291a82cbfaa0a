/** `genloss label` as it runs: one person's desk behind a server of this machine, and perhaps the run that goes on beside it. */
import type {LocalServer} from '../serve/server.ts';
import {serveLocally} from '../serve/server.ts';
import {nameBehind} from '../serve/server-name.ts';
import {addressWith, newToken} from '../serve/token.ts';
import {labelApplication} from './application.ts';
import {LabelDesk, type LabelDeskOptions} from './desk.ts';

export interface LabelServing extends LabelDeskOptions {
  readonly port?: number;
  /** A further address that it is reached by, as a browser shows it. */
  readonly address?: string;
}

export interface ServedLabel {
  /** To be opened, with its token. */
  readonly url: string;
  /** The same by the further address. */
  readonly further?: string;
  close(): Promise<void>;
}

/** Where one is meant and nothing is said. */
const USUAL_PORT = 4748;

/** Throws DataError where the directory is none of a run, ConfigError where it cannot be served. */
export async function serveLabel({port, address, ...options}: LabelServing): Promise<ServedLabel> {
  const names = address === undefined ? [] : [nameBehind(address)];
  const token = newToken();
  const desk = new LabelDesk(options);
  desk.look();
  const application = await labelApplication(desk, {token});
  const serve = (own: number): Promise<LocalServer> => serveLocally(application, {port: own, names});
  const server = port === undefined ? await serve(USUAL_PORT).catch(() => serve(0)) : await serve(port);
  return {
    url: addressWith(server.url, token),
    ...(names.length > 0 && {further: addressWith(`${names[0].origin}/`, token)}),
    close: () => server.close(),
  };
}
