/**
 * The port of what runs graphs. One contract suite (test/contract-runtime.ts) runs against every implementation.
 *
 * A run is synchronous: the lab's loop is, and a lineage has a thread of its own.
 */
import type {AttentionKernel} from './cached-attention.ts';
import type {EncodedGraph} from './onnx.ts';

export type Values = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A tensor in the runtime's own memory. */
export interface Resident {
  /** A copy of its numbers. */
  read(): Values;
  release(): void;
}

/** What is fed: numbers, or a tensor that stays where the runtime computes. */
export type Feed = Values | Resident;

export interface CompileOptions {
  /** Outputs that stay in the runtime's own memory, where it has such; numbers where it has none. */
  readonly resident?: readonly string[];
}

export interface Runtime {
  readonly device: string;
  /** Whether graphs for it may use operators of ONNX Runtime's own. */
  readonly fused: boolean;
  /** Whether it has memory of its own, so that what is updated step by step should stay there. */
  readonly resident: boolean;
  /**
   * Graphs of equal bytes are compiled once. Throws DomainError where the runtime refuses the graph, with its reason; ResourceError where
   * there is no room for it.
   */
  compile(graph: EncodedGraph, options?: CompileOptions): Step;
  /** Attention over a cache in memory of its own, where there is a faster pass than plain TypeScript; the same bits. */
  attention?(): AttentionKernel;
}

export interface Step {
  /** Computes every output from all inputs. Throws DomainError where an input is absent or has another size or type, ResourceError where memory ran out. */
  run(feeds: Readonly<Record<string, Feed>>): Record<string, Feed>;
}
