/** What threads do with the records of a part for the tail audit: they count them. */
import type {Text} from '../../core/data.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {Language} from '../../core/text/language.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {makeKernel} from '../scan/kernel.ts';
import type {ScanHandlers} from '../scan/part-work.ts';

/** `outcome`: shared memory, (n,) of all records; `first`: number of each part's first record. */
export interface AuditPlan {
  readonly kind: 'audit';
  readonly outcome: Uint8Array;
  readonly first: Float64Array;
  readonly language?: Language;
}

/** Each record goes into the profile of its outcome: what is left after a step is the merge of several. */
export function auditHandlers({outcome, first, language}: AuditPlan): ScanHandlers {
  const builders = new Map<number, ProfileBuilder>();
  let at = {index: -1, next: 0};
  return {
    batch(batch, part) {
      if (at.index !== part.index) at = {index: part.index, next: first[part.index]};
      const numbers = new Map<number, number[]>();
      for (let i = 0; i < batch.count; i++) {
        const of = outcome[at.next++];
        const list = numbers.get(of);
        if (list === undefined) numbers.set(of, [i]);
        else list.push(i);
      }
      const text: Text = {kind: 'text', bytes: batch.bytes, offsets: batch.offsets, count: batch.count};
      for (const [of, list] of numbers) {
        const builder = builders.get(of) ?? new ProfileBuilder({kernel: makeKernel, language});
        builders.set(of, builder);
        builder.add(list.length === batch.count ? text : documentsAt(text, list));
      }
    },
    finish() {
      const profiles = [...builders].map(([of, builder]): [number, Uint8Array] => [of, encodeProfile(builder.finish())]);
      return {message: profiles, transfer: profiles.map(([, bytes]) => bytes.buffer as ArrayBuffer)};
    },
  };
}
