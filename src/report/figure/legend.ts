/** Beneath the picture: a piece of each line with its mark and its name, in rows; what theory, people and rings are where they are drawn. */
import {isDotted} from '../pages/run/series.ts';
import type {FigureContent} from './content.ts';
import type {Mark, PagePlace} from './drawing.ts';
import {type FigureFont, widthOf} from './font.ts';
import {INK, lineLook, PEOPLE, ringAt, theoryStroke} from './looks.ts';

interface LegendRoom {
  readonly left: number;
  readonly top: number;
  readonly room: number;
  readonly size: number;
  readonly font: FigureFont;
}

interface Entry {
  readonly name: string;
  /** What is drawn on a line from `from` to `to`. */
  readonly sample: (from: PagePlace, to: PagePlace) => readonly Mark[];
}

const SAMPLE = 25;
const AFTER_SAMPLE = 3.5;
const BETWEEN = 11;
const ROW = 11;

export function legendOf(content: FigureContent, {left, top, room, size, font}: LegendRoom): {marks: Mark[]; bottom: number} {
  const marks: Mark[] = [];
  let [x, y] = [left, top];
  const entries = entriesOf(content);
  for (const {name, sample} of entries) {
    const wide = SAMPLE + AFTER_SAMPLE + widthOf(name, size, font);
    if (x > left && x + wide > left + room) [x, y] = [left, y + ROW];
    const middle = y + 0.5 * ROW;
    marks.push(...sample([x, middle], [x + SAMPLE, middle]));
    marks.push({kind: 'text', at: [x + SAMPLE + AFTER_SAMPLE, middle + 0.34 * size], text: name, size, anchor: 'start', colour: INK});
    x += wide + BETWEEN;
  }
  return {marks, bottom: entries.length === 0 ? top : y + ROW};
}

function entriesOf({panels, series, statistic}: FigureContent): Entry[] {
  const lines = panels.flatMap((panel) => panel.lines);
  const drawn = series.flatMap((name, i): Entry[] => {
    if (name === undefined || !lines.some((line) => line.series === i)) return [];
    const {stroke, markAt} = lineLook(i);
    return [{name, sample: (from, to) => [{kind: 'lines', lines: [[from, to]], stroke}, markAt([(from[0] + to[0]) / 2, from[1]])]}];
  });
  const plain = (name: string, stroke: Parameters<typeof lineSample>[0]): Entry => ({name, sample: lineSample(stroke)});
  const curves = lines.flatMap(({theory}) => theory);
  const withMean = lines.some(({points}) => points.some(({mean}) => mean !== undefined));
  return [
    ...drawn,
    ...(curves.some((curve) => !isDotted(curve, statistic)) ? [plain('theory', theoryStroke(false))] : []),
    ...(curves.some((curve) => isDotted(curve, statistic)) ? [plain('theory of the mean', theoryStroke(true))] : []),
    ...(withMean ? [MEAN] : []),
    ...(panels.some(({people = []}) => people.length > 0) ? [plain('people', PEOPLE)] : []),
  ];
}

const MEAN: Entry = {
  name: 'arithmetic mean',
  sample: ([from, y], [to]) => [ringAt([(from + to) / 2, y], INK)],
};

const lineSample =
  (stroke: typeof PEOPLE) =>
  (from: PagePlace, to: PagePlace): readonly Mark[] => [{kind: 'lines', lines: [[from, to]], stroke}];
