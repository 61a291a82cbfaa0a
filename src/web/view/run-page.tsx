/** One run: what it shows, its report, its generations one by one, what they wrote, and its arms side by side. */
import {useMemo} from 'preact/hooks';
import type {SvgDocument} from '../../report/document.ts';
import {html} from '../../report/html.ts';
import {explorerPlan} from '../../report/pages/explorer/pictures.ts';
import {openingWords, reportSections} from '../../report/pages/run/report.ts';
import {layoutArms} from '../../report/pages/run/series.ts';
import type {ShownRun} from '../../report/pages/view/records.ts';
import {Slider} from '../shared/slider.tsx';
import {type RunRoute, TABS, type Tab} from './address.ts';
import {ComparedArms} from './compare-page.tsx';
import {Figures, type PlannedFigure} from './figures.tsx';
import {Progress} from './progress.tsx';
import {Failed, Status} from './run-list.tsx';
import {Samples} from './samples.tsx';
import {save as saveFile} from '../shared/save.ts';
import type {RunFile} from './source.ts';
import type {Viewing} from './viewing.ts';

interface Parts {
  readonly viewing: Viewing;
  readonly route: RunRoute;
}

const NAMES: Readonly<Record<Tab, string>> = {
  report: 'What it shows',
  generations: 'Generation by generation',
  samples: 'What was written',
  compare: 'Arms side by side',
};

export const drawing = (): SvgDocument => document as unknown as SvgDocument;

export function RunPage({viewing, route}: Parts) {
  const {id, tab} = route;
  const shown = viewing.shown.value?.run.id === id ? viewing.shown.value : undefined;
  // what is said of it above and below is of one reading
  const run = shown?.run ?? viewing.runs.value.get(id);
  const compared = useMemo(() => (shown ? [shown] : []), [shown]);
  return (
    <article aria-labelledby="run-title">
      {run && (
        <header class="run-head">
          <h1 id="run-title">{run.title}</h1>
          <p class="note">
            {run.folder} · <Status run={run} /> · <Progress run={run} /> generations
          </p>
        </header>
      )}
      <nav class="tabs" aria-label="Parts of the run">
        {TABS.map((one) => (
          <a key={one} href={viewing.to({page: 'run', id, tab: one})} aria-current={one === tab ? 'page' : undefined}>
            {NAMES[one]}
          </a>
        ))}
      </nav>
      {viewing.failure.value !== undefined && <Failed message={viewing.failure.value} />}
      {!shown && viewing.failure.value === undefined && <p class="start">Reading…</p>}
      {shown?.lacks !== undefined && <p class="warning">This is what there is: {shown.lacks}.</p>}
      {shown && tab === 'report' && <Report viewing={viewing} shown={shown} />}
      {shown && tab === 'generations' && <Generations viewing={viewing} shown={shown} route={route} />}
      {shown && tab === 'samples' && <Samples viewing={viewing} shown={shown} route={route} />}
      {shown && tab === 'compare' && <ComparedArms viewing={viewing} runs={compared} route={route} />}
    </article>
  );
}

function Report({viewing, shown}: {readonly viewing: Viewing; readonly shown: ShownRun}) {
  const figures = useMemo((): PlannedFigure[] => {
    const {input} = shown;
    if (input.arms.length === 0) return [];
    const subject = {input, layout: layoutArms(input.arms), document: drawing()};
    const sections = reportSections(subject).map((draw, i) => ({name: `section ${i}`, draw}));
    return [{name: 'opening', draw: () => openingWords(input)}, ...sections];
  }, [shown]);
  const {id} = shown.run;
  const save = (name: RunFile) =>
    void viewing.source.file(id, name).then(
      (text) => saveFile(name, text),
      (error: unknown) => (viewing.failure.value = (error as Error).message),
    );
  return (
    <>
      <Figures figures={figures} label="Report" />
      <p class="saves">
        <button type="button" onClick={() => save('results.jsonl')}>
          Save results.jsonl
        </button>
        <button type="button" onClick={() => save('summary.json')}>
          Save summary.json
        </button>
      </p>
    </>
  );
}

function Generations({viewing, shown, route}: Parts & {readonly shown: ShownRun}) {
  const {input} = shown;
  const last = input.generations;
  const generation = Math.min(route.generation ?? last, last);
  const setGeneration = (value: number): void => viewing.choose({generation: value === last ? undefined : value});
  const figures = useMemo(
    (): PlannedFigure[] =>
      explorerPlan({input, generation, document: drawing()}).map(({name, draw}) => ({
        name,
        draw() {
          const picture = draw();
          if (!picture) return undefined;
          const {title, unit, caption, drawing: drawn} = picture;
          return html`<figure><h2>${title}${unit !== '' && html` <span class="unit">${unit}</span>`}</h2>${drawn}<figcaption>${caption}</figcaption></figure>`;
        },
      })),
    [input, generation],
  );
  return (
    <>
      <div class="scrub">
        <Slider name="Generation" value={generation} most={last} shown={`${generation} of ${last}`} onValue={setGeneration} />
      </div>
      <Figures figures={figures} label={`Up to generation ${generation}`} />
    </>
  );
}
