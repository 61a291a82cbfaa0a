/**
 * What the notes of a receiver are called: a digest of its address, keyed by chance that was drawn once and lies beside them, for their owner's
 * eyes alone. Whoever sees names and notes, but not the key, cannot test guesses of an address.
 *
 * Notes that a genloss before this one left have the plain digest in their names; they get their new names at once, whichever alerts they are of.
 */
import {createHmac, randomBytes} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import {DataError} from '../../../core/error.ts';
import {makeFolder, outputError, replaceFile} from '../../files.ts';
import {unreadable} from '../../read/open.ts';

const KEY = 'key';
const PLAIN = /^((?:webhook|alertmanager)-)([0-9a-f]{16})\.json$/;

/** Without its ending. Makes the folder and the key where there are none. Throws OutputError, and DataError where the key cannot be read. */
export function nameOfNotes(directory: string, {kind, digest}: {readonly kind: string; readonly digest: string}): string {
  const key = keyOf(directory);
  renamePlain(directory, key);
  return `${kind}-${keyed(digest, key)}`;
}

const keyed = (digest: string, key: string): string => createHmac('sha256', key).update(digest).digest('hex').slice(0, 24);

function keyOf(directory: string): string {
  const path = join(directory, KEY);
  if (existsSync(path)) return readKey(path);
  const key = randomBytes(16).toString('hex');
  makeFolder(directory);
  replaceFile(path, [`${key}\n`], {mode: 0o600});
  return key;
}

function readKey(path: string): string {
  let key: string;
  try {
    key = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (/^[0-9a-f]{32}$/.test(key)) return key;
  throw new DataError('the key of the names of what was delivered is damaged: wanted 32 hexadecimal digits', {
    where: path,
    next: 'remove the folder: the newest alarm is then posted once more, and nothing is acknowledged or silenced',
  });
}

function renamePlain(directory: string, key: string): void {
  for (const name of readdirSync(directory)) {
    const [, kind, digest] = PLAIN.exec(name) ?? [];
    if (digest === undefined) continue;
    const path = join(directory, name);
    try {
      renameSync(path, join(directory, `${kind}${keyed(digest, key)}.json`));
    } catch (error) {
      throw outputError(error, path);
    }
  }
}
