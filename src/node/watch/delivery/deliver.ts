/**
 * Delivery of what a watch concludes: to webhooks, Alertmanagers and files for Prometheus, at least once.
 *
 * What was delivered lies in a folder of its own, beside the state of the watch and no part of it. One call at a time: the caller holds the
 * watch. What is not delivered is a warning in the report, comes with the next call, and never changes the verdict.
 */
import {ConfigError, DataError} from '../../../core/error.ts';
import {timeSpanSeconds} from '../../../core/text/time-span.ts';
import type {WatchAlert, WatchDefinition} from '../../../guard/watch/definition.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {type Address, addressOf, headersFrom} from './address.ts';
import {alertmanagerChannel} from './alertmanager.ts';
import type {Channel, News} from './channel.ts';
import {heldMarks, type Marking, markedReport, readMarks, updateMarks, type WatchMarks} from './marks.ts';
import {type PostOptions, poster} from './post.ts';
import {textfileChannel} from './textfile.ts';
import {webhookChannel} from './webhook.ts';

export interface ChannelsOptions extends PostOptions {
  /** Of what is kept between calls. */
  readonly directory: string;
  /** Values of headers are taken from it. */
  readonly env: NodeJS.ProcessEnv;
  /** A path of the definition, as it is to be opened. */
  readonly resolve: (path: string) => string;
  /** The file of the definition, for messages. */
  readonly file?: string;
}

/** Those that a definition names. Opens nothing. Throws ConfigError where a variable is missing, or an address is none or named twice. */
export function channelsOf({alerts = [], period}: Pick<WatchDefinition, 'alerts' | 'period'>, options: ChannelsOptions): Channel[] {
  const {directory, env, resolve, file} = options;
  const post = poster(options);
  const places = new Map<string, string>();
  const step = 'by' in period ? period.by : undefined;
  return alerts.map((alert, i) => {
    if ('textfile' in alert) return textfileChannel(resolve(alert.textfile));
    const where = `${file === undefined ? '' : `${file}: `}alerts.${i}`;
    const address = placed(alert, where, places);
    if ('webhook' in alert) return webhookChannel({address, headers: secretsOf(alert, {address, env, where}), directory, post});
    const expires = alert.expires === undefined ? undefined : timeSpanSeconds(alert.expires);
    return alertmanagerChannel({address, directory, post, expires, step});
  });
}

type Addressed = Exclude<WatchAlert, {textfile: string}>;

/** The address of an alert. `places`: of those before it, by digest. */
function placed(alert: Addressed, where: string, places: Map<string, string>): Address {
  const kind = 'webhook' in alert ? 'webhook' : 'alertmanager';
  const address = addressOf('webhook' in alert ? alert.webhook : alert.alertmanager, {kind, where: `${where}.${kind}`});
  const other = places.get(address.digest);
  if (other !== undefined)
    throw new ConfigError(`names the same ${kind} at ${address.shown} as ${other}`, {where, next: 'leave one of them out'});
  places.set(address.digest, where);
  return address;
}

function secretsOf(
  {headers = {}}: Extract<WatchAlert, {webhook: string}>,
  {address, env, where}: {address: Address; env: NodeJS.ProcessEnv; where: string},
): Record<string, string> {
  const values = headersFrom(headers, env, where);
  if ('authorization' in values && 'authorization' in address.headers)
    throw new ConfigError('the address has a user, and the headers have Authorization: one of them would not be sent', {
      where,
      next: 'leave one of them out',
    });
  return values;
}

export interface Delivering extends Marking {
  readonly directory: string;
  readonly now: Date;
}

/** Tells every channel what it has not been told. The report comes back with what is marked on its alarm, and a warning for each that failed. */
export async function deliver(report: WatchReport, channels: readonly Channel[], delivering: Delivering): Promise<WatchReport> {
  const {now} = delivering;
  const {marks, unread} = marksOf(report, delivering);
  const marked = markedReport(report, marks);
  const news: News = {report: marked, now, isSilenced: marks.silencedUntil !== undefined};
  const told = await Promise.allSettled(channels.map((channel) => channel.tell(news)));
  const warnings = told.flatMap((one, i) =>
    one.status === 'fulfilled' ? warningOf(channels[i], one.value) : unreadNotes(channels[i], one.reason),
  );
  return {...marked, warnings: [...marked.warnings, ...unread, ...idleMarks(report, marks, delivering), ...warnings]};
}

/** What is marked; where that cannot be read nothing is, in so many words, and the file stays. Throws what writing throws. */
function marksOf(report: WatchReport, delivering: Delivering): {readonly marks: WatchMarks; readonly unread: readonly string[]} {
  try {
    return {marks: updateMarks(report, delivering), unread: []};
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return {marks: {}, unread: [`what is acknowledged and silenced cannot be read, and nothing is: ${toldError(error)}`]};
  }
}

/** A verdict does not depend on what was delivered before: notes that are damaged are told, all else is thrown. */
function unreadNotes({name}: Channel, error: unknown): string[] {
  if (!(error instanceof DataError)) throw error;
  return [`nothing is delivered to ${name}: ${toldError(error)}`];
}

const toldError = ({where, message, next}: DataError): string => [where, message, next].filter((part) => part !== undefined).join('; ');

/** Of marks that no alarm can show. */
function idleMarks({alarm}: WatchReport, {silencedUntil}: WatchMarks, {acknowledge, silence}: Marking): string[] {
  if (alarm !== null) return [];
  return [
    ...(acknowledge ? ['nothing is acknowledged: no alarm stands'] : []),
    ...(silence === undefined ? [] : [`no alarm stands; one that is raised until ${silencedUntil} is not delivered before`]),
  ];
}

/** A report that is not delivered, with what was marked on its alarm. Writes nothing. */
export function withoutDelivery(report: WatchReport, {directory, now}: {directory: string; now: Date}): WatchReport {
  try {
    return markedReport(report, heldMarks(readMarks(directory), report, now));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return {...report, warnings: [...report.warnings, `what is acknowledged and silenced cannot be read: ${toldError(error)}`]};
  }
}

function warningOf({name}: Channel, {waiting, failure}: {waiting: number; failure?: string}): string[] {
  if (failure === undefined) return [];
  const count = waiting === 1 ? '1 message waits and comes' : `${waiting} messages wait and come`;
  return [`not delivered to ${name}: ${failure}; ${count} with the next call`];
}
