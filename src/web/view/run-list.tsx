/** The list of runs: to be sorted, narrowed down, and chosen from. */
import {useState} from 'preact/hooks';
import type {ListedRun} from '../../report/pages/view/records.ts';
import {Progress} from './progress.tsx';
import type {SortKey, StatusFilter, Viewing} from './viewing.ts';

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
const STATUSES: readonly StatusFilter[] = ['any', 'running', 'stopped', 'done'];

export function RunList({viewing}: Parts) {
  const [most, setMost] = useState(ROWS);
  const {listed, runs, failure, isListed, chosen} = viewing;
  const all = listed.value;
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
              <RunRow key={run.id} viewing={viewing} run={run} isChosen={chosen.value.has(run.id)} />
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
  const {find, status, chosen, runs, listed, hasMore} = viewing;
  const ids = [...chosen.value].filter((id) => runs.value.has(id));
  return (
    <div class="controls-row">
      <label>
        Find
        <input type="search" value={find.value} onInput={({currentTarget}) => (find.value = currentTarget.value)} />
      </label>
      <label>
        Status
        <select value={status.value} onChange={({currentTarget}) => (status.value = currentTarget.value as StatusFilter)}>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      {ids.length > 0 && (
        <a class="button" href={viewing.to({page: 'compare', ids})}>
          Compare {ids.length === 1 ? 'its arms' : `${ids.length} runs`}
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
  const {key, up} = viewing.sort.value;
  const own = key === column;
  return (
    <th scope="col" class={column} aria-sort={own ? (up ? 'ascending' : 'descending') : 'none'}>
      <button type="button" class="sorts" onClick={() => (viewing.sort.value = {key: column, up: own ? !up : column === 'title'})}>
        {name}
        <span aria-hidden="true">{own ? (up ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

function RunRow({viewing, run, isChosen}: Parts & {readonly run: ListedRun; readonly isChosen: boolean}) {
  const {id, title, folder, changed, arms, seeds} = run;
  return (
    <tr>
      <td class="pick-run">
        <input
          type="checkbox"
          aria-label={`Compare ${title}`}
          checked={isChosen}
          onChange={({currentTarget}) => viewing.choose(id, currentTarget.checked)}
        />
      </td>
      <th scope="row" class="title">
        <a href={viewing.to({page: 'run', id, tab: 'report'})}>{title}</a>
        <span class="note">
          {folder} · {arms} {arms === 1 ? 'arm' : 'arms'} × {seeds} {seeds === 1 ? 'seed' : 'seeds'}
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
    {waits !== undefined && `, waits for ${waits} judgements`}
  </span>
);

const dates = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23'});
export const dateText = (iso: string): string => dates.format(new Date(iso));
