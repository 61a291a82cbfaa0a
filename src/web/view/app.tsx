/** The page of runs: the list, one of them, or several side by side. */
import {useEffect} from 'preact/hooks';
import {ChecksPage} from './checks-page.tsx';
import {ComparePage} from './compare-page.tsx';
import {RunList} from './run-list.tsx';
import {RunPage} from './run-page.tsx';
import type {Viewing} from './viewing.ts';

export function App({viewing}: {readonly viewing: Viewing}) {
  const route = viewing.route.value;
  const title = route.page === 'run' ? viewing.runs.value.get(route.id)?.title : undefined;
  useEffect(() => {
    document.title = title === undefined ? 'genloss: runs' : `${title} · genloss`;
  }, [title]);
  return (
    <div class="view">
      <header class="top">
        <p class="kicker">
          <a href={viewing.to(viewing.list.value)}>genloss · runs</a>
        </p>
        {viewing.source.notice !== undefined && <p class="note publishes">{viewing.source.notice}</p>}
      </header>
      <main>
        {route.page === 'list' && <RunList viewing={viewing} />}
        {route.page === 'checks' && <ChecksPage viewing={viewing} />}
        {route.page === 'run' && <RunPage key={route.id} viewing={viewing} route={route} />}
        {route.page === 'compare' && <ComparePage key={route.ids.join('.')} viewing={viewing} route={route} />}
      </main>
      <p role="status" class="unseen">
        {viewing.said.value}
      </p>
    </div>
  );
}
