/** A user's programs that run, so that they end with whoever started them. Loads nothing: what asks for their end may have started none. */

export interface LiveProgram {
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

const live = new Set<LiveProgram>();
let watching = false;

export function began(program: LiveProgram): void {
  live.add(program);
  watchExit();
}

export function ended(program: LiveProgram): void {
  live.delete(program);
}

/** Ends every program that runs, with all that they have started; resolves when they are gone. For signal handlers. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...live].map((program) => program.stop()));
}

/** Whoever ends this process ends them too. */
function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const program of live) program.kill('SIGKILL');
  });
}
