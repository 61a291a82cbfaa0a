/** The growth of time and memory as pictures: one page, two charts a family. */
import {drawingDocument} from '../src/node/document.ts';
import {labelledFrame} from '../src/report/charts/frame.ts';
import {decadeScale, type ValueScale} from '../src/report/charts/scale.ts';
import {type XYLine, xyChart} from '../src/report/charts/xy-chart.ts';
import type {SvgDocument} from '../src/report/document.ts';
import {type Html, html, lines as parts} from '../src/report/html.ts';
import {pageOf} from '../src/report/pages/page.ts';
import {exponentOf, type Growth, type Line} from './growth.ts';
import {described, type Machine} from './machine.ts';

export async function growthPage(all: readonly Growth[], machine: Machine): Promise<string> {
  const document = await drawingDocument();
  return pageOf(
    all.map((growth) => section(growth, document)),
    {title: 'How genloss grows', foot: `${described(machine)}.`},
  );
}

function section(growth: Growth, document: SvgDocument): Html {
  const {family, unit, lines} = growth;
  const exponents = lines.flatMap((line) => {
    const exponent = exponentOf(line);
    return exponent === undefined ? [] : [`${line.name} grows as the ${exponent.toFixed(2)}th power`];
  });
  const chart = (title: string, of: (point: Line['points'][number]) => number | undefined) => chartOf(growth, {title, of, document});
  return html`<section>
<h2>${family}: time and memory over ${unit}</h2>
<p>Over the larger half of the sizes ${exponents.join(', ')}.</p>
${parts([chart('seconds', ({seconds}) => seconds), chart('MB at the highest', ({megabytes}) => megabytes)].filter((one) => one !== undefined))}
</section>`;
}

interface Column {
  readonly title: string;
  readonly of: (point: Line['points'][number]) => number | undefined;
  readonly document: SvgDocument;
}

/** Undefined where nothing was measured. */
function chartOf({family, unit, lines}: Growth, {title, of, document}: Column): Html | undefined {
  const drawn: XYLine[] = lines.map(({name, points}, series) => ({
    ...{label: name, series},
    points: points.flatMap((point) => {
      const y = of(point);
      return y === undefined ? [] : [{x: point.size, y}];
    }),
  }));
  const points = drawn.flatMap((line) => line.points);
  if (points.length === 0) return undefined;
  const scale = (values: readonly number[]): ValueScale => decadeScale(Math.min(...values), Math.max(...values));
  const frame = {
    ...labelledFrame(
      'wide',
      drawn.map(({label}) => label),
    ),
    top: 28,
  };
  const label = `${family}: ${title} over ${unit}, on logarithmic axes`;
  return xyChart(drawn, {
    x: scale(points.map(({x}) => x)),
    y: scale(points.map(({y}) => y)),
    titles: {x: unit, y: title},
    frame,
    label,
    document,
  });
}
