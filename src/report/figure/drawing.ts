/**
 * A drawing as data: marks on a page, in points (1/72 inch) from its upper left corner. What writes a file walks through it; colours are
 * `#rrggbb`, nothing refers to a style sheet. Types only.
 */

export type PagePlace = readonly [x: number, y: number];

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  /** Lengths of dashes and gaps; a whole line unless given. */
  readonly dashes?: readonly number[];
  /** Whether dashes end round. */
  readonly round?: boolean;
}

export interface Fill {
  readonly colour: string;
  /** 0..1; 1 unless given. */
  readonly opacity?: number;
}

export type Mark =
  | {readonly kind: 'lines'; readonly lines: readonly (readonly PagePlace[])[]; readonly stroke: Stroke}
  | {readonly kind: 'shape'; readonly corners: readonly PagePlace[]; readonly fill: Fill; readonly stroke?: Stroke}
  | {readonly kind: 'circle'; readonly at: PagePlace; readonly radius: number; readonly fill: Fill; readonly stroke?: Stroke}
  | {
      readonly kind: 'text';
      readonly at: PagePlace;
      readonly text: string;
      readonly size: number;
      readonly anchor: Anchor;
      readonly colour: string;
    };

/** Where a text's place is on its baseline. */
export type Anchor = 'start' | 'middle' | 'end';

export interface FigureDrawing {
  /** In points. */
  readonly width: number;
  readonly height: number;
  /** The lower ones first. */
  readonly marks: readonly Mark[];
}
