#!/usr/bin/env node
/**
 * Where the program begins. A Node that is too old cannot even read what follows, so it is loaded only where it can, and else one line says so;
 * with 64, since 1 is a verdict.
 */
import {NODE_WANTED, olderThan} from './node-wanted.ts';

if (olderThan(process.versions.node, NODE_WANTED)) {
  process.stderr.write(`genloss: this is Node ${process.versions.node}, genloss needs ${NODE_WANTED} or newer: https://nodejs.org\n`);
  process.exitCode = 64;
} else {
  import('./start.ts').catch((error) => {
    process.stderr.write(`genloss: ${error}\n`);
    process.exitCode = 70;
  });
}
