/** The page begins: what programs may ask of it, and what people see. */
import {render} from 'preact';
import {Client, type ShownTexts} from '../lab/client.ts';
import type {CourseTexts} from '../lab/course.ts';
import {trusted} from '../shared/scripts.ts';
import {App} from './app.tsx';
import {Playing} from './playing.ts';

/** Of a visit that plays nothing. */
const KEEP_AFTER_MS = 15_000;

const client = new Client();

/** For programs: an experiment's results as the command line writes them, and those of what the page shows. */
interface PageApi {
  run(yaml: string): Promise<CourseTexts>;
  shown(): Promise<ShownTexts>;
}

const api: PageApi = {run: (yaml) => client.run(yaml), shown: () => client.shown()};
Object.assign(globalThis, {genloss: api});

const playing = new Playing(client);
render(<App playing={playing} />, document.getElementById('page')!);

/** Later visits need no network; what they need is fetched when this one has what it came for. */
function keepForLater(): void {
  if (location.protocol.startsWith('http')) void navigator.serviceWorker?.register(trusted('sw.js')).catch(() => {});
}

const timer = setTimeout(begin, KEEP_AFTER_MS);
const forget = playing.generation.subscribe((generation) => {
  if (generation > 0) setTimeout(begin);
});

function begin(): void {
  clearTimeout(timer);
  forget();
  keepForLater();
}
