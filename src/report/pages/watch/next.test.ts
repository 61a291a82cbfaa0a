import {describe, expect, it} from 'vitest';
import {document} from '../../document.test-input.ts';
import * as demo from './demo.test-input.ts';
import {nextSteps} from './next.ts';
import {watchPage} from './page.ts';

describe('what is to be done', () => {
  it('is no acceptance of fewer periods than a calibration has', () => {
    const stepOf = (periods: number) =>
      nextSteps({...demo.hintsOnly, periods: demo.hintsOnly.periods.slice(0, periods)}, demo.commands).at(-1)!;
    const {commands, what} = stepOf(2);
    expect([commands, what]).toEqual([undefined, expect.stringContaining('It takes 4 periods at least, so wait for 2 more.')]);
    expect(stepOf(4).commands).toEqual([`genloss watch crawl.yaml --accept ${demo.hintsOnly.periods[3].period}`]);
  });

  it('is to wait for the end of a calibration that lies ahead', () => {
    const ahead = {...demo.calibrating, calibration: {has: 12, wants: 12, until: '2023-02-20'}};
    expect(nextSteps(ahead, demo.commands)[0].what).toBe('The calibration goes on until 2023-02-20; the periods after it are judged.');
    const page = watchPage(ahead, {document, commands: demo.commands, version: '1.2.3'});
    expect(page).toContain('12 periods of the calibration are there, which goes on until 2023-02-20');
  });
});
