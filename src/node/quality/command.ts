/**
 * A user's own check, run as a program: records go in as JSON Lines, and each is answered with one line, in the same order.
 *
 *   in   {"text": "..."}         out   {"keep": true | false, "reason"?: "...", "weight"?: 0..1}
 *
 * Two ways with the same answers and the same errors: `runCommandOnce` starts the program for each batch and waits for it (the lab);
 * `CommandProcess` starts it once and sends batch after batch, and never waits for an answer before the batch is written whole
 * (curate). No shell is between: arguments are passed as they are. A program that is started once must flush its answers: one that
 * holds them back until its input ends is waited for without end, and `onSilence` says so. Python's is told not to buffer.
 *
 * Refuses to guess: an answer that is not of that form, too few or too many of them, or an exit code other than 0 is a DataError that
 * names the record, what was answered, the exit code and the end of what the program wrote to standard error.
 */
import {type ChildProcessWithoutNullStreams, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import type {Text} from '../../core/data.ts';
import {ConfigError, type GenlossError} from '../../core/error.ts';
import type {CommandAnswer} from '../../quality/rules.ts';
import {answerOf, brokenAnswer, type Ending, failure, missingAnswer, surplusAnswer} from './command-answer.ts';

/** The most that one run may answer: spawnSync holds it in memory. */
const MOST_ANSWERED = 2 ** 30;
/** Of standard error, this many bytes of the end are kept for messages. */
const ERROR_TAIL = 4096;
const FEED = 10;

/** Starts the program, gives it all records and waits until it ends. */
export function runCommandOnce(run: readonly string[], records: Text): CommandAnswer[] {
  if (records.count === 0) return [];
  const [program, ...options] = run;
  const result = spawnSync(program, options, {input: linesOf(records), maxBuffer: MOST_ANSWERED, env: environment()});
  const code = (result.error as NodeJS.ErrnoException | undefined)?.code;
  // a program that stops reading early closes the pipe: what it answered, and how it ended, tells more than that
  if (result.error && code !== 'EPIPE') throw cannotStart(run, result.error);
  const ending: Ending = {run, status: result.status, signal: result.signal, errors: tail(result.stderr)};
  const lines = result.stdout.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const answers: CommandAnswer[] = [];
  for (let i = 0; i < Math.min(lines.length, records.count); i++) answers.push(answerOf(lines[i], {ending, records, record: i}));
  if (lines.length < records.count) throw missingAnswer(ending, {records, record: lines.length, answered: lines.length});
  if (lines.length > records.count) throw surplusAnswer(ending, {asked: records.count, line: lines[records.count]});
  if (result.status !== 0) throw failure(ending);
  return answers;
}

export interface CommandProcessOptions {
  /** Hears, once for each answer that is waited for so long, that nothing comes. */
  readonly onSilence?: (message: string) => void;
  /** 30 unless said. */
  readonly silenceSeconds?: number;
}

/** One run of the program for any number of batches. Call `close` after the last, or `stop` on the way out of an error. */
export class CommandProcess {
  private readonly run: readonly string[];
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<void>;
  private readonly lines: AsyncIterator<string, undefined>;
  private errors: Buffer = Buffer.alloc(0);
  private startError?: Error;
  private status: number | null = null;
  private signal: NodeJS.Signals | null = null;
  private before = 0;
  private readonly options: CommandProcessOptions;

  constructor(run: readonly string[], options: CommandProcessOptions = {}) {
    this.run = run;
    this.options = options;
    const [program, ...given] = run;
    this.child = spawn(program, given, {stdio: 'pipe', env: environment()});
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.startError ??= error;
        resolve();
      });
      this.child.on('close', (status, signal) => {
        this.status = status;
        this.signal = signal;
        resolve();
      });
    });
    // a program that closes its input has something to say on its output or by its exit code
    this.child.stdin.on('error', () => {});
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.errors = Buffer.concat([this.errors, chunk]).subarray(-ERROR_TAIL);
    });
    this.lines = answeredLines(this.child.stdout);
  }

  /** One answer for each record, in order. */
  async judge(records: Text): Promise<CommandAnswer[]> {
    const writing = this.write(records);
    const answers: CommandAnswer[] = [];
    const {before} = this;
    while (answers.length < records.count) {
      const next = await this.nextLine(this.before + answers.length);
      const record = answers.length;
      if (next.done) {
        await this.ended;
        if (this.startError) throw cannotStart(this.run, this.startError);
        throw missingAnswer(this.ending(), {records, record, before, answered: before + record});
      }
      answers.push(await this.checked(next.value, records, record));
    }
    await writing;
    this.before += records.count;
    return answers;
  }

  /** Says that there are no more records, and waits until the program has ended well. */
  async close(): Promise<void> {
    this.child.stdin.end();
    const next = await this.lines.next();
    if (!next.done) {
      this.stop();
      throw surplusAnswer(this.ending(), {asked: this.before, line: next.value});
    }
    await this.ended;
    if (this.startError) throw cannotStart(this.run, this.startError);
    if (this.status !== 0) throw failure(this.ending());
  }

  /** Ends the program at once. */
  stop(): void {
    this.child.kill();
  }

  private async nextLine(answered: number): Promise<IteratorResult<string, undefined>> {
    const {onSilence, silenceSeconds = 30} = this.options;
    if (!onSilence) return this.lines.next();
    const command = this.run.join(' ');
    const waiting = setTimeout(() => {
      onSilence(
        `the command ${command} has answered ${answered} records, and none for ${silenceSeconds} seconds: does it flush its output after each line?`,
      );
    }, 1000 * silenceSeconds);
    try {
      return await this.lines.next();
    } finally {
      clearTimeout(waiting);
    }
  }

  private async checked(line: string, records: Text, record: number): Promise<CommandAnswer> {
    try {
      return answerOf(line, {ending: this.ending(), records, record, before: this.before});
    } catch {
      // its exit code belongs to the message
      this.child.stdin.end();
      await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 200))]);
      this.stop();
      throw brokenAnswer(line, {ending: this.ending(), records, record, before: this.before});
    }
  }

  private async write(records: Text): Promise<void> {
    const {stdin} = this.child;
    for (let i = 0; i < records.count; i++) {
      if (!stdin.writable) return;
      if (!stdin.write(lineOf(records, i))) await Promise.race([once(stdin, 'drain').catch(() => {}), this.ended]);
    }
  }

  private ending(): Ending {
    return {run: this.run, status: this.status, signal: this.signal, errors: tail(this.errors)};
  }
}

