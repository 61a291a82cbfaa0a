/** Records measured into the spool, over threads. The audit sees the same parts, and both however many threads there are. */
import {join} from 'node:path';
import type {RuleReferences} from '../../quality/rules.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import type {Skipped} from '../../read/tally.ts';
import {makeFolder} from '../files.ts';
import type {ScanHandlers} from '../scan/part-work.ts';
import {SMALL_PART} from '../scan/parts.ts';
import {type ScanResult, scanParts} from '../scan/pool.ts';
import {requireWorkers} from '../workers.ts';
import type {AuditPlan} from './audit-thread.ts';
import type {ChangedRecords} from './changes.ts';
import type {CurationFolder} from './folder.ts';
import {type CuratedSide, curatedSideOf, type SideSource} from './side.ts';
import {Spool} from './spool.ts';
import {measuredSchema} from './stored-schemas.ts';
import {type MeasurePlan, measuringHandlers, type PartRecords, referencesOf} from './thread.ts';

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
      const measured: MeasurePlan = {kind: 'measure', folder: place, ...plan};
      const here = () => measuringHandlers(measured, options.references ?? referencesOf(plan.references));
      const scanned = await scanSide(source, {plan: measured, here, title: `measuring ${source.name}`}, options);
      return {parts: scanned.parts as PartRecords[], broken: scanned.broken, empty: scanned.empty};
    },
  );
  const spool = new Spool(place, parts.length, plan.values.length);
  const side = curatedSideOf(source, parts, spool);
  return {side, spool, changes: [], broken, empty};
}

interface SideScan {
  readonly plan: MeasurePlan | AuditPlan;
  /** What this thread does with what it reads. */
  readonly here: () => ScanHandlers;
  readonly title: string;
}

export function scanSide(
  source: SideSource,
  {plan, here, title}: SideScan,
  {workers, partBytes = SMALL_PART, onProgress}: ThreadOptions,
): Promise<ScanResult> {
  requireWorkers(workers);
  const bytes = source.files.reduce((sum, file) => sum + file.size, 0);
  const paying = Math.min(workers, Math.max(1, Math.floor(bytes / (PARTS_WORTH * partBytes))));
  return scanParts({
    ...{sources: source.sources, files: source.files, read: source.reading, lines: true, workers: paying, partBytes},
    ...{worker: workerFile(), workerData: plan, here},
    onProgress: (progress) => onProgress?.(title, progress),
  });
}

/**
 * Chosen: parts for each thread that are worth its start. Of 24 and 77 MB two threads took a fifth and two fifths more processor time than one
 * and ended about when it did.
 */
const PARTS_WORTH = 3;

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./curate-worker.js', import.meta.url);
