/** Time and memory by size, and how fast they grow. */
export interface Line {
  readonly name: string;
  readonly points: readonly {readonly size: number; readonly seconds: number; readonly megabytes?: number}[];
}

export interface Growth {
  readonly family: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

/** Slope of log time over log size, least squares, over the larger half of the sizes; undefined with fewer than two. */
export function exponentOf({points}: Line): number | undefined {
  const larger = points.slice(Math.floor(points.length / 2) - (points.length === 2 ? 1 : 0));
  if (larger.length < 2) return undefined;
  const xs = larger.map(({size}) => Math.log(size));
  const ys = larger.map(({seconds}) => Math.log(seconds));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

export function growthTable(all: readonly Growth[]): string {
  return all
    .map(({family, unit, lines}) => {
      const sizes = [...new Set(lines.flatMap(({points}) => points.map(({size}) => size)))].sort((a, b) => a - b);
      const cell = ({points}: Line, size: number): string => {
        const point = points.find((one) => one.size === size);
        return point === undefined
          ? ''
          : `${point.seconds.toFixed(2)} s${point.megabytes === undefined ? '' : `, ${point.megabytes.toFixed(0)} MB`}`;
      };
      const rows = lines.map(
        (line) => `| ${line.name} | ${sizes.map((size) => cell(line, size)).join(' | ')} | ${exponentOf(line)?.toFixed(2) ?? ''} |`,
      );
      return `| ${family}, ${unit} | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} | exponent |\n|---|${sizes.map(() => '---|').join('')}---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}
