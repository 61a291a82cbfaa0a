/**
 * A webhook: one POST when an alarm is raised and one when it ends, at least once each.
 *
 * What is begun is written down before it is sent, and that it was taken afterwards: killed in between, the same is sent once more and says
 * `"again": true`. What was not taken waits, and all that comes after it, so that messages arrive in order.
 */
import type {z} from 'zod';
import type {Address} from './address.ts';
import type {Channel, News, Told} from './channel.ts';
import {nameOfNotes} from './note-names.ts';
import {fileOutbox, type Outbox} from './outbox.ts';
import type {Post} from './post.ts';
import {type HookNote, type HookStep, isAgain, noted, planWebhook, webhookNotesSchema} from './webhook-plan.ts';

export interface ReceiverOptions {
  readonly address: Address;
  /** Values of headers, which may be secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of what is kept between calls. */
  readonly directory: string;
  readonly post: Post;
}

type StoredNotes = z.infer<typeof webhookNotesSchema>;

export function webhookChannel({address, headers, directory, post}: ReceiverOptions): Channel {
  const outbox = (): Outbox<StoredNotes> => {
    const place = {directory, name: nameOfNotes(directory, {kind: 'webhook', digest: address.digest}), schema: webhookNotesSchema};
    return fileOutbox(place, 'the newest alarm is then posted once more');
  };
  const write = (notes: readonly HookNote[]) => outbox().write({format: 1, to: address.shown, alarms: [...notes]});
  const send = (body: unknown) => post({url: address.url, headers: {...address.headers, ...headers}, body});
  return {
    name: `webhook ${address.shown}`,
    async tell(news) {
      const known: readonly HookNote[] | undefined = outbox().read()?.alarms;
      const {notes, steps} = planWebhook(known, news);
      // that there was a first call, too
      if (JSON.stringify(known) !== JSON.stringify(notes)) write(notes);
      return followed({steps, notes, write, send: (step, again) => send(hookBody(news, step, again))});
    },
  };
}

interface Following {
  readonly steps: readonly HookStep[];
  readonly notes: readonly HookNote[];
  readonly write: (notes: readonly HookNote[]) => void;
  readonly send: (step: HookStep, again: boolean) => ReturnType<Post>;
}

/** Takes one step after another, up to the first that was not taken. */
async function followed({steps, notes, write, send}: Following): Promise<Told> {
  let now = notes;
  for (const [i, step] of steps.entries()) {
    const before = now;
    write((now = noted(before, step, 'begun')));
    const posted = await send(step, isAgain(before, step));
    if (posted.kind === 'unreached') write(before);
    if (posted.kind !== 'taken') return {waiting: steps.length - i, failure: posted.why};
    write((now = noted(now, step, 'taken')));
  }
  return {waiting: 0};
}

function hookBody({report}: News, {status, period, alarm, reason}: HookStep, again: boolean) {
  const {kind, since, measures, slices} = alarm;
  return {
    watch: report.watch,
    status,
    kind,
    period,
    since,
    measures,
    slices,
    ...(reason !== undefined && {reason}),
    ...(again && {again: true}),
  };
}
