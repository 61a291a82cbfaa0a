/** The page of one person who judges begins: of its server, or by itself, of the pairs that a script has left. */
import {render} from 'preact';
import {App} from './app.tsx';
import {beginHanded, type HandedPage} from './handed-page.tsx';
import {actionOf, isModifier, KeysDown} from './keys.ts';
import {Labelling} from './labelling.ts';
import {ServedDesk} from './served-desk.ts';
import type {DeskSource} from './source.ts';

const box = document.getElementById('page')!;
const {genlossAsks} = globalThis as {genlossAsks?: string};
if (genlossAsks === undefined) begin(new ServedDesk(new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined));
else beginHanded(JSON.parse(genlossAsks) as HandedPage, box, begin);

function begin(source: DeskSource): void {
  const labelling = new Labelling(source);
  listen(labelling);
  labelling.begin();
  render(<App labelling={labelling} />, box);
}

function listen(labelling: Labelling): void {
  const keys = new KeysDown();
  addEventListener('keydown', (event) => {
    labelling.noticed();
    if (isModifier(event.key)) return;
    const isAlone = keys.press(event.code, event.timeStamp);
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    if (isAlone) labelling.act(action);
  });
  addEventListener('keyup', ({key, code}) => (isModifier(key) ? keys.forget() : keys.release(code)));
  addEventListener('blur', () => keys.forget());
  document.addEventListener('visibilitychange', () => keys.forget());
  for (const kind of ['pointermove', 'pointerdown', 'wheel', 'touchmove']) addEventListener(kind, () => labelling.noticed(), {passive: true});
  addEventListener('beforeunload', (event) => {
    if ((labelling.unsaved.value ?? 0) > 0) event.preventDefault();
  });
}
