/** The candidate read and measured, over worker threads where it is large: the answer is the same for any number of them. */
import {concatenatedAs} from '../../core/concatenated.ts';
import {CandidateBuilder, joinParts, type MeasuredPart, type MeasuringPlan} from '../../guard/share/candidate.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import type {DataRead} from '../read/corpus.ts';
import type {ScanHandlers} from '../scan/part-work.ts';
import {scanParts} from '../scan/pool.ts';

/** What a thread is told. fields: how many further fields each record brings. */
export interface CandidatePlan extends MeasuringPlan {
  readonly fields: number;
}

/** A part, and the further fields of its documents: values[k][code[k][d]]. */
interface PartMessage {
  readonly part: MeasuredPart;
  readonly columns: readonly FieldColumn[];
}

export interface FieldColumn {
  readonly values: readonly string[];
  readonly codes: Uint32Array;
}

export interface ReadCandidate {
  readonly part: MeasuredPart;
  readonly columns: readonly FieldColumn[];
  readonly broken: number;
  readonly empty: number;
}

export interface CandidateOptions {
  readonly read: DataRead;
  readonly extra: readonly string[];
  readonly workers: number;
  readonly onProgress?: (progress: ReadProgress) => void;
}

export async function readCandidate(sources: readonly string[], plan: MeasuringPlan, options: CandidateOptions): Promise<ReadCandidate> {
  const {read, extra, workers, onProgress} = options;
  const data: CandidatePlan = {...plan, fields: extra.length};
  const scanned = await scanParts({
    ...{sources, workers, onProgress, worker: workerFile(), workerData: data, here: () => candidateHandlers(data)},
    read: {...read, ...(extra.length > 0 && {extra})},
  });
  const messages = scanned.parts as readonly PartMessage[];
  return {
    part: joinParts(messages.map((message) => message.part)),
    columns: extra.map((_, k) => joinColumns(messages.map((message) => message.columns[k]))),
    broken: scanned.broken.length,
    empty: scanned.empty,
  };
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./share-worker.js', import.meta.url);

export function candidateHandlers(plan: CandidatePlan): ScanHandlers {
  const builder = new CandidateBuilder(plan);
  const fresh = () => Array.from({length: plan.fields}, () => new FieldBuilder());
  let fields = fresh();
  return {
    batch({bytes, offsets, count, extra = []}) {
      for (let r = 0; r < count; r++) builder.add(bytes, offsets[r], offsets[r + 1]);
      extra.forEach((field, k) => {
        for (let r = 0; r < count; r++) fields[k].add(field.bytes.subarray(field.offsets[r], field.offsets[r + 1]));
      });
    },
    part() {
      const message: PartMessage = {part: builder.take(), columns: fields.map((field) => field.take())};
      fields = fresh();
      return {message, transfer: []};
    },
    finish: () => ({message: undefined, transfer: []}),
  };
}

/** Values of one field, each kept once. */
class FieldBuilder {
  private readonly known = new Map<string, number>();
  private readonly codes: number[] = [];

  add(bytes: Uint8Array): void {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    let code = this.known.get(value);
    if (code === undefined) {
      code = this.known.size;
      this.known.set(value, code);
    }
    this.codes.push(code);
  }

  take(): FieldColumn {
    return {values: [...this.known.keys()], codes: Uint32Array.from(this.codes)};
  }
}

function joinColumns(parts: readonly FieldColumn[]): FieldColumn {
  const known = new Map<string, number>();
  const codes = parts.map((part) => {
    const moved = part.values.map((value) => {
      if (!known.has(value)) known.set(value, known.size);
      return known.get(value)!;
    });
    return part.codes.map((code) => moved[code]);
  });
  return {values: [...known.keys()], codes: concatenatedAs(Uint32Array, codes)};
}
