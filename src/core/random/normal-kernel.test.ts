import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {compileModule} from '../webassembly.ts';
import {fillNormal} from './normal.ts';
import {NormalKernel} from './normal-kernel.ts';
import {Stream} from './stream.ts';
import {EDGE} from './ziggurat.ts';

const kernel = new NormalKernel(compileModule(readFileSync(new URL('./normal.wasm', import.meta.url))));

/** The draws of a line by `fillNormal`. */
function plain(stream: Stream, n: number, sd: number): Float64Array {
  const values = new Float64Array(n);
  fillNormal(stream, values);
  return values.map((x) => x * sd);
}

describe('the kernel of normal draws', () => {
  it('draws what fillNormal draws and leaves the stream where it does, for every count, one line after another', () => {
    const [ours, theirs] = [Stream.root('lines'), Stream.root('lines')];
    for (let n = 1; n <= 400; n++) {
      const sd = n % 3 === 0 ? 1 : 0.37;
      const wanted = plain(theirs, n, sd);
      kernel.drawLine(ours, n, sd);
      expect(kernel.drawn(n)).toEqual(wanted);
      expect(ours.state).toEqual(theirs.state);
    }
  });

  it('draws the wedges and the tail as fillNormal does, where blocks end too: a million draws', () => {
    const [ours, theirs] = [Stream.root('tail'), Stream.root('tail')];
    const wanted = plain(theirs, 1e6, 1);
    kernel.drawLine(ours, 1e6, 1);
    expect(Buffer.compare(Buffer.from(kernel.drawn(1e6).buffer), Buffer.from(wanted.buffer))).toBe(0);
    expect(ours.state).toEqual(theirs.state);
    expect(wanted.filter((x) => Math.abs(x) > EDGE[1]).length).toBeGreaterThan(100);
  });

  it('sums as four sums side by side do, and squares about the mean', () => {
    const stream = Stream.root('sums');
    for (const n of [1, 2, 3, 4, 5, 64, 99, 100, 103, 1001]) {
      kernel.drawLine(stream, n, 2);
      const values = kernel.drawn(n);
      const four = (of: (x: number) => number) => {
        const sums = [0, 0, 0, 0];
        const whole = n - (n % 4);
        values.forEach((x, i) => {
          sums[i < whole ? i % 4 : 0] += of(x);
        });
        return sums[0] + sums[1] + (sums[2] + sums[3]);
      };
      const mean = four((x) => x) / n;
      expect(kernel.moments.mean).toBe(mean);
      expect(kernel.moments.squares).toBe(four((x) => (x - mean) * (x - mean)));
    }
  });

  it('makes a line again from where its stream was', () => {
    const stream = Stream.root('again');
    const before = [...stream.state];
    kernel.drawLine(stream, 150, 3);
    const first = kernel.drawn(150);
    kernel.drawLine(stream, 150, 3);
    expect(kernel.drawn(150)).not.toEqual(first);
    kernel.drawAgain(150, 3, before);
    expect(kernel.drawn(150)).toEqual(first);
  });

  it('refuses a count that is none', () => {
    for (const n of [0, -1, Number.NaN, 2 ** 29]) expect(() => kernel.drawLine(Stream.root(1), n, 1)).toThrow(/2\^28 draws/);
  });
});
