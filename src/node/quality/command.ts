/**
 * A user's own check, run as a program: records go in as JSON Lines, and each is answered with one line, in the same order.
 *
 *   in   {"text": "..."}         out   {"keep": true | false, "reason"?: "...", "weight"?: 0..1}
 *                                      {"text": "...", "keep"?, "reason"?, "weight"?}, of a command that changes records
 *
 * `askOnce` starts the program for a batch and waits for its end (the lab); `CommandProcess` starts it once and sends batch after batch
 * (curate). Records are written while answers are read. No shell is between: arguments are passed as they are. A program that is started
 * once must flush its answers: `onSilence` says so after a while, and after `timeout` seconds without an answer it is ended. Python's is
 * told not to buffer.
 *
 * Refuses to guess: an answer that is not of that form or longer than a mebibyte, too few or too many of them, or an exit code other than
 * 0 is a DataError that names the record, what was answered, the exit code and the end of what the program wrote to standard error.
 */
import {once} from 'node:events';
import type {Data} from '../../core/data.ts';
import {ConfigError, type GenlossError} from '../../core/error.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import {COMMAND_SECONDS, type CommandOptions} from '../../quality/steps.ts';
import {shortageOf} from '../system-error.ts';
import {
  type Asked,
  brokenAnswer,
  commandAnswerOf,
  type Ending,
  endlessAnswer,
  failure,
  lateAnswer,
  missingAnswer,
  surplusAnswer,
} from './command-answer.ts';
import {linesOf} from './command-record.ts';
import {Program} from './program.ts';

const MOST_LINE = 1 << 20;
const FEED = 10;

/** Starts the program, gives it all records and waits until it ends. */
export async function askOnce(command: CommandOptions, records: Data): Promise<CommandAnswer[]> {
  if (records.count === 0) return [];
  const process = new CommandProcess(command);
  try {
    const answers = await process.judge(records, {last: true});
    await process.close();
    return answers;
  } finally {
    await process.stop();
  }
}

export interface CommandProcessOptions {
  /** Hears, once for each answer that is waited for so long, that nothing comes. */
  readonly onSilence?: (message: string) => void;
  /** 30 unless said. */
  readonly silenceSeconds?: number;
}

/** One run of the program for any number of batches. Call `close` after the last, and `stop` on every way out. */
export class CommandProcess {
  private readonly program: Program;
  private readonly lines: AsyncIterator<string | undefined, undefined>;
  private readonly timeout: number;
  /** Whether its answers may change records. */
  private readonly changes: boolean;
  private readonly options: CommandProcessOptions;
  private before = 0;
  /** Why it was stopped before it had answered. */
  private stopped?: Error;

  constructor({run, timeout = COMMAND_SECONDS, changes = false}: CommandOptions, options: CommandProcessOptions = {}) {
    this.options = options;
    this.changes = changes;
    this.timeout = timeout;
    this.program = started(run);
    this.lines = answeredLines(this.program.stdout);
  }

  /** One answer for each record, in order. After the `last` batch its input is closed. */
  async judge(records: Data, {last = false}: {last?: boolean} = {}): Promise<CommandAnswer[]> {
    const {before} = this;
    const answers: CommandAnswer[] = [];
    const asked = () => ({records, record: answers.length, before, changes: this.changes});
    const watch = this.watch(
      () => before + answers.length,
      () => (answers.length < records.count ? asked() : {}),
    );
    try {
      const writing = this.write(records, {last}).catch((error) => {
        this.stopped ??= error;
        void this.stop();
      });
      while (answers.length < records.count) {
        watch.again();
        const next = await this.lines.next();
        if (next.done) throw await this.unanswered(asked());
        if (next.value === undefined) throw endlessAnswer(this.ending(), asked());
        answers.push(await this.checked(next.value, asked()));
      }
      watch.again();
      await writing;
    } finally {
      watch.end();
    }
    if (this.stopped) throw this.stopped;
    this.before += records.count;
    return answers;
  }

  /** Says that there are no more records, and waits until the program has ended well. */
  async close(): Promise<void> {
    const {program, before: asked} = this;
    const watch = this.watch(() => asked);
    try {
      program.stdin?.end();
      const next = await this.lines.next();
      if (!next.done) {
        await this.told();
        throw surplusAnswer(this.ending(), {asked, line: next.value ?? ''});
      }
      await program.ended;
    } finally {
      watch.end();
    }
    if (this.stopped) throw this.stopped;
    if (program.startError) throw cannotStart(program.run, program.startError);
    if (program.status !== 0) throw failure(this.ending());
  }

