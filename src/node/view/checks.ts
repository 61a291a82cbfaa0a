/** Results of checks that lie beside runs: files of `genloss check --json`, told by what is in them. */
import * as z from 'zod';
import type {CheckList, KeptCheck, KeptGate} from '../../report/pages/view/records.ts';
import type {FoundDocument} from './find-runs.ts';
import {readOwn, stampOfOwn, statsOfOwn} from './own-files.ts';
import {pausing} from './pause.ts';
import {shownName, shownPlace} from './shown-text.ts';

const MOST_BYTES = 8 << 20;
/** More are not drawn; the newest are. */
const MOST_CHECKS = 500;
/** No check has more gates than that. */
const MOST_GATES = 1000;

const verdictSchema = z.enum(['pass', 'fail', 'inconclusive']);
const number = z.number().optional();
const checkSchema = z.object({
  verdict: verdictSchema,
  checks: z
    .array(
      z.object({
        name: z.string(),
        verdict: verdictSchema,
        ...{value: number, low: number, high: number},
        bound: z.object({atLeast: number, atMost: number}).optional(),
      }),
    )
    .max(MOST_GATES),
  candidate: z.unknown(),
  reference: z.unknown(),
});

/** Reads each file once, as long as it stays what it is. */
export class Checks {
  private readonly read = new Map<string, {readonly stamp: string; readonly check: KeptCheck | undefined}>();

  async list(documents: readonly FoundDocument[]): Promise<CheckList> {
    const pause = pausing();
    const found: KeptCheck[] = [];
    const there = new Set(documents.map(({path}) => path));
    for (const path of this.read.keys()) if (!there.has(path)) this.read.delete(path);
    for (const document of documents) {
      const check = this.checkIn(document);
      if (check) found.push(check);
      await pause();
    }
    const byTime = found.sort((a, b) => (a.changed === b.changed ? (a.file < b.file ? -1 : 1) : a.changed < b.changed ? -1 : 1));
    return {checks: byTime.slice(-MOST_CHECKS)};
  }

  private checkIn({path, place}: FoundDocument): KeptCheck | undefined {
    const stats = statsOfOwn(path);
    if (!stats?.isFile()) return undefined;
    const stamp = stampOfOwn(path);
    const known = this.read.get(path);
    if (known?.stamp === stamp) return known.check;
    const check = readCheck(path, {file: shownPlace(place), changed: stats.mtime.toISOString()});
    this.read.set(path, {stamp, check});
    return check;
  }
}

/** Undefined where it is something else. */
function readCheck(path: string, told: Pick<KeptCheck, 'file' | 'changed'>): KeptCheck | undefined {
  try {
    const parsed = checkSchema.safeParse(JSON.parse(readOwn(path, MOST_BYTES).toString('utf8')));
    if (!parsed.success) return undefined;
    const {verdict, checks} = parsed.data;
    return {...told, verdict, gates: checks.map(({name, bound, ...gate}): KeptGate => ({name: shownName(name), ...gate, ...bound}))};
  } catch {
    return undefined;
  }
}
