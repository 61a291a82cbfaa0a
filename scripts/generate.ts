/** Writes what derives from the code: the JSON Schema for editors, the reference pages, Unicode's tables. CI runs it and fails on a difference. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as z from 'zod';
import type {CommandExample} from '../src/cli/command.ts';
import {COMMANDS} from '../src/cli/commands.ts';
import {program} from '../src/cli/program.ts';
import {gatesSchema} from '../src/guard/check/gates-schema.ts';
import {recipeSchema} from '../src/guard/curate/recipe.ts';
import {watchSchema} from '../src/guard/watch/definition.ts';
import {experimentSchema} from '../src/lab/experiment/schema.ts';
import {catalog} from '../src/lab/measure/catalog.ts';
import {shippedExperiments} from '../src/node/shipped.ts';
import {readDuration} from '../test/duration.ts';
import {apiPage, exportsOf} from './api.ts';
import {decisionsPage, llmsText} from './doc-index.ts';
import {EXIT_CODES} from './exit-codes.ts';
import {ISOMORPHIC, LAYERS, ROOMS_OF_LAB} from './layers.ts';
import {manPage} from './man-page.ts';
import {withDuration} from './readme.ts';
import {shippedPage} from './shipped-page.ts';
import {unicodeTables} from './unicode.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), {recursive: true});
  writeFileSync(join(root, path), text);
};

const NOTE = 'Written by `npm run generate`; change the code instead.';

interface Node {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Node>;
  required?: string[];
  anyOf?: Node[];
  oneOf?: Node[];
  items?: Node;
  additionalProperties?: Node | boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

const schema = z.toJSONSchema(experimentSchema, {io: 'input', unrepresentable: 'any'}) as Node;
write('schema/experiment.json', `${JSON.stringify({...schema, title: 'genloss experiment'}, undefined, 2)}\n`);
const gates = z.toJSONSchema(gatesSchema, {io: 'input', unrepresentable: 'any'});
write('schema/gates.json', `${JSON.stringify({...gates, title: 'genloss gates'}, undefined, 2)}\n`);
const recipe = z.toJSONSchema(recipeSchema, {io: 'input', unrepresentable: 'any'});
write('schema/recipe.json', `${JSON.stringify({...recipe, title: 'genloss recipe'}, undefined, 2)}\n`);
const watch = z.toJSONSchema(watchSchema, {io: 'input', unrepresentable: 'any'});
write('schema/watch.json', `${JSON.stringify({...watch, title: 'genloss watch'}, undefined, 2)}\n`);
write('docs/reference/experiment.md', experimentPage(schema));
write('docs/reference/measures.md', measuresPage());
write('docs/reference/commands.md', await commandsPage());
write('man/genloss.1', manPage(await program(), await examplesByCommand()));
write('docs/reference/shipped.md', shippedPage(await shippedExperiments(), {note: NOTE}));
write('docs/reference/api.md', apiPage(exportsOf(), {note: NOTE, holds: (room) => LAYERS[room.split('/')[0]]?.holds ?? ''}));
write('docs/decisions/README.md', decisionsPage(root, {note: NOTE}));
write('llms.txt', llmsText(root));
write('CONTRIBUTING.md', withLayers(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')));
write('README.md', withDuration(readFileSync(join(root, 'README.md'), 'utf8'), readDuration()));
write('src/core/text/unicode/tables.ts', await unicodeTables());

/** The tables of layers in CONTRIBUTING.md. */
function withLayers(page: string): string {
  const table = (rooms: typeof LAYERS, folder: string): string[] => [
    '| folder | holds | may import |',
    '|---|---|---|',
    ...Object.entries(rooms).map(
      ([name, {holds, mayImport}]) => `| \`${folder}/${name}\` | ${holds} | ${mayImport.join(', ') || 'nothing'} |`,
    ),
  ];
  const anywhere = `${ISOMORPHIC.map((name) => `\`${name}\``).join(', ')} run anywhere: they compile with neither Node's types nor a page's.`;
  const lines = [...table(LAYERS, 'src'), '', anywhere, '', 'The lab has rooms of its own:', '', ...table(ROOMS_OF_LAB, 'src/lab')];
  return page.replace(/<!-- layers -->[\s\S]*<!-- \/layers -->/, `<!-- layers -->\n\n${lines.join('\n')}\n\n<!-- /layers -->`);
}

function experimentPage(top: Node): string {
  const lines = ['# Fields of an experiment', '', `_${NOTE}_`, '', 'An experiment is one YAML file. Unknown keys are errors.', ''];
  lines.push(...fieldsTable(top, [], ['data', 'model', 'sample', 'arms']));
  for (const key of ['data', 'model', 'sample', 'arms']) {
    const node = top.properties![key];
    lines.push('', `## \`${key}\``, '', node.description ?? '', '');
    if (key === 'arms') lines.push(...fieldsTable(node.additionalProperties as Node, ['workflow', 'weights', 'enrichment', 'stop']));
    else for (const one of branches(node)) lines.push(...branchSection(one));
  }
  lines.push(
    '',
    '## Schedules',
    '',
    'A number, a list with one for each generation (the last one stays), or:',
    '',
    ...fieldsTable(scheduleOf(top)),
  );
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** The form of a schedule that has fields. */
function scheduleOf(top: Node): Node {
  const {size} = top.properties!.sample.properties!;
  return branches(size).find(({properties}) => properties?.grow)!;
}

