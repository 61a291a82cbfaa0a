/** The page of runs begins: of a server, or of the bundle whose list a script has left. */
import {render} from 'preact';
import {readToken} from './address.ts';
import {App} from './app.tsx';
import {type BundleHead, BundleSource} from './bundle-source.ts';
import {ServerSource} from './server-source.ts';
import {Viewing} from './viewing.ts';

const {genlossBundle} = globalThis as {genlossBundle?: string};
const source =
  genlossBundle === undefined ? new ServerSource(readToken(location.hash)) : new BundleSource(JSON.parse(genlossBundle) as BundleHead);

render(<App viewing={new Viewing(source)} />, document.getElementById('page')!);
