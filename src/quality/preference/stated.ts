/** What is told of people: a value with its 95% interval, low <= value <= high, or the reason why there is none. */
export type Stated = {readonly value: number; readonly low: number; readonly high: number} | {readonly reason: string};
