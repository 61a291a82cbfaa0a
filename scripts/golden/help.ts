/** Golden files of what the command line says of itself, and of what goes wrong. */
import {program} from '../../src/cli/program.ts';
import {genloss, printed} from './command.ts';
import type {Files} from './experiments.ts';

export async function helpFiles(folder: string): Promise<Files> {
  const top = (await program()).configureHelp({helpWidth: 80});
  const texts: [string, string][] = [['help/genloss.txt', top.helpInformation()]];
  for (const command of top.commands) texts.push([`help/${command.name()}.txt`, command.configureHelp({helpWidth: 80}).helpInformation()]);
  const told: [string, string[]][] = [
    ['help/version.txt', ['--version']],
    ['formats/list.txt', ['list']],
    ['formats/list.json', ['list', '--json']],
    ['formats/show.txt', ['show', 'gaussian']],
    ['formats/show.json', ['show', 'gaussian', '--json']],
  ];
  const all = told.map(async ([name, args]): Promise<[string, string]> => [name, await printed(args, folder)]);
  return new Map([...texts, ...(await Promise.all(all)), ['formats/errors.txt', await errors(folder)]]);
}

/** Commands that cannot be done, one of each exit code and place. */
const WRONG: readonly (readonly string[])[] = [
  [],
  ['simulate'],
  ['run'],
  ['run', 'no-such-experiment'],
  ['run', 'experiments/gaussian.yaml', '--workers', '0'],
  ['run', 'experiments/gaussian.yaml', '--set', 'arms.replace.workflow=accumulated'],
  ['run', 'experiments/gaussian.yaml', '--set', 'sample.sise=3', '--json'],
  ['report', 'no-such-folder'],
  ['show', 'gausian'],
  ['check', 'tiny.jsonl'],
  ['check', 'missing.jsonl', '--reference', 'human.jsonl', '--quiet'],
  ['check', 'broken.jsonl', '--reference', 'human.jsonl', '--quiet'],
  ['check', 'broken.jsonl', '--reference', 'human.jsonl', '--quiet', '--json'],
  ['check', 'tiny.jsonl', '--reference', 'human.jsonl', '--field', 'txt', '--quiet'],
  ['profile', 'tiny.jsonl', '-o', 'human.jsonl/tiny.profile', '--quiet'],
  ['profile', 'tiny.jsonl', '-o', 'tiny.jsonl', '--quiet'],
  ['merge', 'tiny.jsonl', '-o', 'merged.profile'],
  ['forecast', 'tiny.jsonl', '--quiet'],
];

async function errors(folder: string): Promise<string> {
  const all = WRONG.map(async (args) => {
    const {code, out, err} = await genloss(args, folder);
    return `$ ${['genloss', ...args].join(' ')}\n${out}${err}[${code}]\n`;
  });
  return (await Promise.all(all)).join('\n');
}
