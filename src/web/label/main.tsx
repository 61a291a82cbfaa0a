/** The page of one person who judges begins. */
import {render} from 'preact';
import {App} from './app.tsx';
import {actionOf, isModifier, KeysDown} from './keys.ts';
import {Labelling} from './labelling.ts';
import {ServedDesk} from './served-desk.ts';

const labelling = new Labelling(new ServedDesk(new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined));
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

labelling.begin();
render(<App labelling={labelling} />, document.getElementById('page')!);
