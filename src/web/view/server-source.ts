/** The runs of a server: asked for below the page's own address, with the token of that address where there is one. */
import type {Row} from '../../lab/results/row.ts';
import type {CheckList, RunEvent, RunList, SampleAnswer, SampleQuestion, ShownRun} from '../../report/pages/view/records.ts';
import {rowsIn} from './rows.ts';
import {followTogether, type Listener} from './shared-events.ts';
import {type RunFile, type RunSource, Unanswered} from './source.ts';

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 10_000;
/** Of a token, in the name of what windows share. */
const TOLD_LETTERS = 8;

export class ServerSource implements RunSource {
  private readonly token: string | undefined;

  constructor(token: string | undefined) {
    this.token = token;
  }

  list(): Promise<RunList> {
    return this.json<RunList>('api/runs');
  }

  checks(): Promise<CheckList> {
    return this.json<CheckList>('api/checks');
  }

  shown(id: string): Promise<ShownRun> {
    return this.json<ShownRun>(`${pathOf(id)}/shown`);
  }

  async rows(id: string, measure: string): Promise<readonly Row[]> {
    const answer = await this.ask(`${pathOf(id)}/results.jsonl?measure=${encodeURIComponent(measure)}`);
    return rowsIn(await answer.text(), measure);
  }

  async samples(id: string, {arm, seed, generation, find = '', from = 0}: SampleQuestion): Promise<SampleAnswer> {
    const query = new URLSearchParams({arm, seed: `${seed}`, generation: `${generation}`, find, from: `${from}`});
    const answer = await this.fetched(`${pathOf(id)}/samples?${query}`);
    // a generation that was not kept is an answer, a run that is gone is none
    const said =
      answer.status === 404
        ? ((await answer
            .clone()
            .json()
            .catch(() => ({}))) as object)
        : {};
    return 'lacks' in said ? (said as SampleAnswer) : ((await this.taken(answer)).json() as Promise<SampleAnswer>);
  }

  async file(id: string, name: RunFile): Promise<string> {
    return (await this.ask(`${pathOf(id)}/${name}`)).text();
  }

  follow(hear: (event: RunEvent) => void, onGap: () => void): () => void {
    // a server of another token is another one
    const name = `genloss view ${this.token?.slice(0, TOLD_LETTERS) ?? ''}`;
    return followTogether(name, (listener, signal) => this.hearAll(listener, signal), {hear, onGap});
  }

  /** What was missed is asked for when the stream ends, which says what is wrong, and when it begins again. */
  private async hearAll({hear, onGap}: Listener, signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_WAIT_MS, isAgain = false; !signal.aborted; wait = Math.min(2 * wait, MOST_WAIT_MS), isAgain = true) {
      try {
        const {body} = await this.taken(await this.fetched('api/events', signal));
        if (isAgain) onGap();
        for await (const event of eventsOf(body!)) {
          wait = FIRST_WAIT_MS;
          if (event.kind === 'missed') onGap();
          else hear(event);
        }
      } catch {
        // the server may be gone for a while
      }
      if (signal.aborted) return;
      onGap();
      await pause(wait, signal);
    }
  }

  private async json<T>(path: string): Promise<T> {
    return (await this.ask(path)).json() as Promise<T>;
  }

  private async ask(path: string): Promise<Response> {
    return this.taken(await this.fetched(path));
  }

  private async taken(answer: Response): Promise<Response> {
    if (answer.ok) return answer;
    const said = (await answer.json().catch(() => ({}))) as {error?: unknown};
    throw new Unanswered(typeof said.error === 'string' ? said.error : `the server answered ${answer.status}`);
  }

  private async fetched(path: string, signal?: AbortSignal): Promise<Response> {
    const headers = this.token === undefined ? undefined : {Authorization: `Bearer ${this.token}`};
    try {
      return await fetch(path, {signal, headers, cache: 'no-store'});
    } catch {
      throw new Unanswered('the server that this page comes from does not answer; start it again, and it goes on');
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const pathOf = (id: string): string => `api/runs/${encodeURIComponent(id)}`;

async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<RunEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let waiting = ''; ; ) {
    const {done, value} = await reader.read();
    if (done) return;
    waiting += value;
    const parts = waiting.split('\n\n');
    waiting = parts.pop()!;
    for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice('data: '.length)) as RunEvent;
  }
}
