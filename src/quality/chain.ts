/** Rules one after another: each sees what those before it kept, as they have left it. */
import type {Data} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';
import {recordsAt} from '../core/records.ts';
import type {Rule} from './rule.ts';

/** What a chain of rules says of n records, m of which stay. */
export interface ChainVerdicts<D extends Data> {
  /** Numbers of the records that stay. (m,) */
  readonly kept: Uint32Array;
  /** These records, as the rules have left them. */
  readonly records: D;
  /** Whether each of these is another than it was: 1 or 0. (m,) */
  readonly changed: Uint8Array;
  /** For each record the number of the rule that dropped it, -1 where it stays. (n,) */
  readonly droppedBy: Int16Array;
  readonly reasons: ReadonlyMap<number, string>;
  /** (n,) product of the weights; 1 where no rule weighs. */
  readonly weights: Float64Array;
}

export function applyRules<D extends Data>(rules: readonly Rule<D>[], data: D, stream: Stream): ChainVerdicts<D> {
  let kept = Uint32Array.from({length: data.count}, (_, i) => i);
  let records = data;
  let changed = new Uint8Array(data.count);
  const droppedBy = new Int16Array(data.count).fill(-1);
  const reasons = new Map<number, string>();
  const weights = new Float64Array(data.count).fill(1);
  rules.forEach((rule, r) => {
    const verdicts = rule.judge(records, stream);
    const {changes} = verdicts;
    kept.forEach((number, i) => {
      if (verdicts.weights) weights[number] *= verdicts.weights[i];
      if (changes?.changed[i]) changed[i] = 1;
      if (verdicts.kept[i]) return;
      droppedBy[number] = r;
      reasons.set(number, verdicts.reason(i));
    });
    const stays = Uint32Array.from(kept.keys()).filter((i) => verdicts.kept[i] === 1);
    records = changes?.records ?? records;
    if (stays.length === kept.length) return;
    records = recordsAt(records, stays);
    changed = Uint8Array.from(stays, (i) => changed[i]);
    kept = Uint32Array.from(stays, (i) => kept[i]);
  });
  return {kept, records, changed, droppedBy, reasons, weights};
}
