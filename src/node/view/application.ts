/** What a view answers: its page, the list of runs, and what each shows. It reads, and writes nothing; a client names runs by their ids alone. */
import {Hono} from 'hono';
import {GenlossError} from '../../core/error.ts';
import {plainLine} from '../../core/text/terminal.ts';
import {servePage} from '../serve/page-files.ts';
import {wantsToken} from '../serve/token.ts';
import type {Runs} from './runs.ts';
import {SamplePages} from './sample-page.ts';
import {resultChunks, shownRun, summaryFileText} from './shown-run.ts';
import type {ViewedRun} from './viewed-run.ts';

interface ViewOptions {
  /** Wanted of whoever reads, where it is given. */
  readonly token?: string;
}

export const VIEW_HEAD = {title: 'genloss: runs', about: 'Runs of experiments on model collapse, as they are and as they grow.'};
const GONE = {error: 'there is no such run, or not any more'};

export async function viewApplication(runs: Runs, {token}: ViewOptions = {}): Promise<Hono> {
  const application = new Hono();
  await servePage(application, 'view', VIEW_HEAD);
  if (token !== undefined) application.use('/api/*', wantsToken(token));
  application.get('/api/runs', async (context) => context.json(await runs.list()));
  application.get('/api/checks', async (context) => {
    await runs.list();
    return context.json(await runs.checks());
  });
  application.get('/api/events', (context) => runs.listeners.stream(context));
  const ofRun = (path: string, answer: (run: ViewedRun, query: (name: string) => string | undefined) => Response | Promise<Response>) =>
    application.get(`/api/runs/:id/${path}`, async (context) => {
      const run = runs.get(context.req.param('id')!);
      if (!run) return context.json(GONE, 404);
      try {
        return await answer(run, (name) => context.req.query(name));
      } catch (error) {
        if (runs.get(run.id) === undefined) return context.json(GONE, 404);
        return context.json({error: `this run cannot be read: ${messageOf(error, run)}`}, 422);
      }
    });
  ofRun('results.jsonl', (run, query) => {
    const measure = query('measure');
    const chunks = resultChunks(run);
    return streamed(measure === undefined ? chunks : linesWith(chunks, measure), 'application/x-ndjson; charset=utf-8');
  });
  ofRun(
    'summary.json',
    async (run) => new Response(await summaryFileText(run), {headers: {'Content-Type': 'application/json; charset=utf-8'}}),
  );
  ofRun('shown', async (run) => Response.json(await shownRun(run)));
  const samples = new SamplePages();
  ofRun('samples', async (run, query) => {
    const number = (name: string) => Number(/^\d{1,9}$/.exec(query(name) ?? '')?.[0] ?? 0);
    const question = {arm: query('arm') ?? '', seed: number('seed'), generation: number('generation'), from: number('from')};
    const page = await samples.page(run.directory, {...question, find: query('find')}).catch((error: unknown) => {
      throw new Error(`a file of what was written, ${messageOf(error, run)}`, {cause: error});
    });
    return page ? Response.json(page) : Response.json({lacks: 'Nothing of this generation was kept.'}, {status: 404});
  });
  application.notFound((context) => context.json({error: 'there is nothing of that name'}, 404));
  application.onError((_, context) => context.json({error: 'this cannot be answered'}, 503));
  return application;
}

/** In words without a place of the machine. */
function messageOf(error: unknown, {directory}: ViewedRun): string {
  const message = error instanceof GenlossError || error instanceof Error ? error.message : String(error);
  return plainLine(message.replaceAll(directory, 'the run')).slice(0, 500);
}

/** The rows of a measure, all its bands. */
async function* linesWith(chunks: AsyncIterable<Uint8Array>, measure: string): AsyncGenerator<Uint8Array> {
  const part = `"measure":${JSON.stringify(measure)}`;
  const decoder = new TextDecoder();
  let waiting = '';
  for await (const chunk of chunks) {
    const lines = (waiting + decoder.decode(chunk, {stream: true})).split('\n');
    waiting = lines.pop()!;
    const found = lines.filter((line) => line.includes(part));
    if (found.length > 0) yield Buffer.from(`${found.join('\n')}\n`);
  }
  if (waiting.includes(part)) yield Buffer.from(`${waiting}\n`);
}

/** Read as it is taken: whoever takes nothing holds nothing open. */
function streamed(chunks: AsyncGenerator<Uint8Array>, type: string): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const {done, value} = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    {highWaterMark: 0},
  );
  return new Response(body, {headers: {'Content-Type': type}});
}
