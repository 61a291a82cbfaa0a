/** What a generation of a lineage wrote, as it was kept, with search. */
import {useEffect, useState} from 'preact/hooks';
import type {SamplePage, ShownRun} from '../../report/pages/view/records.ts';
import {Slider} from '../shared/slider.tsx';
import type {Viewing} from './viewing.ts';

interface Parts {
  readonly viewing: Viewing;
  readonly shown: ShownRun;
}

/** A person types. */
const TYPING_MS = 250;

export function Samples({viewing, shown}: Parts) {
  const {input, keepsSamples, run} = shown;
  const [arm, setArm] = useState(input.arms[0]?.name ?? '');
  const [seed, setSeed] = useState(0);
  const [generation, setGeneration] = useState(input.generations);
  const [find, setFind] = useState('');
  if (!keepsSamples) return <NotKept shown={shown} />;
  return (
    <section aria-label="What was written">
      <div class="controls-row">
        <label>
          Arm
          <select value={arm} onChange={({currentTarget}) => setArm(currentTarget.value)}>
            {input.arms.map(({name}) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Lineage
          <input
            type="number"
            min={0}
            max={input.seeds - 1}
            value={seed}
            onInput={({currentTarget}) => setSeed(Math.max(0, Math.floor(Number(currentTarget.value)) || 0))}
          />
        </label>
        <label>
          Find
          <input type="search" value={find} onInput={({currentTarget}) => setFind(currentTarget.value)} />
        </label>
      </div>
      <div class="scrub">
        <Slider
          name="Generation"
          value={generation}
          most={input.generations}
          shown={generation === 0 ? 'people' : `${generation} of ${input.generations}`}
          onValue={setGeneration}
        />
      </div>
      <Records key={`${arm} ${seed}`} viewing={viewing} id={run.id} question={{arm, seed, generation, find}} />
    </section>
  );
}

interface RecordsParts {
  readonly viewing: Viewing;
  readonly id: string;
  readonly question: {readonly arm: string; readonly seed: number; readonly generation: number; readonly find: string};
}

type Answer = SamplePage | 'none' | {readonly failure: string};

function Records({viewing, id, question}: RecordsParts) {
  const {arm, seed, generation, find} = question;
  const [from, setFrom] = useState(0);
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  useEffect(() => setFrom(0), [generation, find]);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const page = await viewing.source
        .samples(id, {arm, seed, generation, find, from})
        .catch((error: unknown) => ({failure: (error as Error).message}));
      if (isCurrent) setAnswer(page ?? 'none');
    };
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [id, arm, seed, generation, find, from]);
  if (answer === undefined) return <p class="start">Reading…</p>;
  if (answer === 'none') return <p class="start">Nothing of this generation was kept.</p>;
  if ('failure' in answer) return <p class="failure">{answer.failure}</p>;
  const {records, total, found} = answer;
  return (
    <>
      <p class="note" role="status">
        {find === '' ? `${total.toLocaleString('en')} records` : `${found.toLocaleString('en')} of ${total.toLocaleString('en')} records hold it`}
        {found > 0 && `, from ${from + 1} to ${from + records.length}`}
      </p>
      <ol class="records" start={from + 1}>
        {records.map((record, i) => (
          <li key={from + i}>
            <Marked text={textOf(record)} find={find} />
          </li>
        ))}
      </ol>
      <p class="saves">
        <button type="button" disabled={from === 0} onClick={() => setFrom(Math.max(0, from - PAGE))}>
          Before
        </button>
        <button type="button" disabled={from + records.length >= found} onClick={() => setFrom(from + PAGE)}>
          More
        </button>
      </p>
    </>
  );
}

/** As many as a page of them has. */
const PAGE = 50;

/** The text of a record, or all of it where it is no text. */
function textOf(record: string): string {
  const {source: _, text, ...rest} = JSON.parse(record) as {source?: unknown; text?: unknown};
  return typeof text === 'string' ? text : JSON.stringify(rest);
}

function Marked({text, find}: {readonly text: string; readonly find: string}) {
  const at = find === '' ? -1 : text.toLowerCase().indexOf(find.toLowerCase());
  if (at < 0) return <span dir="auto">{text}</span>;
  return (
    <span dir="auto">
      {text.slice(0, at)}
      <mark>{text.slice(at, at + find.length)}</mark>
      {text.slice(at + find.length)}
    </span>
  );
}

const NotKept = ({shown: {input}}: {readonly shown: ShownRun}) => (
  <section aria-label="What was written">
    <p>This run has not kept what its generations wrote.</p>
    <p>
      <code>genloss run … --keep samples</code> keeps it for the next run; <code>genloss texts</code> makes that of a generation again, for
      instance
    </p>
    <pre tabIndex={0}>
      <code>
        genloss texts RUN --arm '{input.arms[0]?.name ?? 'ARM'}' --lineage 0 --generation {input.generations}
      </code>
    </pre>
    {input.pictures?.passages && <p>One passage of each generation was kept all the same: it stands in “Generation by generation”.</p>}
  </section>
);
