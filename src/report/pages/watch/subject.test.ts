import {describe, expect, it} from 'vitest';
import {WATCH_MEASURES} from '../../../guard/watch/measures.ts';
import {document} from '../../document.test-input.ts';
import * as demo from './demo.test-input.ts';
import {badValue} from './meaning.ts';
import {valueCell} from './said.ts';
import {periodLine, timelineOf} from './subject.ts';

describe('what the pictures stand for', () => {
  it('values lie as in the calibration where they differ from what is expected as much as its periods do', () => {
    const report = demo.quiet;
    const {normal, values} = periodLine({report, timeline: timelineOf(report), document}, ({measures}) => measures['tail.retention']);
    const known = values.slice(0, 30).map((one) => one!.value - one!.expected!);
    const {expected} = values[80]!;
    expect(normal[80]).toEqual([expected! + Math.min(...known), expected! + Math.max(...known)]);
    expect(normal[41]).toBeUndefined();
  });

  it('a calibration ends where the next one begins', () => {
    const periods = demo.quiet.periods.map((one, i) => (i >= 65 && i < 75 ? {...one, calibrates: true as const} : one));
    const report = {...demo.quiet, periods};
    const timeline = timelineOf(report);
    expect(timeline.calibration).toEqual([
      {from: 0, to: 29},
      {from: 65, to: 74},
    ]);
    const {normal, values} = periodLine({report, timeline, document}, ({measures}) => measures.unseen);
    const widthAt = (i: number) => normal[i]![1] - normal[i]![0];
    const range = (from: number, to: number) => {
      const known = values.slice(from, to).map((one) => one!.value - one!.expected!);
      return Math.max(...known) - Math.min(...known);
    };
    expect(widthAt(64)).toBeCloseTo(range(0, 30), 12);
    expect(widthAt(80)).toBeCloseTo(range(65, 75), 12);
  });

  it('every measure has its bad side in words', () => {
    for (const measure of WATCH_MEASURES)
      expect(badValue(measure)).toMatch(/^(Lower is worse|Higher is worse|Neither way is better): [a-z].{10,}\.$/);
    expect(badValue('tail.retention')).toMatch(/^Lower/);
    expect(badValue('repetition')).toMatch(/^Higher/);
    expect(badValue('loudness')).toBe('');
  });

  it('values are written to as many decimals as their interval bears', () => {
    expect(valueCell({value: 2.4, low: 1.7, high: 3.2})).toBe('2.4 [1.7, 3.2]');
    expect(valueCell({value: -0.02214, low: -0.0441, high: -0.00035})).toBe('\u22120.022 [\u22120.044, 0.000]');
    expect(valueCell({value: 0, low: 0, high: 0})).toBe('0 [0, 0]');
    expect(valueCell({reason: 'too little'})).toBe('\u2013');
  });
});