async function* answeredLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let held: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(FEED); at >= 0; at = chunk.indexOf(FEED, from)) {
      yield Buffer.concat([...held, chunk.subarray(from, at)]).toString('utf8');
      held = [];
      from = at + 1;
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) yield Buffer.concat(held).toString('utf8');
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

function lineOf({bytes, offsets}: Text, record: number): string {
  return `${JSON.stringify({text: decoder.decode(bytes.subarray(offsets[record], offsets[record + 1]))})}\n`;
}

function linesOf(records: Text): Buffer {
  const lines: Buffer[] = [];
  for (let i = 0; i < records.count; i++) lines.push(Buffer.from(lineOf(records, i)));
  return Buffer.concat(lines);
}

const environment = (): NodeJS.ProcessEnv => ({PYTHONUNBUFFERED: '1', ...process.env});

const tail = (bytes: Buffer): string => bytes.subarray(-ERROR_TAIL).toString('utf8');

function cannotStart(run: readonly string[], cause: Error): GenlossError {
  const {code} = cause as NodeJS.ErrnoException;
  if (code === 'ENOBUFS') {
    return new ConfigError(`the command ${run.join(' ')} answered more than 1 GiB`, {
      cause,
      next: 'Answer each record with one short line.',
    });
  }
  const why = code === 'ENOENT' ? 'there is no such program' : code === 'EACCES' ? 'it may not be executed' : cause.message;
  return new ConfigError(`the command ${run.join(' ')} cannot be started: ${why}`, {
    cause,
    next: 'Give the program and its arguments as a list, the program by its path or a name that is on PATH.',
  });
}
