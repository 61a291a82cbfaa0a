/** Which runs of the list are shown, in which order. */
import {compareText} from '../../lab/results/row.ts';
import type {ListedRun} from '../../report/pages/view/records.ts';
import {FIRST_SORT, type ListRoute, type Sort} from './address.ts';

export const chosenRuns = (runs: Iterable<ListedRun>, {find = '', status, sort = FIRST_SORT}: ListRoute): ListedRun[] =>
  sorted(filtered([...runs], find, status), sort);

function filtered(runs: readonly ListedRun[], find: string, status: ListRoute['status']): ListedRun[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const text = `${run.title} ${run.folder}`.toLowerCase();
    return (status === undefined || run.status === status) && words.every((word) => text.includes(word));
  });
}

const ORDER = {running: 0, stopped: 1, done: 2} as const;

function sorted(runs: ListedRun[], {key, up}: Sort): ListedRun[] {
  const sign = up ? 1 : -1;
  const of = (run: ListedRun): string | number => {
    if (key === 'status') return ORDER[run.status];
    if (key === 'progress') return run.total === 0 ? 0 : run.done / run.total;
    return run[key];
  };
  const values = new Map(runs.map((run) => [run, of(run)]));
  return runs.sort((a, b) => {
    const [x, y] = [values.get(a)!, values.get(b)!];
    const order =
      typeof x !== 'string' ? x - (y as number) : key === 'changed' ? compareText(x, y as string) : byText.compare(x, y as string);
    return sign * order || compareText(a.folder, b.folder);
  });
}

const byText = new Intl.Collator('en', {numeric: true});
