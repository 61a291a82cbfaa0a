/** `genloss list` and `genloss show`: the experiments that ship. */
import {readFileSync} from 'node:fs';
import type {Shipped} from '../../node/shipped.ts';
import {command, one} from '../command.ts';
import {duration} from '../duration.ts';
import {EXIT} from '../exit.ts';
import {jsonOption} from '../options.ts';
import {print, printJson, say} from '../print.ts';
import {schemaLine, schemasFrom} from '../schemas.ts';

export const listCommand = command({
  positional: {},
  options: {json: jsonOption},
  examples: [{line: 'genloss list', does: 'names, titles, how long each takes, and for whom it is'}],
  async run({json}, effects) {
    const {shippedExperiments} = await import('../../node/shipped.ts');
    const all = await shippedExperiments();
    if (json) printJson(all.map(recordOf), effects);
    else say(listText(all), effects);
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
    const yaml = fromHere(readFileSync(requireShipped(name), 'utf8'), schemasFrom(effects.workingDirectory));
    if (!json) {
      print(yaml, effects);
      return EXIT.done;
    }
    const {shippedExperiments} = await import('../../node/shipped.ts');
    const shipped = (await shippedExperiments()).find((experiment) => experiment.name === name);
    if (shipped !== undefined) printJson({...recordOf(shipped), yaml}, effects);
    return EXIT.done;
  },
});

/** The path of the schema that a shipped file names is from its own folder; what is shown is saved elsewhere. */
const fromHere = (yaml: string, schemas: string): string =>
  yaml.replace(
    /^# yaml-language-server: .*\n/,
    `${schemaLine(schemas, 'experiment')}\n# (a path from the folder in which \`genloss show\` ran: for a file that is saved there)\n`,
  );

const recordOf = ({timing, ...shipped}: Shipped): object => ({...shipped, ...timing});

function listText(all: readonly Shipped[]): string {
  const rows = all.map(({name, level, timing, title}) => [name, timing ? duration(timing.seconds) : '?', level ?? '?', title]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map(([name, takes, level, title]) =>
    [name.padEnd(widths[0]), takes.padStart(widths[1]), level.padEnd(widths[2]), title].join('  '),
  );
  return `${lines.join('\n')}

genloss show NAME tells what one must show; genloss run NAME runs it; genloss run NAME --dry-run says how long it takes here
${measuredText(all)}`;
}

/** On what machine, and when: a line for each that differs. */
function measuredText(all: readonly Shipped[]): string {
  const measured = new Map<string, string[]>();
  for (const {name, timing} of all) {
    if (timing === undefined) continue;
    const how = `${timing.machine}, ${timing.date}${timing.note === undefined ? '' : ` (${timing.note})`}`;
    measured.set(how, [...(measured.get(how) ?? []), name]);
  }
  const [most] = [...measured].sort(([, a], [, b]) => b.length - a.length);
  const lines = [...measured].map(([how, names]) => `times measured on ${how}${names === most[1] ? '' : `: ${names.join(', ')}`}\n`);
  return `${lines.join('')}${all.some(({timing}) => timing === undefined) ? '?: not measured\n' : ''}`;
}