function branches(node: Node): Node[] {
  return (node.anyOf ?? node.oneOf ?? [node]).flatMap((one) => (one.anyOf || one.oneOf ? branches(one) : [one]));
}

function branchSection(node: Node): string[] {
  const [key, tag] = Object.entries(node.properties ?? {}).find(([, value]) => value.const !== undefined) ?? [];
  const heading = tag ? `\`${key}: ${String(tag.const)}\`` : node.properties?.files ? '`files`' : '';
  return ['', ...(heading ? [`### ${heading}`, ''] : []), node.description ?? '', '', ...fieldsTable(node)];
}

function fieldsTable(node: Node, expand: readonly string[] = [], below: readonly string[] = []): string[] {
  const rows = Object.entries(node.properties ?? {}).filter(([, value]) => value.const === undefined);
  if (rows.length === 0) return [];
  const lines = ['| field | wants | default | |', '|---|---|---|---|'];
  for (const [name, value] of rows) {
    const must = node.required?.includes(name) ? '_required_' : '';
    const fallback = value.default === undefined ? must : `\`${JSON.stringify(value.default)}\``;
    lines.push(
      `| \`${name}\` | ${cell(below.includes(name) ? 'see below' : typeOf(value, expand.includes(name)))} | ${fallback} | ${cell(value.description ?? '')} |`,
    );
  }
  return lines;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function typeOf(node: Node, deep = false): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum)
    return node.enum.length > 12 ? 'names, see [measures](measures.md)' : node.enum.map((value) => `\`${String(value)}\``).join(', ');
  const options = node.anyOf ?? node.oneOf;
  const moving = options?.find(({properties}) => properties?.grow);
  if (options && moving) {
    const others = options.filter((one) => one !== moving && one.type !== 'array').map((one) => typeOf(one, true));
    return `${others.join(' or ')} or a [schedule](#schedules)`;
  }
  if (options) return options.length > 6 ? 'see below' : options.map((one) => typeOf(one, true)).join(' or ');
  if (node.type === 'array') return `list of ${typeOf(node.items ?? {}, true)}`;
  if (node.type === 'object' && node.properties) {
    return deep ? `\`{${Object.keys(node.properties).join(', ')}}\`` : 'see below';
  }
  if (node.type === 'object') return 'a map by name';
  return `${node.type === 'integer' ? 'whole number' : (node.type ?? 'any value')}${boundsOf(node)}`;
}

function boundsOf({minimum, maximum, exclusiveMinimum, exclusiveMaximum}: Node): string {
  const safe = (bound: number | undefined) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const low = safe(minimum) ? `>= ${minimum}` : safe(exclusiveMinimum) ? `> ${exclusiveMinimum}` : '';
  const high = safe(maximum) ? `<= ${maximum}` : safe(exclusiveMaximum) ? `< ${exclusiveMaximum}` : '';
  return low || high ? ` ${[low, high].filter(Boolean).join(', ')}` : '';
}

function measuresPage(): string {
  const lines = ['# Measures', '', `_${NOTE}_`, '', 'Names are stable. Every picture in a report has the caption that stands here.', ''];
  const scales = {log: 'geometric mean', mass: 'log2 of the mean mass', plain: 'mean'};
  const sides = {low: 'below', high: 'above', nothing: 'as 0', none: '-'};
  lines.push(
    'What is drawn over seeds, and where a lineage without a value stands among the others, is explained in [results.md](../results.md#which-mean).',
    '',
    '| name | what | unit | on | read from | over seeds | lost lineages | in its picture | source |',
    '|---|---|---|---|---|---|---|---|---|',
  );
  for (const {name, title, unit, on, from, scale = 'plain', lost = 'none', caption, source} of catalog) {
    const about = [title, unit || '-', on.join(', '), from, scales[scale], sides[lost], cell(caption), cell(source)];
    lines.push(`| \`${name}\` | ${about.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

async function examplesByCommand(): Promise<ReadonlyMap<string, readonly CommandExample[]>> {
  const entries = await Promise.all(COMMANDS.map(async ({name, load}) => [name, (await load()).examples] as const));
  return new Map(entries);
}

async function commandsPage(): Promise<string> {
  const top = (await program()).configureHelp({helpWidth: 100});
  const lines = ['# Commands', '', `_${NOTE}_`, '', '```text', top.helpInformation().trimEnd(), '```'];
  for (const command of top.commands)
    lines.push(
      '',
      `## genloss ${command.name()}`,
      '',
      '```text',
      command.configureHelp({helpWidth: 100}).helpInformation().trimEnd(),
      '```',
    );
  lines.push('', '## Exit codes', '', '| code | meaning |', '|---|---|');
  for (const [code, meaning] of EXIT_CODES) lines.push(`| ${code} | ${meaning} |`);
  return `${lines.join('\n')}\n`;
}