  /** Ends the program and all that it has started. */
  stop(): Promise<void> {
    return this.program.stop();
  }

  /** A program that is silent for too long is ended, by which all that waits for it ends too. */
  private watch(answered: () => number, asked: () => Partial<Asked> = () => ({})): Watch {
    const {onSilence, silenceSeconds = 30} = this.options;
    const {run} = this.program;
    return new Watch({
      lateSeconds: this.timeout,
      late: () => {
        this.stopped ??= lateAnswer(this.ending(), {...asked(), seconds: this.timeout});
        void this.stop();
      },
      silentSeconds: silenceSeconds,
      silent: () =>
        onSilence?.(
          `the command ${run.join(' ')} has answered ${answered()} records, and none for ${silenceSeconds} seconds: does it flush its output after each line?`,
        ),
    });
  }

  private async unanswered(asked: Required<Asked>): Promise<Error> {
    const {program} = this;
    await program.ended;
    if (this.stopped) return this.stopped;
    if (program.startError) return cannotStart(program.run, program.startError);
    return missingAnswer(this.ending(), {...asked, answered: asked.before + asked.record});
  }

  private async checked(line: string, asked: Asked): Promise<CommandAnswer> {
    if (this.stopped) throw this.stopped;
    try {
      return commandAnswerOf(line, {ending: this.ending(), ...asked});
    } catch {
      await this.told();
      throw brokenAnswer(line, {ending: this.ending(), ...asked});
    }
  }

  /** Its exit code belongs to a message, if it ends soon. */
  private async told(): Promise<void> {
    this.program.stdin?.end();
    await Promise.race([this.program.ended, new Promise((resolve) => setTimeout(resolve, 200))]);
  }

  private async write(records: Data, {last}: {last: boolean}): Promise<void> {
    const {stdin, ended} = this.program;
    const lineOf = linesOf(records);
    for (let i = 0; i < records.count; i++) {
      if (!stdin?.writable) return;
      if (!stdin.write(lineOf(i))) await Promise.race([once(stdin, 'drain').catch(() => {}), ended]);
    }
    if (last) stdin?.end();
  }

  private ending(): Ending {
    const {run, status, signal, errors} = this.program;
    return {run, status, signal, errors};
  }
}

interface WatchOptions {
  /** Called where nothing has come for `lateSeconds`; what was waited for must end by that. */
  readonly late: () => void;
  readonly lateSeconds: number;
  readonly silent: () => void;
  readonly silentSeconds: number;
}

/** Counts the seconds of silence. */
class Watch {
  private readonly timers: readonly NodeJS.Timeout[];

  constructor({late, lateSeconds, silent, silentSeconds}: WatchOptions) {
    this.timers = [setTimeout(late, 1000 * lateSeconds), setTimeout(silent, 1000 * silentSeconds)];
  }

  again(): void {
    for (const timer of this.timers) timer.refresh();
  }

  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}

/** Lines of what a program writes; undefined, and then no more, for one that is longer than any answer. */
async function* answeredLines(chunks: AsyncIterable<Buffer> | undefined): AsyncGenerator<string | undefined, undefined> {
  let held: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks ?? []) {
      let from = 0;
      for (let at = chunk.indexOf(FEED); at >= 0; at = chunk.indexOf(FEED, from)) {
        if (size + at - from > MOST_LINE) break;
        yield Buffer.concat([...held, chunk.subarray(from, at)]).toString('utf8');
        held = [];
        size = 0;
        from = at + 1;
      }
      held.push(chunk.subarray(from));
      size += chunk.length - from;
      if (size > MOST_LINE) {
        yield undefined;
        return;
      }
    }
  } catch (error) {
    // its pipe was let go of
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
  if (size > 0) yield Buffer.concat(held).toString('utf8');
}

function started(run: readonly string[]): Program {
  try {
    return new Program(run);
  } catch (error) {
    throw cannotStart(run, error as Error);
  }
}

function cannotStart(run: readonly string[], cause: Error): GenlossError {
  const {code, message} = cause as NodeJS.ErrnoException;
  const shortage = shortageOf(cause);
  if (shortage) return shortage;
  const why = code === 'ENOENT' ? 'there is no such program' : code === 'EACCES' ? 'it may not be executed' : message;
  return new ConfigError(`the command ${run.join(' ')} cannot be started: ${why}`, {
    cause,
    next: 'Give the program and its arguments as a list, the program by its path or a name that is on PATH.',
  });
}
