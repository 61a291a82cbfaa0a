/** What all models of a lineage share, made once. Types only. */

import type {Runtime} from '../../tensor/runtime.ts';
import type {MitigationContext} from '../mitigation/treatments.ts';
import type {Observer} from '../observe/observer.ts';
import type {DataKind} from './kind.ts';
import type {Stopwatch} from './stopwatch.ts';

export interface LineageContext extends MitigationContext {
  /** The last one, where there is one. */
  readonly generations?: number;
  readonly kind: DataKind;
  readonly observer: Observer;
  /** Runs the graphs of neural models; opened when the first is made. */
  readonly runtime?: () => Runtime;
  readonly watch: Stopwatch;
  /** Whether every generation leaves its models, saved, where they can be exported; else those do alone that the next training goes on from. */
  readonly keepModels?: boolean;
}
