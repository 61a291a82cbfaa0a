/**
 * Where the time of a lineage goes. The lab has no clock of its own: one that is given is read, and nothing it says reaches a result.
 */
export const ACTIVITIES = ['fit', 'sample', 'treat', 'measure'] as const;

/** `treat`: feedback, quality, and the draws that they ask for. */
export type Activity = (typeof ACTIVITIES)[number];

/** Seconds by activity. */
export type Times = Readonly<Record<Activity, number>>;

export class Stopwatch {
  private readonly now: () => number;
  private readonly open: Activity[] = [];
  private spent = nothing();
  private since = 0;

  /** `now`: seconds from any start. */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Does `work`, and counts its time as the activity's; what runs inside it as another activity is that one's alone. */
  time<T>(activity: Activity, work: () => T): T {
    this.charge();
    this.open.push(activity);
    try {
      return work();
    } finally {
      this.charge();
      this.open.pop();
    }
  }

  /** What was counted since the last call. */
  take(): Times {
    const {spent} = this;
    this.spent = nothing();
    return spent;
  }

  private charge(): void {
    const now = this.now();
    const activity = this.open.at(-1);
    if (activity) this.spent[activity] += now - this.since;
    this.since = now;
  }
}

export const NO_TIME: Times = {fit: 0, sample: 0, treat: 0, measure: 0};

const nothing = (): Record<Activity, number> => ({...NO_TIME});

export function addTimes(a: Times, b: Times): Times {
  return {fit: a.fit + b.fit, sample: a.sample + b.sample, treat: a.treat + b.treat, measure: a.measure + b.measure};
}
