/** Arms side by side, of one run or of several: a measure over generations, and what sets each apart from one of them, seed by seed. */
import {useEffect, useMemo, useState} from 'preact/hooks';
import type {Row} from '../../lab/results/row.ts';
import {sideBySide} from '../../lab/results/side-by-side.ts';
import {html} from '../../report/html.ts';
import {explorerPlan} from '../../report/pages/explorer/pictures.ts';
import type {ReportArm, ReportInput, ReportMeasure} from '../../report/pages/run/input.ts';
import type {ShownRun} from '../../report/pages/view/records.ts';
import {Slider} from '../shared/slider.tsx';
import type {CompareRoute, RunRoute} from './address.ts';
import {DifferenceTable} from './difference-table.tsx';
import {Figures, type PlannedFigure} from './figures.tsx';
import {Failed} from './run-list.tsx';
import {namesBeside} from './run-names.ts';
import type {Viewing} from './viewing.ts';

export function ComparePage({viewing, route}: {readonly viewing: Viewing; readonly route: CompareRoute}) {
  const {ids} = route;
  const {runs, unread} = useRuns(viewing, ids);
  const isRead = runs.length + unread.length > 0;
  return (
    <section aria-labelledby="compare">
      <h1 id="compare">{ids.length === 1 ? 'Arms side by side' : `${ids.length} runs side by side`}</h1>
      <ul class="compared">
        {runs.map(({run}) => (
          <li key={run.id}>
            <a href={viewing.to({page: 'run', id: run.id, tab: 'report'})}>{run.title}</a> <span class="note">{run.folder}</span>
          </li>
        ))}
      </ul>
      {unread.map(({id, why}) => (
        <Failed key={id} message={`${nameOf(viewing, id)}: ${why}`} />
      ))}
      {!isRead && <p class="start">Reading…</p>}
      {runs.length > 0 && <ComparedArms key={runs.map(({run}) => run.id).join('.')} viewing={viewing} runs={runs} route={route} />}
    </section>
  );
}

const nameOf = (viewing: Viewing, id: string): string => {
  const run = viewing.runs.value.get(id);
  return run ? `${run.title} (${run.folder})` : `a run that is not in the list (${id})`;
};

interface ReadRuns {
  readonly runs: readonly ShownRun[];
  readonly unread: readonly {readonly id: string; readonly why: string}[];
}

const NONE: ReadRuns = {runs: [], unread: []};

/** Those that can be read, and why the others cannot; all are read again when what was away is back. */
function useRuns({source, returns}: Viewing, ids: readonly string[]): ReadRuns {
  const [read, setRead] = useState<ReadRuns>(NONE);
  useEffect(() => {
    let isCurrent = true;
    void Promise.allSettled(ids.map((id) => source.shown(id))).then((answers) => {
      const runs = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const unread = answers.flatMap((answer, i) => (answer.status === 'rejected' ? [{id: ids[i], why: messageOf(answer.reason)}] : []));
      if (isCurrent) setRead({runs, unread});
    });
    return () => {
      isCurrent = false;
    };
  }, [returns.value]);
  return read;
}

const messageOf = (error: unknown): string => (error as Error).message;

interface Parts {
  readonly viewing: Viewing;
  readonly runs: readonly ShownRun[];
}

/** An arm of a run, under the name that it has here. */
interface Side extends ReportArm {
  readonly id: string;
  readonly own: string;
}

