/** `genloss label`: a page on which people judge the pairs that a run asks about, served to this machine alone or written for others; takes back what they judged. */
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {counted, sizeText} from '../../core/text/numbers.ts';
import {visible} from '../../core/text/plain.ts';
import {DEFAULT_DEVICE, DEVICES} from '../../node/tensor/device.ts';
import {annotatorName} from '../../run/annotator-name.ts';
import {command, manyOrNone, one} from '../command.ts';
import type {Effects} from '../effects.ts';
import {endAsked} from '../end-asked.ts';
import {EXIT} from '../exit.ts';
import {choice, type FlagsOf, flag, flagOf, text, wholeNumber} from '../options.ts';
import {say, tell} from '../print.ts';
import {commandText} from '../words.ts';

const MOST_PORT = 65_535;

const options = {
  port: wholeNumber('n', 'port of this machine', {otherwise: '4748, or a free one'}),
  address: text('host:port', 'a further address that the page is reached by, such as the end of a tunnel'),
  annotator: text('name', 'who judges', {otherwise: 'the name of the user; with --bundle the page asks'}),
  run: flag('go on with the run as soon as its pairs are judged'),
  device: choice('name', 'where neural models are computed, with --run', DEVICES, {otherwise: DEFAULT_DEVICE}),
  bundle: text('folder', 'write the page with the pairs that wait as a static site, for people on other machines, and serve nothing'),
  take: flag('take the files that such pages have handed back into the run, and serve nothing'),
};

type Flags = FlagsOf<typeof options>;

export const labelCommand = command({
  positional: {directory: one('a run directory'), files: manyOrNone('with --take: files that were handed back')},
  options,
  examples: [
    {line: 'genloss label runs/mine', does: 'says an address of this machine; Ctrl-C ends it'},
    {line: 'genloss label runs/mine --annotator ada --run', does: 'and the run goes on as soon as its pairs are judged'},
    {line: 'genloss label runs/mine --bundle page', does: 'the page for a static host, or to open from a disk, on any machine'},
    {line: 'genloss label runs/mine --take ada.judgements.jsonl', does: 'what was judged on it comes into the run'},
  ],
  async run({directory, files = [], ...flags}, effects) {
    const {port, bundle, take} = flags;
    if (port !== undefined && port > MOST_PORT) throw new ConfigError(`--port wants at most ${MOST_PORT}, got ${port}`, {where: '--port'});
    const annotator = flags.annotator === undefined ? undefined : annotatorName(flags.annotator, {where: '--annotator'});
    if (bundle === '') throw new ConfigError('--bundle wants a folder', {where: '--bundle'});
    if (bundle !== undefined)
      refuseBeside('bundle', 'writes files and serves nothing', ['take', 'port', 'address', 'run', 'device'], flags);
    if (take)
      refuseBeside(
        'take',
        'serves nothing, and takes judgements of whoever made them',
        ['port', 'address', 'annotator', 'run', 'device'],
        flags,
      );
    if (!take && files.length > 0)
      throw new ConfigError(`a run directory is wanted, and nothing beside it: got ${files[0]} too`, {
        next: 'files that were handed back go with --take',
      });
    if (take && files.length === 0)
      throw new ConfigError('--take wants files', {where: '--take', next: 'name them: genloss label DIR --take FILE...'});
    if (bundle !== undefined) return bundled({directory, annotator, out: bundle}, effects);
    if (take) return taken(directory, files, effects);
    return serve(directory, {...flags, annotator}, effects);
  },
});

function refuseBeside(key: keyof Flags, does: string, others: readonly (keyof Flags)[], flags: Flags): void {
  const found = others.filter((other) => flags[other] !== undefined).map((other) => flagOf(other));
  if (found.length > 0) throw new ConfigError(`${flagOf(key)} ${does}: it does not go with ${found.join(', ')}`, {where: flagOf(key)});
}

async function serve(
  directory: string,
  {port, address, annotator, run, device = DEFAULT_DEVICE}: Flags,
  effects: Effects,
): Promise<number> {
  const {serveLabel} = await import('../../node/label/serve-label.ts');
  const onNotice = (said: string) => tell(`genloss: ${said}\n`, effects);
  const stop = new AbortController();
  const {RunBeside} = await import('../../node/label/beside.ts');
  const beside = run ? new RunBeside({directory, device, onNotice, signal: stop.signal, workers: availableParallelism()}) : undefined;
  const served = await serveLabel({
    ...{directory, port, address, onNotice},
    annotator: annotator ?? nameOfUser(effects.environment),
    now: () => new Date().toISOString(),
    run: () => beside?.status ?? {status: 'command', command: goingOn(directory)},
  });
  say(`${served.url}\n`, effects);
  if (served.further !== undefined) tell(`genloss: by the further address: ${served.further}\n`, effects);
  tell('genloss: judgements are written as they are made; Ctrl-C ends it\n', effects);
  const going = beside?.go();
  await endAsked(effects);
  stop.abort();
  await going;
  await served.close();
  return EXIT.done;
}

/** Of what the system says. Throws ConfigError where it is no name of somebody who judges. */
const nameOfUser = ({USER, LOGNAME}: Effects['environment']): string =>
  annotatorName(USER?.trim() || LOGNAME?.trim() || 'me', {where: 'the name of the user; --annotator gives another'});

const goingOn = (directory: string): string => commandText(['genloss', 'run', join(directory, 'experiment.yaml'), '--output', directory]);

interface Bundled {
  readonly directory: string;
  readonly annotator?: string;
  readonly out: string;
}

async function bundled(asked: Bundled, effects: Effects): Promise<number> {
  const {writeLabelBundle} = await import('../../node/label/bundle.ts');
  const {refuseOwnFolder} = await import('../../node/run/own-files.ts');
  refuseOwnFolder(asked.directory, {flag: '--bundle', path: asked.out});
  const {pairs, bytes} = await writeLabelBundle(asked);
  say(`page     ${join(asked.out, 'index.html')}, ${counted(pairs, 'pair')}, ${sizeText(bytes)}\n`, effects);
  tell('genloss: whoever has this folder can read the texts of these pairs\n', effects);
  tell(
    `genloss: what is handed back goes into the run with ${commandText(['genloss', 'label', asked.directory, '--take'])} FILE...\n`,
    effects,
  );
  return EXIT.done;
}

async function taken(directory: string, paths: readonly string[], effects: Effects): Promise<number> {
  const {takeJudgements} = await import('../../node/people/take.ts');
  const {files, wanted, aside} = await takeJudgements(directory, paths);
  if (aside !== undefined)
    tell(`genloss: warning: an unfinished last line of judgements.jsonl was set aside: ${visible(aside.slice(0, 100))}\n`, effects);
  for (const file of files)
    say(
      `${counted(file.taken, 'line')} of ${visible(file.annotators.join(', '))} taken, ${file.there} there already: ${file.path}\n`,
      effects,
    );
  tell(
    `genloss: ${wanted === 0 ? 'the run waits for nobody' : `${counted(wanted, 'judgement')} still wanted`}; it goes on with ${goingOn(directory)}\n`,
    effects,
  );
  return EXIT.done;
}
