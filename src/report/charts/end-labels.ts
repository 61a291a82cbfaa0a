/** Names at the right of a frame, each led to where its line ends. */
import type {SvgElement} from '../document.ts';
import type {LineFrame} from './frame.ts';
import {armColour} from './palette.ts';
import {addElement} from './plot.ts';
import {dodge} from './scale.ts';

interface EndLabel {
  readonly label: string;
  readonly series: number;
  readonly x: number;
  readonly y: number;
}

const LABEL_GAP = 15;
const LONG_LEADER = 24;

/** Nothing where the frame has no room for names. */
export function addEndLabels(svg: SvgElement, labels: readonly EndLabel[], frame: LineFrame): void {
  if (frame.letters === 0) return;
  const wanted = labels.map(({y}) => y);
  const placed = dodge(wanted, LABEL_GAP, frame.top, frame.height - frame.bottom);
  const edge = frame.width - frame.right;
  labels.forEach(({label, series, x}, i) => {
    const colour = armColour(series);
    const dashes = edge - x > LONG_LEADER ? '1 4' : 'none';
    const d = `M${x + 5},${wanted[i]}L${edge + 14},${placed[i]}`;
    addElement(svg, 'path', {d, stroke: colour, 'stroke-opacity': 0.6, fill: 'none', 'stroke-dasharray': dashes});
    const name = label.length > frame.letters ? `${label.slice(0, frame.letters - 1)}\u2026` : label;
    const look = {dy: '0.32em', 'text-anchor': 'start', fill: colour, 'font-weight': 600};
    addElement(svg, 'text', {x: edge + 18, y: placed[i], ...look}, name);
  });
}
