/**
 * Examples of what a check saw: the data of each side are read once more, as far as is asked. A side that is a profile, or came through a pipe,
 * cannot be read again, and is named; what reads is loaded only where some side can be.
 */
import {type ExampleKind, exampleKindOf, openChecks} from '../../guard/check/example-kinds.ts';
import type {CheckReport, Example} from '../../guard/check-report.ts';
import {isProfileFile} from '../profile/files.ts';
import type {ExampleRequest} from './seek-examples.ts';

type Found = Pick<CheckReport, 'examples' | 'withoutExamples'>;

/** Throws what reading throws. */
export async function findExamples(request: ExampleRequest): Promise<Found> {
  const {report, most} = request;
  const open = openChecks(report.checks);
  if (open.length === 0 || most === 0) return {examples: []};
  const kinds = new Set(open.map(exampleKindOf));
  const ofCandidate = [...kinds].some((kind) => kind !== 'rare');
  const unread = {
    candidate: ofCandidate ? await whyUnread(request, 'candidate') : undefined,
    reference: kinds.has('rare') ? await whyUnread(request, 'reference') : undefined,
  };
  const readable = [...kinds].filter((kind) => unread[kind === 'rare' ? 'reference' : 'candidate'] === undefined);
  const found = readable.length === 0 ? undefined : await (await import('./seek-examples.ts')).seekExamples(readable, request);
  const of = (kind: ExampleKind) => found?.get(kind) ?? [];
  const examples = open.flatMap((check) => of(exampleKindOf(check)).map((one): Example => ({measure: check.measure, ...one})));
  const without = [unread.candidate, unread.reference].filter((why) => why !== undefined);
  return {examples, ...(without.length > 0 && {withoutExamples: without})};
}

/** Why a side cannot be read again. */
async function whyUnread({sources, read}: ExampleRequest, side: 'candidate' | 'reference'): Promise<string | undefined> {
  const profiles = await Promise.all(sources[side].map(isProfileFile));
  const noText = `no examples from the ${side}: a profile holds no text; give the data in its place to see where`;
  if (!profiles.includes(false)) return noText;
  const {onceName, readOnce} = await import('../read/once.ts');
  const [once] = await readOnce(sources[side], read[side]);
  if (once !== undefined) return `no examples from the ${side}: it came through ${onceName(once)}, which cannot be read twice`;
  return profiles.includes(true) ? noText : undefined;
}
