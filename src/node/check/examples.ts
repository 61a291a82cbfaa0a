/**
 * Examples of what a check saw: the data of each side are read once more, as far as is asked. A side that is a profile, or came through a pipe,
 * cannot be read again, and is named.
 */
import type {Language} from '../../core/text/language.ts';
import {type ExampleKind, exampleKindOf, openChecks} from '../../guard/check/example-kinds.ts';
import {type ExampleRecord, ExampleSeeker, type FoundExample, WordSeeker} from '../../guard/check/examples.ts';
import {wordsForExamples} from '../../guard/check/telling-words.ts';
import type {Check, CheckReport, Example} from '../../guard/check-report.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {isProfileFile} from '../profile/files.ts';
import {type DataRead, readBatches} from '../read/corpus.ts';
import {onceName, readOnce} from '../read/once.ts';

export interface ExampleRequest {
  readonly report: CheckReport;
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly sources: {readonly reference: readonly string[]; readonly candidate: readonly string[]};
  readonly read: {readonly reference: DataRead; readonly candidate: DataRead};
  readonly language?: Language;
  /** Of each gate. */
  readonly most: number;
}

type Found = Pick<CheckReport, 'examples' | 'withoutExamples'>;
type CandidateKind = Exclude<ExampleKind, 'rare'>;

/** Throws what reading throws. */
export async function findExamples(request: ExampleRequest): Promise<Found> {
  const {report, most} = request;
  const open = openChecks(report.checks);
  if (open.length === 0 || most === 0) return {examples: []};
  const kinds = new Set(open.map(exampleKindOf));
  const unread = {
    candidate: [...kinds].some((kind) => kind !== 'rare') ? await whyUnread(request, 'candidate') : undefined,
    reference: kinds.has('rare') ? await whyUnread(request, 'reference') : undefined,
  };
  const words = wordsForExamples(request.reference, request.candidate);
  const rare = kinds.has('rare') && unread.reference === undefined ? await lostWords(words.lost, request) : [];
  const seeker = unread.candidate === undefined ? await sought(kinds, words.frequent, request) : undefined;
  const found = (check: Check): readonly FoundExample[] => {
    const kind = exampleKindOf(check);
    return kind === 'rare' ? rare : (seeker?.found(kind) ?? []);
  };
  const examples = open.flatMap((check) => found(check).map((one): Example => ({measure: check.measure, ...one})));
  const without = [unread.candidate, unread.reference].filter((why) => why !== undefined);
  return {examples, ...(without.length > 0 && {withoutExamples: without})};
}

/** Why a side cannot be read again. */
async function whyUnread({sources, read}: ExampleRequest, side: 'candidate' | 'reference'): Promise<string | undefined> {
  const [once] = await readOnce(sources[side], read[side]);
  if (once !== undefined) return `no examples from the ${side}: it came through ${onceName(once)}, which cannot be read twice`;
  if ((await Promise.all(sources[side].map(isProfileFile))).includes(true))
    return `no examples from the ${side}: a profile holds no text; give the data in its place to see where`;
  return undefined;
}

/** More words than are shown: of some the place may not be found, since words of a sample of types are few. */
const WORDS_SOUGHT = 5;

async function lostWords(lost: readonly string[], {sources, read, language, most}: ExampleRequest): Promise<readonly FoundExample[]> {
  const seeker = new WordSeeker(lost.slice(0, WORDS_SOUGHT * most), {language});
  await pass(seeker, sources.reference, read.reference);
  return seeker.found().slice(0, most);
}

async function sought(kinds: ReadonlySet<ExampleKind>, frequent: ReadonlySet<string>, {sources, read, language, most}: ExampleRequest) {
  const own = new Set([...kinds].filter((kind): kind is CandidateKind => kind !== 'rare'));
  const seeker = new ExampleSeeker({kinds: own, most, frequent, rules: {language}});
  if (own.size > 0) await pass(seeker, sources.candidate, read.candidate);
  return seeker;
}

async function pass(
  seeker: {readonly isDone: boolean; add(record: ExampleRecord): void},
  sources: readonly string[],
  read: DataRead,
): Promise<void> {
  for await (const {file, count, bytes, offsets, lines} of readBatches(sources, {...read, onNotice: undefined})) {
    for (let i = 0; i < count && !seeker.isDone; i++) seeker.add({file, line: lines[i], bytes, from: offsets[i], to: offsets[i + 1]});
    if (seeker.isDone) return;
  }
}
