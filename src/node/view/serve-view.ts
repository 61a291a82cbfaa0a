/** `genloss view` as it runs: the runs of some folders behind a server of this machine. */
import {realpathSync} from 'node:fs';
import {DataError} from '../../core/error.ts';
import {type LocalServer, serveLocally} from '../serve/server.ts';
import {nameBehind} from '../serve/server-name.ts';
import {addressWith, newToken} from '../serve/token.ts';
import {viewApplication} from './application.ts';
import {Runs} from './runs.ts';

export interface ViewServing {
  readonly directories: readonly string[];
  readonly port?: number;
  /** A further address that it is reached by, as a browser shows it. */
  readonly address?: string;
  /** Whether the token of the address is wanted of whoever reads. */
  readonly isPrivate?: boolean;
  readonly cache?: string;
}

export interface ServedView {
  /** To be opened, with its token where there is one. */
  readonly url: string;
  /** The same by the further address. */
  readonly further?: string;
  close(): Promise<void>;
}

/** Where one is meant and nothing is said. */
const USUAL_PORT = 4747;

/** Throws DataError where there is no such folder, ConfigError where it cannot be served. */
export async function serveView({directories, port, address, isPrivate = false, cache}: ViewServing): Promise<ServedView> {
  const roots = rootsOf(directories);
  const names = address === undefined ? [] : [nameBehind(address)];
  const runs = new Runs({roots, cache});
  const token = isPrivate ? newToken() : undefined;
  const application = await viewApplication(runs, {token});
  const server = await atPort(port, (own) => serveLocally(application, {port: own, names}));
  runs.start();
  const addressed = (url: string): string => (token === undefined ? url : addressWith(url, token));
  return {
    url: addressed(server.url),
    ...(names.length > 0 && {further: addressed(`${names[0].origin}/`)}),
    async close() {
      runs.close();
      await server.close();
    },
  };
}

/** Whole, and without links: links in what a user names are the user's own. */
export function rootsOf(directories: readonly string[]): string[] {
  return [...new Set(directories)].map((directory) => {
    try {
      return realpathSync(directory);
    } catch (cause) {
      throw new DataError('there is no such folder', {where: directory, next: 'name a folder with runs, or a run directory', cause});
    }
  });
}

async function atPort(port: number | undefined, serve: (port: number) => Promise<LocalServer>): Promise<LocalServer> {
  if (port !== undefined) return serve(port);
  return serve(USUAL_PORT).catch(() => serve(0));
}
