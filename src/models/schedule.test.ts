import {describe, expect, it} from 'vitest';
import {count, share} from './atoms.ts';
import {countAt, faultOf, largestOf, type Schedule, scheduledAt, scheduleSchema, scheduleText, turnsOf} from './schedule.ts';

const values = (schedule: Schedule, generations = 4) => Array.from({length: generations}, (_, i) => scheduledAt(schedule, i + 1));

describe('a schedule', () => {
  it.each<[Schedule, number[]]>([
    [7, [7, 7, 7, 7]],
    [{from: 10, grow: 2}, [10, 20, 40, 80]],
    [{from: 12, power: 1}, [12, 24, 36, 48]],
    [{from: 12, power: -1}, [12, 6, 4, 3]],
    [{from: 0, to: 1, by: 3}, [0, 0.5, 1, 1]],
    [{from: 1, to: 0, by: 2}, [1, 0, 0, 0]],
    [
      [5, 3],
      [5, 3, 3, 3],
    ],
  ])('%j says what each generation has', (schedule, wanted) => {
    for (const [i, value] of values(schedule).entries()) expect(value).toBeCloseTo(wanted[i], 12);
  });

  it('of counts is rounded', () => {
    expect([1, 2, 3, 4].map((t) => countAt({from: 100, grow: 1.1}, t))).toEqual([100, 110, 121, 133]);
  });

  it.each<Schedule>([3, {from: 10, grow: 1.3}, {from: 10, grow: 0.5}, {from: 2, power: 1.5}, {from: 1, to: 9, by: 4}, [3, 9, 1], [2]])(
    '%j has its largest value where its turns are',
    (schedule) => {
      for (const generations of [1, 2, 3, 6]) {
        expect(largestOf(schedule, generations)).toBe(Math.max(...values(schedule, generations)));
        expect(turnsOf(schedule, generations).every((t) => t >= 1 && t <= generations)).toBe(true);
      }
    },
  );

  it('that leaves its range is told with the first generation that does, the same as by looking at each', () => {
    const cases: [Schedule, boolean][] = [
      [{from: 0.5, grow: 1.1}, false],
      [{from: 0.9, power: -2}, false],
      [[0.1, 0.2, 3, 0.1], false],
      [{from: 10, grow: 0.5}, true],
      [{from: 3, power: -1}, true],
    ];
    for (const [schedule, whole] of cases) {
      const atom = whole ? count : share;
      const value = (t: number) => (whole ? countAt(schedule, t) : scheduledAt(schedule, t));
      for (const generations of [1, 3, 40]) {
        const slow = Array.from({length: generations}, (_, i) => i + 1).find((t) => !atom.safeParse(value(t)).success);
        expect(faultOf(schedule, {atom, generations, whole})?.generation).toBe(slow);
      }
    }
  });

  it.each([
    {from: 3},
    {from: 3, grow: 2, power: 1},
    {from: 3, to: 4},
    {from: 3, by: 4},
    {grow: 2},
    [],
    [2, 'x'],
    {from: 3, gro: 2},
    'x',
    {from: -1, grow: 2},
  ])('is not %j', (schedule) => {
    expect(scheduleSchema(count).safeParse(schedule).success).toBe(false);
  });

  it('is said in words', () => {
    const said = ([0.25, {from: 100, grow: 1.1}, {from: 100, power: 1.5}, {from: 0, to: 1, by: 9}, [1, 2], [3]] as Schedule[]).map((one) =>
      scheduleText(one),
    );
    expect(said).toEqual([
      '0.25',
      '100 times 1.1^(t - 1)',
      '100 times t^1.5',
      'from 0 at generation 1 to 1 at generation 9',
      '1, then 2',
      '3',
    ]);
  });
});
