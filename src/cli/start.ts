/** The command line of the process: what is said on it, run to its exit code. */
import * as module from 'node:module';
import {onProcess} from './process.ts';

// not everywhere: Deno has none
module.enableCompileCache?.();

await onProcess(async (words, effects) => {
  (await import('../node/dictionary.ts')).registerNodeDictionary();
  const {runCommandLine} = await import('./command-line.ts');
  return runCommandLine(words, effects);
});
