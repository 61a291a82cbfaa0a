/** The commands that pages show: found wherever they stand, and held against what the command line declares. */
import {parse} from 'yaml';
import type {Command} from '../src/cli/command.ts';
import {COMMANDS} from '../src/cli/commands.ts';
import {flagOf, type OptionOf} from '../src/cli/options.ts';
import {blocksIn, inlineCodeOf, PAGES} from './doc-pages.ts';

export interface ShownCommand {
  readonly page: string;
  readonly line: string;
}

/** Whole lines of a block of shell: without comments, continued lines joined. */
export const shellLines = (block: string): readonly string[] =>
  block
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');

/** Every line of every block that is marked as shell: these run. */
export const commandsToRun = (): readonly ShownCommand[] =>
  PAGES.flatMap((page) =>
    blocksIn(page)
      .filter(({language}) => language === 'sh')
      .flatMap(({text}) => shellLines(text).map((line) => ({page, line}))),
  );

/** Calls of genloss in blocks that are not run: text, YAML of CI systems, pipelines. The reference of commands is made of the declarations. */
export const wholeCalls = (): readonly ShownCommand[] =>
  PAGES.filter((page) => page !== 'docs/reference/commands.md').flatMap((page) =>
    blocksIn(page).flatMap(({language, text}) =>
      linesOf(language, text)
        .filter(callsGenloss)
        .map((line) => ({page, line})),
    ),
  );

/** Code within sentences that begins with genloss: a call, or a part of one. */
export const inlineCalls = (): readonly ShownCommand[] =>
  PAGES.flatMap((page) =>
    inlineCodeOf(page)
      .filter((code) => /^(npx )?genloss [a-z]/.test(code))
      .map((line) => ({page, line})),
  );

/** Scripts of npm and files given to Node that a page names, in sentences and blocks alike. */
export const otherCalls = (): readonly ShownCommand[] =>
  PAGES.flatMap((page) =>
    [...inlineCodeOf(page), ...blocksIn(page).flatMap(({language, text}) => (['sh', 'text'].includes(language) ? shellLines(text) : []))]
      .filter((line) => /(^|\s)(npm run|node (bench|scripts|src)\/)/.test(line))
      .map((line) => ({page, line})),
  );

const callsGenloss = (line: string): boolean => /(^|[\s/])genloss [a-z]/.test(line);

function linesOf(language: string, text: string): readonly string[] {
  if (language === 'yaml') return scriptsIn(parse(text, {uniqueKeys: false})).flatMap((value) => shellLines(value));
  if (language === 'groovy') return [...text.matchAll(/\bsh '([^']*)'/g)].map(([, line]) => line);
  return language === 'text' ? shellLines(text).filter((line) => /^(\$ )?(npx |\S+\/)?genloss [a-z]/.test(line)) : [];
}

/** What a CI system runs; to the `entry` of a hook it adds the files itself. */
function scriptsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'script' || key === 'run') return [inner].flat().filter((line) => typeof line === 'string');
    return key === 'entry' && typeof inner === 'string' ? [`${inner} DATA`] : scriptsIn(inner);
  });
}

/** The words of the first call of genloss in a line, as a shell would give them. */
function wordsOf(line: string): readonly string[] {
  const [, call] = /(?:^|[\s/(])genloss (?:-- )?(.*?)\)?$/.exec(line) ?? [];
  const words = [...(call ?? '').matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  const end = words.findIndex((word) => /^(\||\|\||&&|>|;)$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** N, WORDS, FILE, GENERATION: what a reader puts a value of their own for. */
const isPlaceholder = (word: string): boolean => /^[A-Z][A-Z_]*$/.test(word) || word === '...';

/** What is wrong with a call, undefined where nothing is. `whole`: what must be given has to be there. */
export async function problemOf(line: string, {whole}: {readonly whole: boolean}): Promise<string | undefined> {
  const [name, ...rest] = wordsOf(line);
  if (isPlaceholder(name)) return undefined;
  const listed = COMMANDS.find((one) => one.name === name);
  if (listed === undefined) return `there is no command ${name}`;
  const command = await listed.load();
  const {problem, given, free} = read(rest, command, {whole});
  if (problem !== undefined) return problem;
  const positional = Object.values(command.positional);
  if (free.length > (positional.some(({many}) => many) ? Infinity : positional.length)) return `${free.length} words without a flag`;
  if (!whole) return undefined;
  if (free.length < positional.filter(({optional}) => !optional).length) return 'what it works on is missing';
  const missing = Object.entries(command.options).find(([key, {required}]) => required && !given.has(key));
  return missing && `${flagOf(missing[0])} is missing`;
}

interface ReadWords {
  readonly problem?: string;
  readonly given: ReadonlySet<string>;
  readonly free: readonly string[];
}

function read(words: readonly string[], {options}: Command, {whole}: {readonly whole: boolean}): ReadWords {
  const given = new Set<string>();
  const free: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at].replace(/^\[|\]$/g, '');
    if (word === '--help') continue;
    if (!/^-\D/.test(word)) {
      free.push(word);
      continue;
    }
    const [flag, glued] = word.split(/=(.*)/s);
    const found = Object.entries(options).find(([key, {short, negated}]) => flag === flagOf(key, {negated}) || flag === `-${short}`);
    if (found === undefined) return {problem: `there is no ${flag}`, given, free};
    given.add(found[0]);
    if (found[1].value === undefined) continue;
    const value = glued ?? words[++at];
    const problem = valueProblem(flag, value, found[1]);
    // a flag that ends what a sentence names is the flag, and not a use of it
    if (problem !== undefined && (whole || value !== undefined)) return {problem, given, free};
  }
  return {given, free};
}

function valueProblem(flag: string, value: string | undefined, {choices, parse: parseValue}: OptionOf<unknown>): string | undefined {
  if (value === undefined || value.startsWith('--')) return `${flag} wants a value`;
  if (isPlaceholder(value)) return undefined;
  if (choices && !choices.includes(value)) return `${flag} is one of ${choices.join(', ')}, got ${value}`;
  try {
    parseValue?.(value, undefined);
    return undefined;
  } catch (error) {
    return `${flag} ${value}: ${(error as Error).message}`;
  }
}
