/** The list of runs: to be sorted, narrowed down, and chosen from. */
import {useState} from 'preact/hooks';
import {counted} from '../../core/text/numbers.ts';
import type {ListedRun} from '../../report/pages/view/records.ts';
import {Progress} from './progress.tsx';
import {beginsUp, FIRST_SORT, MOST_COMPARED, type Sort, type SortKey, STATUSES} from './address.ts';
import type {Viewing} from './viewing.ts';

interface Parts {
  readonly viewing: Viewing;
}

const ROWS = 100;
const COLUMNS: readonly (readonly [key: SortKey, name: string])[] = [
  ['title', 'Run'],
  ['status', 'Status'],
  ['progress', 'Generations'],
  ['changed', 'Changed'],
];

export function RunList({viewing}: Parts) {
  const [most, setMost] = useState(ROWS);
  const {listed, runs, failure, isListed} = viewing;
  const all = listed.value;
  const ticked = new Set(viewing.list.value.ticked);
  return (
    <section aria-labelledby="runs">
      <h1 id="runs">Runs</h1>
      <Controls viewing={viewing} />
      {failure.value !== undefined && <Failed message={failure.value} />}
      {isListed.value && runs.value.size === 0 && !viewing.hasMore.value && (
        <p class="start">
          There is no run here yet. <code>genloss run NAME</code> makes one below <code>runs</code>; it shows here as it grows.
        </p>
      )}
      {runs.value.size > 0 && (
        <table class="runs">
          <caption class="hidden">Runs with their status; the heads of columns sort them.</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">To compare</span>
              </th>
              {COLUMNS.map(([key, name]) => (
                <Head key={key} viewing={viewing} column={key} name={name} />
              ))}
            </tr>
          </thead>
          <tbody>
            {all.slice(0, most).map((run) => (
              <RunRow key={run.id} viewing={viewing} run={run} isTicked={ticked.has(run.id)} />
            ))}
          </tbody>
        </table>
      )}
      {runs.value.size > 0 && all.length === 0 && <p class="start">No run is like that.</p>}
      {all.length > most && (
        <p>
          <button type="button" onClick={() => setMost(most + 5 * ROWS)}>
            Show more of {all.length.toLocaleString('en')}
          </button>
        </p>
      )}
    </section>
  );
}

export const Failed = ({message}: {readonly message: string}) => (
  <div class="failure" role="alert">
    <p>
      <strong>This cannot be shown.</strong> {message}
    </p>
  </div>
);

function Controls({viewing}: Parts) {
  const {runs, listed, hasMore} = viewing;
  const {find = '', status, ticked = []} = viewing.list.value;
  const ids = ticked.filter((id) => runs.value.has(id));
  const compared = ids.slice(0, MOST_COMPARED);
  return (
    <div class="controls-row">
      <label>
        Find
        <input type="search" value={find} onInput={({currentTarget}) => viewing.choose({find: currentTarget.value || undefined})} />
      </label>
      <label>
        Status
        <select
          value={status ?? 'any'}
          onChange={({currentTarget}) => viewing.choose({status: STATUSES.find((one) => one === currentTarget.value)})}
        >
          {['any', ...STATUSES].map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      {ids.length > 0 && (
        <a class="button" href={viewing.to({page: 'compare', ids: compared})}>
          Compare {ids.length === 1 ? 'its arms' : ids.length > compared.length ? `${compared.length} of ${ids.length} runs` : `${ids.length} runs`}
        </a>
      )}
      {viewing.checks.value.length > 0 && (
        <a class="to-checks" href={viewing.to({page: 'checks'})}>
          {viewing.checks.value.length === 1 ? '1 check' : `${viewing.checks.value.length} checks`} over time
        </a>
      )}
      <p class="note count">
        {listed.value.length.toLocaleString('en')} of {runs.value.size.toLocaleString('en')}
        {hasMore.value && ', more are being read'}
      </p>
    </div>
  );
}

function Head({viewing, column, name}: Parts & {readonly column: SortKey; readonly name: string}) {
  const {key, up} = viewing.list.value.sort ?? FIRST_SORT;
  const own = key === column;
  const sort: Sort = {key: column, up: own ? !up : beginsUp(column)};
  const isFirst = sort.key === FIRST_SORT.key && sort.up === FIRST_SORT.up;
  return (
    <th scope="col" class={column} aria-sort={own ? (up ? 'ascending' : 'descending') : 'none'}>
      <button type="button" class="sorts" onClick={() => viewing.choose({sort: isFirst ? undefined : sort})}>
        {name}
        <span aria-hidden="true">{own ? (up ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

function RunRow({viewing, run, isTicked}: Parts & {readonly run: ListedRun; readonly isTicked: boolean}) {
  const {id, title, folder, changed, arms, seeds} = run;
  return (
    <tr>
      <td class="pick-run">
        <input
          type="checkbox"
          aria-label={`Compare ${title}`}
          checked={isTicked}
          onChange={({currentTarget}) => viewing.tick(id, currentTarget.checked)}
        />
      </td>
      <th scope="row" class="title">
        <a href={viewing.to({page: 'run', id, tab: 'report'})}>{title}</a>
        <span class="note">
          {folder} · {counted(arms, 'arm')} × {counted(seeds, 'seed')}
        </span>
      </th>
      <td class="status">
        <Status run={run} />
      </td>
      <td class="progress">
        <Progress run={run} />
      </td>
      <td class="changed">
        <time dateTime={changed}>{dateText(changed)}</time>
      </td>
    </tr>
  );
}

export const Status = ({run: {status, waits}}: {readonly run: ListedRun}) => (
  <span class={`state ${status}`}>
    {status}
    {waits !== undefined && `, waits for ${counted(waits, 'judgement')}`}
  </span>
);

const dates = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23'});
export const dateText = (iso: string): string => dates.format(new Date(iso));
