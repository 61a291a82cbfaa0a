/** `genloss view`: a page of the runs below some folders, served to this machine alone, or written as a static site. */
import {existsSync} from 'node:fs';
import {ConfigError} from '../../core/error.ts';
import {command, manyOrNone} from '../command.ts';
import type {Effects} from '../effects.ts';
import {EXIT} from '../exit.ts';
import {flag, text, wholeNumber} from '../options.ts';
import {say, tell} from '../print.ts';

const MOST_PORT = 65_535;

export const viewCommand = command({
  positional: {directories: manyOrNone('folders with runs; runs, or this folder, unless given')},
  options: {
    port: wholeNumber('n', 'port of this machine', {otherwise: '4747, or a free one'}),
    address: text('host:port', 'a further address that the page is reached by, such as the end of a tunnel'),
    private: flag('want the token of the address of whoever reads: on a machine that others use too'),
  },
  examples: [
    {line: 'genloss view runs', does: 'says an address of this machine; Ctrl-C ends it'},
    {line: 'genloss view runs --private --port 4747', does: 'on a machine that others use too'},
  ],
  async run({directories, port, address, private: isPrivate}, effects) {
    if (port !== undefined && port > MOST_PORT) throw new ConfigError(`--port wants at most ${MOST_PORT}, got ${port}`, {where: '--port'});
    const folders = directories ?? [existsSync('runs') ? 'runs' : '.'];
    const {serveView} = await import('../../node/view/serve-view.ts');
    const {cacheFolder} = await import('../../node/view/entry-cache.ts');
    const served = await serveView({directories: folders, port, address, isPrivate, cache: cacheFolder(effects.environment)});
    say(`${served.url}\n`, effects);
    tell('genloss: shows these runs as they grow; Ctrl-C ends it\n', effects);
    await asked(effects);
    await served.close();
    return EXIT.done;
  },
});

/** Until a person, or whatever manages processes, asks for the end. */
const asked = ({onSignal}: Pick<Effects, 'onSignal'>): Promise<void> =>
  new Promise((resolve) => {
    const silence = onSignal(() => {
      silence();
      resolve();
    });
  });
