/**
 * What a calibration can see at all: how far evidence climbs where every later period is worse than all of the calibration.
 *
 * It is bounded, since each such rank is priced as chance has it given those before: a calibration of few periods learns a lasting change before
 * it believes in it.
 *
 * law      grows with the calibration
 * cost     a walk of at most some hundred periods
 */
import {MOST_EVIDENCE, RankEvidence} from './evidence.ts';
import type {ScoreStream} from './judge.ts';

/** Periods of a lasting change until one stream's evidence is at least `wanted`; undefined where it never is. */
export function periodsToReach(wanted: number, calibration: number): number | undefined {
  const evidence = new RankEvidence(calibration);
  let before = -1;
  for (let t = 1; ; t++) {
    const now = evidence.advance({bin: 0});
    if (now >= wanted) return t;
    if (now <= before || now >= MOST_EVIDENCE) return undefined;
    before = now;
  }
}

const MOST_CALIBRATION = 1000;

/** The least calibration whose evidence can be `wanted`; undefined where none of a thousand periods is. */
export function leastCalibration(wanted: number): number | undefined {
  for (let calibration = 1; calibration <= MOST_CALIBRATION; calibration++)
    if (periodsToReach(wanted, calibration) !== undefined) return calibration;
  return undefined;
}

/** Streams that could never raise an alarm alone, each with the evidence that it would need. `streams`: all that are judged. */
export function blindStreams(
  streams: readonly ScoreStream[],
  {calibration, level}: {readonly calibration: number; readonly level: number},
): ReadonlyMap<string, number> {
  const total = streams.reduce((sum, {weight}) => sum + weight, 0);
  const reached = new Map<string, boolean>();
  const blind = new Map<string, number>();
  for (const {name, weight, scores} of streams) {
    const count = scores.slice(0, calibration).filter((score) => score !== undefined).length;
    const needs = (level * total) / weight;
    const key = `${count} ${needs}`;
    if (!reached.has(key)) reached.set(key, periodsToReach(needs, count) !== undefined);
    if (!reached.get(key)) blind.set(name, needs);
  }
  return blind;
}
