/** `genloss list` and `genloss show`: the experiments that ship. */
import {existsSync, readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {ConfigError} from '../../core/error.ts';
import {shippedNames, shippedPath} from '../../node/experiment-file.ts';
import {print, printJson, say} from '../print.ts';

interface Shipped {
  title: string;
  shows?: string;
}

const read = (name: string): Shipped => parse(readFileSync(shippedPath(name), 'utf8')) as Shipped;

export async function list({json}: {json?: boolean}): Promise<void> {
  const all = shippedNames().map((name) => ({name, ...pick(read(name))}));
  if (json) {
    printJson(all);
    return;
  }
  const width = Math.max(...all.map(({name}) => name.length));
  const lines = all.map(({name, title}) => `${name.padEnd(width)}  ${title}\n`);
  say(`${lines.join('')}\ngenloss show NAME tells what one must show; genloss run NAME runs it\n`);
}

const pick = ({title, shows}: Shipped) => ({title, shows: shows?.trim()});

export async function show(name: string, {json}: {json?: boolean}): Promise<void> {
  if (!/^[\w-]+$/.test(name) || !existsSync(shippedPath(name))) {
    throw new ConfigError(`no experiment of the name ${JSON.stringify(name)} ships`, {next: `one of ${shippedNames().join(', ')}`});
  }
  const yaml = readFileSync(shippedPath(name), 'utf8');
  if (json) printJson({name, ...pick(read(name)), yaml});
  else print(yaml);
}
