#!/usr/bin/env node
/** The command line: runs the command that was asked for, and turns what goes wrong into words and an exit code. */
import {enableCompileCache} from 'node:module';

enableCompileCache?.();

async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  try {
    const {program} = await import('./program.ts');
    await program().parseAsync();
  } catch (error) {
    if (isUsage(error)) {
      process.exitCode = error.exitCode === 0 ? 0 : 64;
      return;
    }
    const {describeError, exitCodeOf} = await import('./exit.ts');
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

/** commander's own errors, which it has already explained; help and version are among them. */
const isUsage = (error: unknown): error is {exitCode: number} =>
  error instanceof Error && String((error as {code?: unknown}).code).startsWith('commander.');

await main();
