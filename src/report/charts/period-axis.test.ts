import {describe, expect, it} from 'vitest';
import {areaPath, dotPath, type PeriodAxis, periodAt, periodSpan, valuePath} from './period-axis.ts';
import {stretchesFrom, timelineFrom} from './timeline.ts';

/** 100 pixels for ten periods, from 20 on. */
const axis: PeriodAxis = {frame: {className: 'half', width: 130, height: 50, left: 20, right: 10, top: 5, bottom: 5}, count: 10};
const down = (value: number) => 40 - value;

/** Every point of a path in pixels, as a browser would go through them. */
function pointsOf(d: string): number[][] {
  const points: number[][] = [];
  let [x, y] = [0, 0];
  for (const [, letter, first, second] of d.matchAll(/([Mlh])(-?\d+)(?:\s?(-?\d+))?/g)) {
    if (letter === 'M') [x, y] = [Number(first), Number(second)];
    else [x, y] = [x + Number(first), y + (letter === 'l' ? Number(second) : 0)];
    points.push([x / 10, y / 10]);
  }
  return points;
}

describe('periods on an axis', () => {
  it('are as wide as each other, and stand in the middle of their place', () => {
    expect([0, 1, 9].map((i) => periodAt(axis, i))).toEqual([25, 35, 115]);
    expect(periodSpan(axis, {from: 2, to: 4})).toEqual({x: 40, width: 30});
    expect(periodSpan({...axis, count: 1000}, {from: 500, to: 500}, 2)).toEqual({x: 69.1, width: 2});
  });

  it('lines go through their values to a tenth of a pixel, and leave gaps', () => {
    const values = [1, 2.34, undefined, 5, undefined, 7, 7, 6];
    const d = valuePath(values, axis, down);
    expect(d.match(/M/g)).toHaveLength(3);
    expect(pointsOf(d)).toEqual([
      ...[25, 25].map((x) => [x, 39]),
      [35, 37.7],
      ...[55, 55].map((x) => [x, 35]),
      ...[75, 75, 85].map((x) => [x, 33]),
      [95, 34],
    ]);
    expect(valuePath([undefined, undefined], axis, down)).toBe('');
    expect(valuePath([1, 1, 1, 1], {...axis, breaks: new Set([2])}, down)).toBe('M250 390h0h100M450 390h0h100');
    expect(pointsOf(dotPath([undefined, 3], axis, down))).toEqual([
      [35, 37],
      [35, 37],
    ]);
  });

  it('areas lie between two values, each stretch by itself, without the points that a level line does not need', () => {
    const d = areaPath([[1, 4], [1, 4], [1, 5], undefined, [2, 3]], axis, down);
    expect(d.match(/z/g)).toHaveLength(2);
    expect(pointsOf(d)).toEqual([
      [25, 36],
      [35, 36],
      [45, 35],
      [45, 39],
      [25, 39],
      [65, 37],
      [65, 38],
    ]);
    expect(
      areaPath(
        [
          [1, 4],
          [1, 4],
          [1, 4],
        ],
        {...axis, breaks: new Set([1])},
        down,
      ).match(/z/g),
    ).toHaveLength(2);
  });

  it('a thousand periods are a few kilobytes', () => {
    const values = Array.from({length: 1000}, (_, i) => 10 * Math.sin(i));
    expect(valuePath(values, {...axis, count: 1000}, down).length).toBeLessThan(9000);
  });
});

describe('a timeline from a period on', () => {
  it('has what reaches beyond it, and leaves out what lies before', () => {
    const timeline = {
      names: ['a', 'b', 'c', 'd'],
      calibration: [
        {from: 0, to: 0},
        {from: 1, to: 2},
      ],
      changes: [
        {low: 0, value: 1, high: 3},
        {low: 1, value: 2, high: 3},
      ],
      breaks: [1, 2, 3],
    };
    expect(timelineFrom(timeline, 2)).toEqual({
      ...{names: ['c', 'd'], calibration: [{from: 0, to: 0}], changes: [{low: 0, value: 0, high: 1}]},
      breaks: [1],
    });
    expect(stretchesFrom([{from: 5, to: 9}], 0)).toEqual([{from: 5, to: 9}]);
  });
});
