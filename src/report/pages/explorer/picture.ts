import type {Html} from '../../html.ts';
import type {ReportMeasure} from '../run/input.ts';

/** One picture: what it is of, and the drawing. */
export interface ExplorerPicture extends Pick<ReportMeasure, 'name' | 'title' | 'unit' | 'caption'> {
  readonly drawing: Html;
}

/** One that is drawn when it is asked for; undefined where there is nothing to draw. */
export interface PlannedPicture {
  readonly name: string;
  draw(): ExplorerPicture | undefined;
}
