/** A run that waits for people, and desks at it as users start them: a process each, spoken to by its address. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll} from 'vitest';
import {askOf} from '../src/quality/preference/judgement.ts';
import type {Desk, SentJudgement} from '../src/run/desk.ts';
import {type Done, genloss, main, root} from './command.ts';

const started = new Set<ChildProcess>();
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** An experiment whose arm asks people for so many comparisons of each generation; and a folder for its run, in which it has asked. */
export function askingRun(
  folder: string,
  {comparisons = 40, annotators = 1, generations = 2}: {comparisons?: number; annotators?: number; generations?: number} = {},
) {
  const experiment = join(folder, 'asking.yaml');
  writeFileSync(join(folder, 'words.txt'), Array.from({length: 400}, (_, i) => `line ${i % 17} of ${i % 13} words ${i}\n`).join(''));
  writeFileSync(
    experiment,
    'title: asking\ndata: {files: [words.txt], unit: line, holdout: 0.1}\nmodel: {kind: ngram, order: 2, unit: word}\nsample: {size: 2000}\n' +
      `generations: ${generations}\nseeds: 1\nmeasures: [support]\narms:\n  judged: {workflow: replace, feedback: {kind: reweight, comparisons: ${comparisons}, ` +
      `annotator: {kind: person, annotators: ${annotators}, question: Which one?}}}\n`,
  );
  const run = join(folder, 'run');
  const {code, err} = genloss(['run', experiment, '--out', run, '--quiet']);
  if (code !== 75) throw new Error(`the run asks nobody: ${err}`);
  return {experiment, run};
}

export interface AskInFile {
  readonly ask: string;
  readonly first: string;
  readonly second: string;
  readonly generation: number;
}
export const asksOf = (run: string): AskInFile[] => linesIn(join(run, 'asks.jsonl')) as unknown as AskInFile[];
export const judgementsOf = (run: string): string => join(run, 'judgements.jsonl');
/** Nothing of a file that is not there. */
export const textIn = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
export const linesIn = (path: string): Record<string, unknown>[] =>
  textIn(path)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
export const goOn = (run: string): Done => genloss(['run', join(run, 'experiment.yaml'), '--output', run, '--quiet']);

/** More pairs than a run would ask for. */
export function askFor(run: string, count: number): void {
  const asks = Array.from({length: count}, (_, i) => ({
    ...askOf({first: `the first text of pair ${i}`, second: `the second text of pair ${i}`}),
    ...{arm: 'judged', seed: 0, generation: 1},
  }));
  writeFileSync(join(run, 'asks.jsonl'), asks.map((ask) => `${JSON.stringify(ask)}\n`).join(''));
}

export class StartedDesk {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  /** `genloss label`, once it says where it is. */
  static async start(run: string, annotator: string): Promise<StartedDesk> {
    const child = spawn(process.execPath, [main, 'label', run, '--annotator', annotator], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.add(child);
    for await (const line of createInterface({input: child.stdout!})) if (line.startsWith('http')) return new StartedDesk(line, child);
    throw new Error('genloss label has not said where it is');
  }

  /** Undefined where nobody answered, as of a process that was killed. */
  async look(): Promise<Desk | undefined> {
    return this.ask('api/desk');
  }

  async answer(sent: SentJudgement): Promise<Desk | undefined> {
    return this.ask('api/judgements', sent);
  }

  end(signal: 'SIGINT' | 'SIGKILL'): Promise<unknown> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    return gone;
  }

  private async ask(path: string, body?: object): Promise<Desk | undefined> {
    const headers = {Authorization: `Bearer ${new URL(this.url).hash.slice('#token='.length)}`, 'Content-Type': 'application/json'};
    try {
      const answer = await fetch(new URL(path, this.url), {
        method: body ? 'POST' : 'GET',
        headers,
        ...(body && {body: JSON.stringify(body)}),
      });
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Desk;
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }
}
