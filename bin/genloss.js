#!/usr/bin/env node
/** The command line: from source in a checkout, where that is newest; from the bundle in an installed package, which has no source. */
import {existsSync} from 'node:fs';
import * as module from 'node:module';

// before the first source is read: what is stored of it spares its translation; not everywhere: Deno has none
module.enableCompileCache?.();

const source = new URL('../src/cli/main.ts', import.meta.url);
if (existsSync(source)) {
  try {
    const {buildKernels} = await import('../scripts/kernel.ts');
    await buildKernels();
    await import(source.href);
  } catch (error) {
    if (error.code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    process.stderr.write(`genloss: this is Node ${process.versions.node}, which cannot read the source\n  next: npm ci, then npx genloss, which takes the Node that this brought\n`);
    process.exitCode = 64;
  }
} else {
  await import('../dist/cli.js');
}
