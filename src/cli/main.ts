#!/usr/bin/env node
/** The command line: runs the command that was asked for, and turns what goes wrong into words and an exit code. */
import {enableCompileCache} from 'node:module';

enableCompileCache?.();

const [BUG, SHORT] = [70, 71];

async function main(): Promise<void> {
  // what cannot be said on a standard error that is closed or full still has its exit code
  process.stderr.on('error', () => {});
  process.stdout.on('error', async (error) => end((await import('./print.ts')).undelivered(error)));
  process.on('uncaughtException', (error) => void end(error).finally(() => process.exit()));
  try {
    (await import('../node/dictionary.ts')).registerNodeDictionary();
    const {program} = await import('./program.ts');
    await program().parseAsync();
  } catch (error) {
    await end(error);
  }
}

async function end(error: unknown): Promise<void> {
  try {
    const {describeError, endingOf} = await import('./exit.ts');
    process.exitCode = endingOf(error, process.exitCode);
    const said = describeError(error);
    if (said !== undefined) process.stderr.write(said);
  } catch {
    // not even the words can be loaded: no more files can be opened, as a rule
    const {code, message} = error as NodeJS.ErrnoException;
    process.exitCode = code === 'EMFILE' || code === 'ENFILE' || /too many open files/.test(message) ? SHORT : BUG;
    process.stderr.write(`genloss: ${message}\n`);
  }
}

await main();
