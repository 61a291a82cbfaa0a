import {mkdirSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {isPosix} from '../../../../test/needs.ts';
import {failureOf, testFolder} from '../../folder.test-input.ts';
import {addressOf} from './address.ts';
import {nameOfNotes} from './note-names.ts';

const folder = testFolder();
let opened = 0;
const place = (): string => folder.at(`names-${opened++}`);
const about = (text: string, kind = 'webhook') => ({kind, digest: addressOf(text, {kind, where: ''}).digest});
const [hook, manager] = [about('http://a/t0ken'), about('http://a/t0ken', 'alertmanager')];

it('names are the same from call to call, and others in another folder', () => {
  const [one, other] = [place(), place()];
  const name = nameOfNotes(one, hook);
  expect(name).toMatch(/^webhook-[0-9a-f]{24}$/);
  expect(nameOfNotes(one, hook)).toBe(name);
  expect(nameOfNotes(one, about('http://a/t0kem'))).not.toBe(name);
  expect(nameOfNotes(other, hook)).not.toBe(name);
});

it('the key is for the eyes of its owner alone, and in no name', () => {
  const directory = place();
  const name = nameOfNotes(directory, hook);
  const key = join(directory, 'key');
  if (isPosix) expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(name).not.toContain(hook.digest);
  expect(readFileSync(key, 'utf8')).not.toContain(name.slice(8));
});

it('notes that have a plain digest in their names are taken over, of alerts that are no more too', () => {
  const directory = place();
  mkdirSync(directory);
  const gone = about('http://gone/');
  for (const {kind, digest} of [hook, manager, gone]) folder.put(`${directory.slice(folder.path.length)}/${kind}-${digest}.json`, digest);
  folder.put(`${directory.slice(folder.path.length)}/marks.json`, 'marks');
  for (const one of [hook, manager, gone])
    expect(readFileSync(join(directory, `${nameOfNotes(directory, one)}.json`), 'utf8')).toBe(one.digest);
  expect(readdirSync(directory)).toHaveLength(5);
  for (const {digest} of [hook, manager, gone]) expect(readdirSync(directory).join()).not.toContain(digest);
});

it('a key that is damaged is refused, and a lost one is made anew', async () => {
  const directory = place();
  const name = nameOfNotes(directory, hook);
  folder.put(`${directory.slice(folder.path.length)}/key`, 'short');
  expect(await failureOf(() => nameOfNotes(directory, hook))).toMatchObject({code: 'data', where: join(directory, 'key')});
  rmSync(join(directory, 'key'));
  expect(nameOfNotes(directory, hook)).not.toBe(name);
});
