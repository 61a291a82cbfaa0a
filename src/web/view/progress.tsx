/** How many generations of a run are there. */
import type {ListedRun} from '../../report/pages/view/records.ts';

export function Progress({run: {title, status, done, total}}: {readonly run: ListedRun}) {
  const shown = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return (
    <span class="generations">
      {shown}
      {status !== 'done' && total > 0 && <progress aria-label={`Generations of ${title}`} max={total} value={done} />}
    </span>
  );
}
