/** Records measured into the spool and counted for the audit, over threads. Both see the same parts, however many threads there are. */
import {join} from 'node:path';
import type {Language} from '../../core/text/language.ts';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import type {RuleReferences} from '../../quality/rules.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import type {Skipped} from '../../read/tally.ts';
import {makeFolder} from '../files.ts';

import {SMALL_PART} from '../scan/parts.ts';
import {type ScanResult, scanParts} from '../scan/pool.ts';
import type {ChangedRecords} from './changes.ts';
import type {CurationFolder} from './folder.ts';
import {type CuratedSide, curatedSideOf, type SideSource} from './side.ts';
import {Spool} from './spool.ts';
import {measuredSchema} from './stored-schemas.ts';
import {type AuditPlan, handlersOf, type MeasurePlan, type PartRecords, type ThreadPlan} from './thread.ts';

export interface ThreadOptions {
  readonly workers: number;
  /** Bytes of a part: what was measured is found again by parts, so it may not depend on the workers. */
  readonly partBytes?: number;
  readonly onProgress?: (title: string, progress: ReadProgress) => void;
}

export interface MeasuredSide {
  readonly side: CuratedSide;
  readonly spool: Spool;
  /** What commands have changed so far, in the order of their steps. */
  readonly changes: ChangedRecords[];
  readonly broken: readonly Skipped[];
  readonly empty: number;
}

interface Measurement {
  readonly parts: readonly PartRecords[];
  readonly broken: readonly Skipped[];
  readonly empty: number;
}

export async function measureSide(
  source: SideSource,
  folder: CurationFolder,
  plan: Omit<MeasurePlan, 'kind' | 'folder'>,
  options: ThreadOptions & {readonly references?: RuleReferences},
): Promise<MeasuredSide> {
  const place = join(folder.work, source.name);
  const {parts, broken, empty} = await folder.stage<Measurement>(
    `measured-${source.name}`,
    measuredSchema,
    async (): Promise<Measurement> => {
      makeFolder(place);
      const scanned = await scan(source, {kind: 'measure', folder: place, ...plan}, `measuring ${source.name}`, options);
      return {parts: scanned.parts as PartRecords[], broken: scanned.broken, empty: scanned.empty};
    },
  );
  const spool = new Spool(place, parts.length, plan.values.length);
  const side = curatedSideOf(source, parts, spool);
  return {side, spool, changes: [], broken, empty};
}

/** A profile of the records of each outcome, as they came. `outcome`: (n,) */
export async function profileOutcomes(
  {source, firstOfPart}: CuratedSide,
  of: Uint8Array,
  options: ThreadOptions & {readonly language?: Language},
): Promise<Map<number, Profile>> {
  const outcome = new Uint8Array(new SharedArrayBuffer(of.length));
  outcome.set(of);
  const plan: AuditPlan = {kind: 'audit', outcome, first: firstOfPart, language: options.language};
  const {messages} = await scan(source, plan, `auditing ${source.name}`, options);
  const profiles = new Map<number, Profile>();
  for (const [of, bytes] of (messages as [number, Uint8Array][][]).flat()) {
    const known = profiles.get(of);
    const profile = decodeProfile(bytes);
    profiles.set(of, known === undefined ? profile : mergeProfiles(known, profile));
  }
  return profiles;
}

function scan(
  source: SideSource,
  plan: ThreadPlan,
  title: string,
  {workers, partBytes = SMALL_PART, onProgress, references}: ThreadOptions & {references?: RuleReferences},
): Promise<ScanResult> {
  return scanParts({
    ...{sources: source.sources, files: source.files, read: source.reading, lines: true, workers, partBytes},
    ...{worker: workerFile(), workerData: plan, here: () => handlersOf(plan, references)},
    onProgress: (progress) => onProgress?.(title, progress),
  });
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./curate-worker.js', import.meta.url);
