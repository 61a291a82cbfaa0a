/** `genloss init`: files to start from. Asks where a person is there to answer; never waits elsewhere. */
import {existsSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {GenlossError} from '../../core/error.ts';
import {asking} from '../ask.ts';
import {command, type GivenTo, oneOrNone} from '../command.ts';
import type {Effects} from '../effects.ts';
import {describeError, EXIT} from '../exit.ts';
import {flag, jsonOption, text} from '../options.ts';
import {printJson, say, tell} from '../print.ts';
import {schemasFrom} from '../schemas.ts';
import {type Start, startFiles} from '../start-files.ts';

const SHIPPED = 'corpus:speeches';

const positional = {dir: oneOrNone('the folder they are written to; this one unless given')};
const options = {
  human: text('data', 'human text to start from', {otherwise: 'asked, else the speeches that ship'}),
  field: text('name', 'field or column that holds the text', {otherwise: 'asked, else text'}),
  yes: flag('ask nothing', {short: 'y'}),
  json: jsonOption,
};
type InitFlags = GivenTo<typeof positional, typeof options>;

export const initCommand = command({
  positional,
  options,
  examples: [
    {line: 'genloss init', does: 'asks two questions and writes three files'},
    {line: 'genloss init project --human human.jsonl --yes', does: 'asks nothing'},
  ],
  async run(flags, effects) {
    const {dir = '.', json} = flags;
    const {human, field} = await answersTo(flags, effects);
    const folder = resolve(effects.workingDirectory, dir);
    const start: Start = {
      human: human === SHIPPED ? undefined : relative(folder, resolve(effects.workingDirectory, human)),
      field,
      schemas: schemasFrom(folder),
    };
    const {makeFolder, replaceFile} = await import('../../node/files.ts');
    makeFolder(folder);
    const files = startFiles(start);
    const kept = files.filter(({name}) => existsSync(join(folder, name)));
    const written = files.filter((file) => !kept.includes(file));
    for (const {name, content} of written) replaceFile(join(folder, name), [content]);
    const shown = (name: string) => join(dir, name);
    const next = [
      `genloss run ${shown('experiment.yaml')}`,
      `genloss check DATA --reference ${human} --gates ${shown('gates.yaml')}`,
      `genloss curate DATA --recipe ${shown('recipe.yaml')} -o ${shown('curated')}`,
    ];
    if (json) {
      printJson({written: written.map(({name}) => shown(name)), kept: kept.map(({name}) => shown(name)), next}, effects);
      return EXIT.done;
    }
    for (const {name, about} of written) say(`wrote  ${shown(name)}  ${about}\n`, effects);
    for (const {name} of kept) say(`kept   ${shown(name)}, which is there already\n`, effects);
    say(`\nnext   ${next.join('\n       ')}\n`, effects);
    return EXIT.done;
  },
});

/** From flags, else from a person, else what works anywhere. */
async function answersTo({human, field, yes}: InitFlags, effects: Effects): Promise<{human: string; field: string | undefined}> {
  if (yes || !effects.canAsk) {
    if (human !== undefined) await requireData(human, effects);
    return {human: human ?? SHIPPED, field};
  }
  const questions = asking(effects);
  try {
    let data = human;
    while (data === undefined || !(await isData(data, effects)))
      data = await questions.ask('Human text: a file, a folder or a glob (the speeches ship with genloss)', SHIPPED);
    const hasFields = /\.(jsonl|ndjson|json|csv|tsv|parquet)\b/i.test(data);
    return {human: data, field: field ?? (hasFields ? await questions.ask('The field or column that holds the text', 'text') : undefined)};
  } finally {
    await questions.close();
  }
}

async function requireData(data: string, {workingDirectory}: Effects): Promise<void> {
  const {findFiles} = await import('../../node/read/sources.ts');
  await findFiles([data], {base: workingDirectory});
}

/** What is wrong with it is said, so that it can be asked for again. */
async function isData(data: string, effects: Effects): Promise<boolean> {
  try {
    await requireData(data, effects);
    return true;
  } catch (error) {
    if (!(error instanceof GenlossError)) throw error;
    tell(describeError(error) ?? '', effects);
    return false;
  }
}
