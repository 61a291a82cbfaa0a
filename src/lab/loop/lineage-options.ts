/** What a lineage is made of. */
import type {Stream} from '../../core/random/stream.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import type {Arm} from '../experiment/arm.ts';
import type {Corpus} from '../human/human.ts';
import type {PointsCorpus} from '../human/points-corpus.ts';
import type {Mitigations} from '../mitigation/port.ts';
import type {MitigationPorts} from '../mitigation/treatments.ts';
import type {Stopwatch} from './stopwatch.ts';

export interface LineageOptions {
  readonly arm: Arm;
  readonly seed: number;
  /** The root of the run's chance. */
  readonly root: Stream;
  readonly measures: readonly string[];
  /** The last generation that is wanted: what only later ones would use is not asked of people. None is the last unless said. */
  readonly generations?: number;
  /** The corpus, where the arm's data is text. */
  readonly corpus?: Corpus;
  /** Where it is points that are not a world's. */
  readonly points?: PointsCorpus;
  /** Bytes after compression, for `compression`. */
  readonly compress?: (bytes: Uint8Array) => number;
  /** In place of the arm's own feedback and quality. */
  readonly mitigations?: Mitigations;
  /** What the arm's mitigations need of the outside. */
  readonly ports?: MitigationPorts;
  /** Runs the graphs of neural models; opened when the first is made. */
  readonly runtime?: () => Runtime;
  /** Told what the time goes to. */
  readonly watch?: Stopwatch;
  /** Whether every generation leaves its transformers, saved; else those do alone that the next training goes on from. */
  readonly keepModels?: boolean;
}
