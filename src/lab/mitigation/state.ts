/** What a lineage remembers from one generation to the next besides data: plain JSON, stored with what is carried. */
import type {Source} from '../../core/data.ts';

export interface LineageState {
  /** The controller's share of human data for the next training set. */
  readonly share?: number;
  /** Whether the gate of a `when` schedule failed, so that human data is asked for. */
  readonly asked?: boolean;
  /** Why no more models are trained. */
  readonly stopped?: string;
  /** Generations in a row at which the arm's `stop` has held. */
  readonly held?: number;
  /** The generation at which it ended the lineage. */
  readonly ended?: number;
  /** The last generation whose gates all held. */
  readonly good?: number;
  /** How far each further source is used. */
  readonly sources?: readonly number[];
  /** Of a workflow of editing: whose the records of the sample are, part after part. */
  readonly parts?: readonly {readonly count: number; readonly source: Source; readonly origin?: string}[];
  /** Of a population: records of the sample by member, and the state of each. */
  readonly members?: readonly {readonly count: number; readonly state: LineageState}[];
}
