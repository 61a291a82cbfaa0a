/** `genloss label`: a page on which a person judges the pairs that a run asks about, served to this machine alone. */
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {DEFAULT_DEVICE, DEVICES} from '../../node/tensor/device.ts';
import {command, one} from '../command.ts';
import {endAsked} from '../end-asked.ts';
import {EXIT} from '../exit.ts';
import {choice, flag, text, wholeNumber} from '../options.ts';
import {say, tell} from '../print.ts';
import {commandText} from '../words.ts';

const MOST_PORT = 65_535;

export const labelCommand = command({
  positional: {directory: one('a run directory')},
  options: {
    port: wholeNumber('n', 'port of this machine', {otherwise: '4748, or a free one'}),
    address: text('host:port', 'a further address that the page is reached by, such as the end of a tunnel'),
    annotator: text('name', 'who judges', {otherwise: 'the name of the user'}),
    run: flag('go on with the run as soon as its pairs are judged'),
    device: choice('name', 'where neural models are computed, with --run', DEVICES, {default: DEFAULT_DEVICE}),
  },
  examples: [
    {line: 'genloss label runs/mine', does: 'says an address of this machine; Ctrl-C ends it'},
    {line: 'genloss label runs/mine --annotator ada --run', does: 'and the run goes on as soon as its pairs are judged'},
  ],
  async run({directory, port, address, annotator, run, device}, effects) {
    if (port !== undefined && port > MOST_PORT) throw new ConfigError(`--port wants at most ${MOST_PORT}, got ${port}`, {where: '--port'});
    if (annotator === '') throw new ConfigError('--annotator wants a name', {where: '--annotator'});
    const {USER, LOGNAME} = effects.environment;
    const {serveLabel} = await import('../../node/label/serve-label.ts');
    const onNotice = (said: string) => tell(`genloss: ${said}\n`, effects);
    const stop = new AbortController();
    const {RunBeside} = await import('../../node/label/beside.ts');
    const beside = run ? new RunBeside({directory, device, onNotice, signal: stop.signal, workers: availableParallelism()}) : undefined;
    const goesOn = commandText(['genloss', 'run', join(directory, 'experiment.yaml'), '--output', directory]);
    const served = await serveLabel({
      ...{directory, port, address, onNotice},
      annotator: annotator ?? USER ?? LOGNAME ?? 'me',
      now: () => new Date().toISOString(),
      run: () => beside?.status ?? {status: 'command', command: goesOn},
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
  },
});
