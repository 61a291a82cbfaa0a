/** Effects in memory, and command lines run on them. */
import type {Effects, Output, Signal} from './effects.ts';

export interface MemoryOptions {
  /** Whether both outputs are terminals, with colours. */
  readonly terminal?: boolean;
  /** How wide they are, 80 unless given. */
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly workingDirectory?: string;
  /** What writing throws. */
  readonly outFails?: Error;
  readonly errFails?: Error;
}

export interface Memory {
  readonly effects: Effects;
  readonly out: () => string;
  readonly err: () => string;
  /** Sends a signal to whoever listens; false where nobody does. */
  readonly send: (signal: Signal) => boolean;
  /** Hears what is said on standard error. */
  readonly onSaid: (listener: (text: string) => void) => void;
}

export function memoryEffects(options: MemoryOptions = {}): Memory {
  const {terminal = false, columns = 80, environment = {}, input = '', workingDirectory = '/', outFails, errFails} = options;
  const written: Record<'out' | 'err', string[]> = {out: [], err: []};
  const handlers = new Set<(signal: Signal) => void>();
  const listeners: ((text: string) => void)[] = [];
  const output = (to: string[], fails?: Error, told: readonly ((text: string) => void)[] = []): Output => ({
    write(text) {
      if (fails) throw fails;
      to.push(text);
      for (const listener of told) listener(text);
    },
    ...{isTerminal: terminal, hasColours: terminal, columns, rows: 24},
  });
  const effects: Effects = {
    stdout: output(written.out, outFails),
    stderr: output(written.err, errFails, listeners),
    stdin: {
      async *[Symbol.asyncIterator]() {
        yield new TextEncoder().encode(input);
      },
    },
    canAsk: terminal,
    environment,
    workingDirectory,
    now: () => performance.now(),
    onSignal(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
  return {
    effects,
    out: () => written.out.join(''),
    err: () => written.err.join(''),
    send(signal) {
      for (const handler of handlers) handler(signal);
      return handlers.size > 0;
    },
    onSaid: (listener) => void listeners.push(listener),
  };
}

export interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command line in this process. */
export async function run(words: readonly string[], options: MemoryOptions = {}): Promise<Done> {
  const {effects, out, err} = memoryEffects(options);
  const {runCommandLine} = await import('./command-line.ts');
  const code = await runCommandLine(words, effects);
  return {code, out: out(), err: err()};
}
