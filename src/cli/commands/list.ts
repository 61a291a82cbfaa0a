/** `genloss list` and `genloss show`: the experiments that ship. */
import {readFileSync} from 'node:fs';
import {command, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {jsonOption} from '../options.ts';
import {print, printJson, say} from '../print.ts';

export const listCommand = command({
  positional: {},
  options: {json: jsonOption},
  examples: [{line: 'genloss list', does: 'names, titles, how long each takes, and for whom it is'}],
  async run({json}, effects) {
    const {shippedNames, shippedPath} = await import('../../node/experiment-file.ts');
    const all = await Promise.all(shippedNames().map(async (name) => ({name, ...(await toldBy(readFileSync(shippedPath(name), 'utf8')))})));
    if (json) {
      printJson(all, effects);
      return EXIT.done;
    }
    const width = Math.max(...all.map(({name}) => name.length));
    const lines = all.map(({name, title}) => `${name.padEnd(width)}  ${title}\n`);
    say(`${lines.join('')}\ngenloss show NAME tells what one must show; genloss run NAME runs it\n`, effects);
    return EXIT.done;
  },
});

export const showCommand = command({
  positional: {name: one('its name (genloss list)')},
  options: {json: jsonOption},
  examples: [
    {line: 'genloss show gaussian', does: 'what it must show, and its YAML'},
    {line: 'genloss show gaussian > my.yaml', does: 'a file of your own to begin with'},
  ],
  async run({name, json}, effects) {
    const {requireShipped} = await import('../../node/experiment-file.ts');
    const yaml = readFileSync(requireShipped(name), 'utf8');
    if (json) printJson({name, ...(await toldBy(yaml)), yaml}, effects);
    else print(yaml, effects);
    return EXIT.done;
  },
});

/** What an experiment says of itself. */
async function toldBy(yaml: string): Promise<{title: string; shows: string | undefined}> {
  const {parse} = await import('yaml');
  const {title, shows} = parse(yaml) as {title: string; shows?: string};
  return {title, shows: shows?.trim()};
}
