/**
 * Counts of types in groups of documents. Most types are in few of the groups, so only those are kept.
 *
 * shape    n types, and a cell for each group that has one of them
 * cost     18 bytes a type and 16 a cell, where all groups would take 256 bytes a type
 */
import {grown} from '../grown.ts';

export interface GroupCounts {
  /** Which groups have the type, a bit each. (n,) */
  readonly groups: Uint16Array;
  /** Where the cells of each type begin, one for each of its groups in ascending order, and where the last end. (n + 1,) */
  readonly starts: Uint32Array;
  /** Occurrences, and documents that have the type. Each (cells,) */
  readonly counts: Float64Array;
  readonly documents: Float64Array;
}

export class GroupCountsBuilder {
  private readonly groups: Uint16Array;
  private readonly starts: Uint32Array;
  private counts: Float64Array;
  private documents: Float64Array;
  private type = 0;
  private cells = 0;

  constructor(types: number) {
    this.groups = new Uint16Array(types);
    this.starts = new Uint32Array(types + 1);
    this.counts = new Float64Array(2 * types);
    this.documents = new Float64Array(2 * types);
  }

  /** Of the type that is being added: groups in ascending order. */
  add(group: number, count: number, documents: number): void {
    if (this.cells === this.counts.length) {
      this.counts = grown(this.counts, 2 * this.cells);
      this.documents = grown(this.documents, 2 * this.cells);
    }
    this.counts[this.cells] = count;
    this.documents[this.cells++] = documents;
    this.groups[this.type] |= 1 << group;
  }

  /** Ends the type that is being added. */
  end(): void {
    this.starts[++this.type] = this.cells;
  }

  /** Once all types have been added. */
  finish(): GroupCounts {
    const {groups, starts, cells} = this;
    return {groups, starts, counts: this.counts.slice(0, cells), documents: this.documents.slice(0, cells)};
  }
}

/** The lowest of the groups whose bits are set, of which there is one. */
export const firstGroup = (groups: number): number => 31 - Math.clz32(groups & -groups);

/** Occurrences of one type in all groups, or documents that have it. */
export function inAllGroups(sample: GroupCounts, column: 'counts' | 'documents', type: number): number {
  const values = sample[column];
  let sum = 0;
  for (let cell = sample.starts[type]; cell < sample.starts[type + 1]; cell++) sum += values[cell];
  return sum;
}
