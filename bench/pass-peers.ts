/** The C program that makes the same pass over a corpus as `genloss profile`. */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {type Run, timed} from './timed.ts';

export interface PassPeer {
  readonly name: string;
  run(file: string): Run;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const C_SOURCE = here('peers/profile-pass.c');
const C_PASS = here('peers/build/profile-pass');

/** The C program in its two modes, compiled where that is needed and possible. */
export function passPeers(note: (text: string) => void): PassPeer[] {
  if (!existsSync(C_PASS) || statSync(C_PASS).mtimeMs < statSync(C_SOURCE).mtimeMs) {
    mkdirSync(here('peers/build/'), {recursive: true});
    const {status, stderr, error} = spawnSync('gcc', ['-std=c11', '-O3', '-march=native', '-o', C_PASS, C_SOURCE], {encoding: 'utf8'});
    if (status !== 0) {
      note(`the C pass is left out: gcc ${error?.message ?? stderr}`);
      return [];
    }
  }
  return [
    {name: 'C pass, full', run: (file) => timed(C_PASS, ['full', file])},
    {name: 'C pass, words and n-grams only', run: (file) => timed(C_PASS, ['words-ngrams', file])},
  ];
}
