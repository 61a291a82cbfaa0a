/** `genloss watch`, once it is called: the history is brought up to date, who is to be told is told, and the report written. */
import {availableParallelism} from 'node:os';
import {relative, resolve} from 'node:path';
import {ConfigError} from '../core/error.ts';
import {plainLine} from '../core/text/terminal.ts';
import type {WatchReport, WatchStatus} from '../guard/watch-report.ts';
import {drawingDocument} from '../node/document.ts';
import {type NamedOutput, prepareOutput, refuseInside, refuseOverwriting, writeOutput} from '../node/output-file.ts';
import {version} from '../node/version.ts';
import {profilePath, referencePath} from '../node/watch/state.ts';
import {stateBeside, type WatchBegun} from '../node/watch/watch.ts';
import type {WatchCommands} from '../report/pages/watch/commands.ts';
import type {Effects} from './effects.ts';
import {EXIT} from './exit.ts';
import {print, printJson, tell, verdictPrinted} from './print.ts';
import {startReadingDisplay} from './reading-picture.ts';
import type {WatchFlags} from './watch-options.ts';
import {commandText} from './words.ts';

const EXITS: Readonly<Record<WatchStatus, number>> = {quiet: EXIT.done, alarm: EXIT.fail, calibrating: EXIT.inconclusive};

export async function watchData(flags: WatchFlags, effects: Effects): Promise<number> {
  const {file, state, period, accept, workers, quiet} = flags;
  const {bringUpToDate} = await import('../node/watch/watch.ts');
  requireDelivery(flags);
  const display = startReadingDisplay('reading', {quiet: quiet === true}, effects);
  let outputs: readonly NamedOutput[] = [];
  return bringUpToDate(
    file,
    {
      ...{stdin: effects.stdin, onProgress: (progress) => display.show(progress)},
      workers: workers ?? availableParallelism(),
      ...(state !== undefined && {state}),
      ...(period !== undefined && {period}),
      ...(accept !== undefined && {accept}),
      onFound: (paths) => refuseOverwriting(outputs, async () => paths),
    },
    async (begun) => {
      outputs = await prepared(begun, flags);
      const deliver = await deliveryOf(begun, flags, effects);
      return async (report) => {
        const delivered = await deliver(report);
        display.end();
        return tellReport(delivered, flags, effects);
      };
    },
  ).finally(() => display.end());
}

/** Files that the call will write, each for what it is called: none may be read by it, or be of the state. Throws ConfigError and OutputError. */
async function prepared({definition, folder, directory, beside}: WatchBegun, {file, html, deliver}: WatchFlags): Promise<NamedOutput[]> {
  const textfiles = (definition.alerts ?? []).flatMap((alert, i): NamedOutput[] =>
    'textfile' in alert && deliver !== false ? [{flag: `alerts.${i}.textfile`, path: resolve(folder, alert.textfile)}] : [],
  );
  const outputs = [...(html === undefined ? [] : [{flag: '--html', path: html}]), ...textfiles];
  refuseInside(outputs, [
    {path: directory, what: 'the state'},
    {path: beside, what: 'what is delivered'},
  ]);
  await refuseOverwriting(outputs, async () => [file]);
  if (html !== undefined) prepareOutput(html);
  return outputs;
}

/** Throws OutputError where it cannot be written. */
async function tellReport(report: WatchReport, flags: WatchFlags, effects: Effects): Promise<number> {
  const {html, json} = flags;
  const commands = commandsOf(flags, effects);
  if (html !== undefined) {
    const {watchPage} = await import('../report/pages/watch/page.ts');
    writeOutput(html, [watchPage(report, {document: await drawingDocument(), commands, version: version()})]);
  }
  for (const warning of report.warnings) tell(`genloss: warning: ${plainLine(warning)}\n`, effects);
  const code = EXITS[report.status];
  if (json) return verdictPrinted(code, () => printJson(report, effects));
  const {watchText} = await import('../report/formats/watch.ts');
  return verdictPrinted(code, () => print(watchText(report, {commands, colour: effects.stdout.hasColours}), effects));
}

/** Throws ConfigError where what is marked on an alarm would be told nobody. */
function requireDelivery({deliver, acknowledge, silence}: WatchFlags): void {
  if (deliver !== false || (acknowledge === undefined && silence === undefined)) return;
  throw new ConfigError(`${acknowledge ? '--acknowledge' : '--silence'} is about what is delivered, and --no-deliver delivers nothing`, {
    next: 'Leave one of them out.',
  });
}

/** What is to be done with the report: whatever can be refused of that is refused before any work. */
async function deliveryOf(
  {definition, folder, beside: directory}: WatchBegun,
  {file, deliver, acknowledge, silence}: WatchFlags,
  {environment}: Effects,
): Promise<(report: WatchReport) => Promise<WatchReport>> {
  const delivery = await import('../node/watch/delivery/deliver.ts');
  if (deliver === false) return async (report) => delivery.withoutDelivery(report, {directory, now: new Date()});
  const channels = delivery.channelsOf(definition, {directory, env: environment, resolve: (path) => resolve(folder, path), file});
  return (report) =>
    delivery.deliver(report, channels, {
      ...{directory, now: new Date()},
      ...(acknowledge && {acknowledge}),
      ...(silence !== undefined && {silence}),
    });
}

/** As they are typed here. The profiles of the state are held against each other, so that a check needs no data. */
function commandsOf({file, state}: WatchFlags, {workingDirectory}: Effects): WatchCommands {
  const directory = state ?? stateBeside(file);
  const shown = (path: string): string => {
    const near = relative(workingDirectory, resolve(workingDirectory, path));
    return near.startsWith('..') ? path : near;
  };
  const genloss = (...words: readonly string[]): string => commandText(['genloss', ...words]);
  return {
    genloss,
    watch: (...flags) => genloss('watch', file, ...(state === undefined ? [] : ['--state', state]), ...flags),
    profileOf: (period) => shown(profilePath(directory, period)),
    reference: shown(referencePath(directory)),
  };
}
