/** The command line of the process: what is said on it, run to its exit code. */
import * as module from 'node:module';
import type {Effects} from './effects.ts';
import {onProcess} from './process.ts';

// not everywhere: Deno has none
module.enableCompileCache?.();

await onProcess(async (words, effects) => {
  if (words.length === 1 && ['--version', '-V'].includes(words[0])) return printVersion(effects);
  (await import('../node/dictionary.ts')).registerNodeDictionary();
  const {runCommandLine} = await import('./command-line.ts');
  return runCommandLine(words, effects);
});

/** As the command line prints it, without what reads a command line. */
async function printVersion(effects: Effects): Promise<number> {
  const {print} = await import('./print.ts');
  const {version} = await import('../node/version.ts');
  print(`${version()}\n`, effects);
  return 0;
}
