/** The page begins: what programs may ask of it, and what people see. */
import {render} from 'preact';
import {Client, type ShownTexts} from '../lab/client.ts';
import type {Texts} from '../lab/course.ts';
import {trusted} from '../lab/scripts.ts';
import {App} from './app.tsx';
import {Playing} from './playing.ts';

const client = new Client();

/** For programs: an experiment's results as the command line writes them, and those of what the page shows. */
interface PageApi {
  run(yaml: string): Promise<Texts>;
  shown(): Promise<ShownTexts>;
}

const api: PageApi = {run: (yaml) => client.run(yaml), shown: () => client.shown()};
Object.assign(globalThis, {genloss: api});

render(<App playing={new Playing(client)} />, document.getElementById('page')!);

if (location.protocol.startsWith('http')) void navigator.serviceWorker?.register(trusted('sw.js')).catch(() => {});
