/** The readings by which examples are found: one of the reference for words that were lost, one of the candidate for all else. */
import type {Language} from '../../core/text/language.ts';
import type {ExampleKind} from '../../guard/check/example-kinds.ts';
import {type ExampleRecord, ExampleSeeker, type FoundExample, WordSeeker} from '../../guard/check/examples.ts';
import {wordsForExamples} from '../../guard/check/telling-words.ts';
import type {CheckReport} from '../../guard/check-report.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {type DataRead, readBatches} from '../read/corpus.ts';

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

type CandidateKind = Exclude<ExampleKind, 'rare'>;

/** Examples of each kind. Throws what reading throws. */
export async function seekExamples(
  kinds: readonly ExampleKind[],
  request: ExampleRequest,
): Promise<ReadonlyMap<ExampleKind, readonly FoundExample[]>> {
  const words = wordsForExamples(request.reference, request.candidate);
  const found = new Map<ExampleKind, readonly FoundExample[]>();
  if (kinds.includes('rare')) found.set('rare', await lostWords(words.lost, request));
  const ofCandidate = new Set(kinds.filter((kind): kind is CandidateKind => kind !== 'rare'));
  if (ofCandidate.size === 0) return found;
  const {sources, read, language, most} = request;
  const seeker = new ExampleSeeker({kinds: ofCandidate, most, frequent: words.frequent, rules: {language}});
  await pass(seeker, sources.candidate, read.candidate);
  for (const kind of ofCandidate) found.set(kind, seeker.found(kind));
  return found;
}

/** More words than are shown: of some the place may not be found, since words of a sample of types are few. */
const WORDS_SOUGHT = 5;

async function lostWords(lost: readonly string[], {sources, read, language, most}: ExampleRequest): Promise<readonly FoundExample[]> {
  const seeker = new WordSeeker(lost.slice(0, WORDS_SOUGHT * most), {language});
  await pass(seeker, sources.reference, read.reference);
  return seeker.found().slice(0, most);
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
