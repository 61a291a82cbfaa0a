#!/usr/bin/env node
/** The command line of the process: what is said on it, run to its exit code. */
import {enableCompileCache} from 'node:module';
import {onProcess} from './process.ts';

enableCompileCache?.();

await onProcess(async (words, effects) => {
  (await import('../node/dictionary.ts')).registerNodeDictionary();
  const {runCommandLine} = await import('./command-line.ts');
  return runCommandLine(words, effects);
});
