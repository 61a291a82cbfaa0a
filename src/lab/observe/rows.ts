/** Reads a line off a generation of rows, against the world's. */
import type {Rows} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {RowsLaw} from '../../models/model.ts';
import type {LabMeasure} from '../measure/measure.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import {notOf, Observer} from './observer.ts';

export class RowsObserver extends Observer<Rows> {
  truth(): Reading[] {
    return [];
  }

  protected reader({law}: Snapshot<Rows> & {readonly law: RowsLaw}): (measure: LabMeasure) => Reading[] {
    const {coefficients, spectrum} = this.options.world!.truth;
    const view = {law, truth: coefficients!, spectrum};
    return (measure) => ('law' in measure && measure.law.rows ? measure.law.rows(view) : notOf(measure, 'rows'));
  }
}
