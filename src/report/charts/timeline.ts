/** What the charts of a watch have in common: its periods in order, which of them calibrate, when changes began. */

/** Indexes of periods, both ends included. */
export interface PeriodRange {
  readonly from: number;
  readonly to: number;
}

/** When a change began: indexes of periods. */
export interface ChangePoint {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

export interface Timeline {
  /** Of all periods, in order. */
  readonly names: readonly string[];
  readonly calibration: readonly PeriodRange[];
  /** Of alarms, past ones too. */
  readonly changes: readonly ChangePoint[];
  /** Indexes of periods just before which some are missing: lines are broken there. */
  readonly breaks: readonly number[];
}

/** The timeline from a period on. */
export const timelineFrom = ({names, calibration, changes, breaks}: Timeline, first: number): Timeline => ({
  names: names.slice(first),
  calibration: stretchesFrom(calibration, first),
  changes: changes.flatMap(({low, value, high}) =>
    value < first ? [] : [{low: Math.max(0, low - first), value: value - first, high: high - first}],
  ),
  breaks: breaks.filter((i) => i > first).map((i) => i - first),
});

/** What reaches beyond a period begins with it; what lies before it is left out. */
export const stretchesFrom = <T extends PeriodRange>(stretches: readonly T[], first: number): T[] =>
  stretches.flatMap((one) => (one.to < first ? [] : [{...one, from: Math.max(0, one.from - first), to: one.to - first}]));
