/** `genloss view`: a page of the runs below some folders, served to this machine alone, or written as a static site. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {counted, sizeText} from '../../core/text/numbers.ts';
import {command, manyOrNone} from '../command.ts';
import type {Effects} from '../effects.ts';
import {endAsked} from '../end-asked.ts';
import {EXIT} from '../exit.ts';
import {flag, text, wholeNumber} from '../options.ts';
import {say, tell} from '../print.ts';

const MOST_PORT = 65_535;

export const viewCommand = command({
  positional: {directories: manyOrNone('folders with runs; runs, or this folder, unless given')},
  options: {
    port: wholeNumber('n', 'port of this machine', {otherwise: '4747, or a free one'}),
    address: text('host:port', 'a further address that the page is reached by, such as the end of a tunnel'),
    bundle: text('folder', 'write the same as a static site, and serve nothing'),
    private: flag('want the token of the address of whoever reads: on a machine that others use too'),
  },
  examples: [
    {line: 'genloss view runs', does: 'says an address of this machine; Ctrl-C ends it'},
    {line: 'genloss view runs --bundle site', does: 'the same for a static host, or to open from a disk'},
    {line: 'genloss view runs --private --port 4747', does: 'on a machine that others use too'},
  ],
  async run({directories, port, address, bundle, private: isPrivate}, effects) {
    if (port !== undefined && port > MOST_PORT) throw new ConfigError(`--port wants at most ${MOST_PORT}, got ${port}`, {where: '--port'});
    const folders = directories ?? [existsSync('runs') ? 'runs' : '.'];
    const {rootsOf, serveView} = await import('../../node/view/serve-view.ts');
    if (bundle !== undefined && (port ?? address ?? isPrivate) !== undefined)
      throw new ConfigError('--bundle writes files and serves nothing: it goes with neither --port, --address nor --private', {
        where: '--bundle',
      });
    if (bundle !== undefined) return bundled(rootsOf(folders), bundle, effects);
    const {cacheFolder} = await import('../../node/view/entry-cache.ts');
    const served = await serveView({directories: folders, port, address, isPrivate, cache: cacheFolder(effects.environment)});
    say(`${served.url}\n`, effects);
    if (served.further !== undefined) tell(`genloss: by the further address: ${served.further}\n`, effects);
    tell('genloss: shows these runs as they grow; Ctrl-C ends it\n', effects);
    await endAsked(effects);
    await served.close();
    return EXIT.done;
  },
});

async function bundled(roots: readonly string[], out: string, effects: Effects): Promise<number> {
  const {writeBundle} = await import('../../node/view/bundle.ts');
  const {runs, left, bytes} = await writeBundle(roots, out);
  for (const {folder, why} of left) tell(`genloss: warning: ${folder} is not in it: ${why}\n`, effects);
  say(`page     ${join(out, 'index.html')}, ${counted(runs, 'run')}, ${sizeText(bytes)}\n`, effects);
  tell('genloss: whoever has this folder can read its results, passages and samples\n', effects);
  return EXIT.done;
}
