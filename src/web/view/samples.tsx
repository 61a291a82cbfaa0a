/** What a generation of a lineage wrote, as it was kept, with search. */
import {useEffect, useState} from 'preact/hooks';
import {foundAt, shownRecord} from '../../report/pages/view/record-text.ts';
import {RECORDS_A_PAGE, type SampleAnswer, type ShownRun} from '../../report/pages/view/records.ts';
import {Slider} from '../shared/slider.tsx';
import type {Choices, RunRoute} from './address.ts';
import {recordCountWords} from './sample-words.ts';
import type {Viewing} from './viewing.ts';

interface Parts {
  readonly viewing: Viewing;
  readonly shown: ShownRun;
  readonly route: RunRoute;
}

/** A person types. */
const TYPING_MS = 250;

export function Samples({viewing, shown, route}: Parts) {
  const {input, keepsSamples, run} = shown;
  const last = input.generations;
  const [first] = input.arms;
  const arm = (input.arms.find(({name}) => name === route.arm) ?? first)?.name ?? '';
  const seed = Math.max(0, Math.min(route.lineage ?? 0, input.seeds - 1));
  const generation = Math.min(route.generation ?? last, last);
  const {find = '', from = 0} = route;
  // other records begin with the first of them
  const choose = (choices: Choices): void => viewing.choose({from: undefined, ...choices});
  if (!keepsSamples) return <NotKept shown={shown} />;
  return (
    <section aria-label="What was written">
      <div class="controls-row">
        <label>
          Arm
          <select value={arm} onChange={({currentTarget: {value}}) => choose({arm: value === first?.name ? undefined : value})}>
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
            onInput={({currentTarget: {value}}) => choose({lineage: Math.max(0, Math.floor(Number(value)) || 0) || undefined})}
          />
        </label>
        <label>
          Find
          <input type="search" value={find} onInput={({currentTarget: {value}}) => choose({find: value || undefined})} />
        </label>
      </div>
      <div class="scrub">
        <Slider
          name="Generation"
          value={generation}
          most={last}
          shown={generation === 0 ? 'people' : `${generation} of ${last}`}
          onValue={(value) => choose({generation: value === last ? undefined : value})}
        />
      </div>
      <Records key={`${arm} ${seed}`} viewing={viewing} id={run.id} question={{arm, seed, generation, find, from}} />
    </section>
  );
}

interface Question {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly find: string;
  readonly from: number;
}

interface RecordsParts {
  readonly viewing: Viewing;
  readonly id: string;
  readonly question: Question;
}

interface Answered {
  readonly question: Question;
  readonly answer: SampleAnswer | {readonly failure: string};
}

function Records({viewing, id, question}: RecordsParts) {
  const {arm, seed, generation, find, from} = question;
  const [answered, setAnswered] = useState<Answered | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const answer = await viewing.source.samples(id, question).catch((error: unknown) => ({failure: (error as Error).message}));
      if (!isCurrent) return;
      // an address may ask for more than there is
      if ('records' in answer && answer.records.length === 0 && from > 0) viewing.choose({from: undefined});
      else setAnswered({question, answer});
    };
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [id, arm, seed, generation, find, from, viewing.returns.value]);
  if (answered === undefined) return <p class="start">Reading…</p>;
  const {answer} = answered;
  if ('failure' in answer) return <p class="failure">{answer.failure}</p>;
  if ('lacks' in answer) return <p class="start">{answer.lacks}</p>;
  const {records, found} = answer;
  const own = answered.question;
  const go = (value: number): void => viewing.choose({from: value > 0 ? value : undefined});
  return (
    <>
      <p class="note" role="status">
        {recordCountWords(answer, own)}
      </p>
      <ol class="records" start={own.from + 1}>
        {records.map((record, i) => (
          <Record key={own.from + i} line={record} find={own.find} />
        ))}
      </ol>
      <p class="saves">
        <button type="button" disabled={own.from === 0} onClick={() => go(own.from - RECORDS_A_PAGE)}>
          Before
        </button>
        <button type="button" disabled={own.from + records.length >= found} onClick={() => go(own.from + records.length)}>
          More
        </button>
      </p>
    </>
  );
}

function Record({line, find}: {readonly line: string; readonly find: string}) {
  const {text, isBroken} = shownRecord(line);
  return (
    <li>
      {isBroken && <span class="note">This line is no record: </span>}
      <Marked text={text} find={find} />
    </li>
  );
}

function Marked({text, find}: {readonly text: string; readonly find: string}) {
  const at = foundAt(find, text);
  if (at === undefined) return <bdi dir="auto">{text}</bdi>;
  return (
    <bdi dir="auto">
      {text.slice(0, at)}
      <mark>{text.slice(at, at + find.length)}</mark>
      {text.slice(at + find.length)}
    </bdi>
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