export function ComparedArms({viewing, runs, route}: Parts & {readonly route: RunRoute | CompareRoute}) {
  const sides = useMemo(() => sidesOf(runs), [runs]);
  const measures = useMemo(() => measuresOf(runs), [runs]);
  const last = Math.max(...runs.map(({input}) => input.generations));
  const measure = measures.find(({name}) => name === route.measure) ?? measures[0];
  const against = (sides.find(({name}) => name === route.against) ?? sides[0])?.name ?? '';
  const generation = Math.max(1, Math.min(route.generation ?? last, last));
  const name = measure?.name ?? '';
  const {rows, failures} = useRows({viewing, runs, sides, measure: name});
  const summary = useMemo(() => {
    const there = rows?.filter((row) => row.generation === generation);
    return there && sideBySide(there, {arms: sides.map((side) => side.name), against, measure: name, generation});
  }, [rows, sides, against, name, generation]);
  const figures = useMemo((): PlannedFigure[] => {
    if (!measure) return [];
    const seeds = Math.max(...runs.map((one) => one.input.seeds));
    const input = comparedInput(sides, {measure, summary: {arms: summariesOf(runs, sides)}, generations: last, seeds});
    const plan = explorerPlan({input, generation, document: document as unknown as Parameters<typeof explorerPlan>[0]['document']});
    return plan.map(({name: figure, draw}) => ({
      name: figure,
      draw: () => {
        const picture = draw();
        return picture && html`<figure>${picture.drawing}<figcaption>${picture.caption}</figcaption></figure>`;
      },
    }));
  }, [runs, sides, measure, generation]);
  if (measures.length === 0 || sides.length === 0)
    return <p class="start">{runs.length > 1 ? 'These runs have no measure in common.' : 'There is nothing to compare.'}</p>;
  return (
    <>
      <div class="controls-row">
        <Choice name="Measure" value={name} options={measures.map((one) => [one.name, one.title] as const)} onValue={(value) => viewing.choose({measure: value === measures[0].name ? undefined : value})} />
        <Choice name="Held against" value={against} options={sides.map((side) => [side.name, side.name] as const)} onValue={(value) => viewing.choose({against: value === sides[0].name ? undefined : value})} />
      </div>
      <div class="scrub">
        <Slider name="Generation" value={generation} least={1} most={last} shown={`${generation} of ${last}`} onValue={(value) => viewing.choose({generation: value === last ? undefined : value})} />
      </div>
      {failures.map((failure) => (
        <Failed key={failure} message={failure} />
      ))}
      <Figures figures={figures} label={measure?.title ?? name} />
      {!rows && <p class="note">Reading lineages…</p>}
      {summary && <DifferenceTable differences={summary.differences} bands={measure?.bands ?? []} against={against} generation={generation} />}
      {runs.length > 1 && (
        <p class="note">
          Lineages are paired by the number of their seed. Of two runs they share their human data only where both have the same data and the
          same <code>seed</code>; else the pairs are no closer than any two lineages, and the intervals still hold.
        </p>
      )}
    </>
  );
}

interface ChoiceParts {
  readonly name: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, shown: string])[];
  readonly onValue: (value: string) => void;
}

const Choice = ({name, value, options, onValue}: ChoiceParts) => (
  <label>
    {name}
    <select value={value} onChange={({currentTarget}) => onValue(currentTarget.value)}>
      {options.map(([one, shown]) => (
        <option key={one} value={one}>
          {shown}
        </option>
      ))}
    </select>
  </label>
);

/** By the arm's name, with the run's where several have an arm of that name. */
function sidesOf(runs: readonly ShownRun[]): Side[] {
  const titles = namesBeside(runs.map(({run}) => run));
  return runs.flatMap(({run, input}, i) =>
    input.arms.map((arm) => ({id: run.id, own: arm.name, description: arm.description, name: runs.length === 1 ? arm.name : `${titles[i]}: ${arm.name}`})),
  );
}

/** Those that every run has. */
const measuresOf = ([first, ...others]: readonly ShownRun[]): ReportMeasure[] =>
  (first?.input.measures ?? []).filter(({name}) => others.every(({input}) => input.measures.some((one) => one.name === name)));

/** What the runs' own summaries say of their arms, under the names that these have here. */
const summariesOf = (runs: readonly ShownRun[], sides: readonly Side[]): ReportInput['summary']['arms'] =>
  Object.fromEntries(
    sides.map(({id, own, name}) => [name, runs.find(({run}) => run.id === id)?.input.summary.arms[own] ?? {}]),
  );

interface RowsQuestion extends Parts {
  readonly sides: readonly Side[];
  readonly measure: string;
}

interface ReadRows {
  readonly rows?: readonly Row[];
  /** Of runs whose rows could not be read, with why. */
  readonly failures: readonly string[];
}

function useRows({viewing, runs, sides, measure}: RowsQuestion): ReadRows {
  const [answer, setAnswer] = useState<ReadRows & {readonly measure: string}>({measure: '', failures: []});
  useEffect(() => {
    let isCurrent = true;
    void Promise.allSettled(runs.map(({run}) => viewing.source.rows(run.id, measure))).then((all) => {
      const rows = all.flatMap((own, i) => (own.status === 'fulfilled' ? renamed(own.value, sides.filter(({id}) => id === runs[i].run.id)) : []));
      const failures = all.flatMap((own, i) => (own.status === 'rejected' ? [`${runs[i].run.title}: ${messageOf(own.reason)}`] : []));
      if (isCurrent) setAnswer({measure, rows, failures});
    });
    return () => {
      isCurrent = false;
    };
  }, [runs, measure, viewing.returns.value]);
  return answer.measure === measure ? answer : {failures: []};
}

function renamed(rows: readonly Row[], sides: readonly Side[]): Row[] {
  const names = new Map(sides.map(({own, name}) => [own, name]));
  return rows.flatMap((row) => (names.has(row.arm) ? [{...row, arm: names.get(row.arm)!}] : []));
}

const comparedInput = (
  arms: readonly ReportArm[],
  {measure, ...rest}: {measure: ReportMeasure} & Pick<ReportInput, 'summary' | 'generations' | 'seeds'>,
): ReportInput => ({
  ...rest,
  title: '',
  experimentYaml: '',
  command: '',
  versions: {},
  arms,
  measures: [measure],
  table: {columns: [], rows: [], caption: ''},
});
