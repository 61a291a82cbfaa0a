/** The contract of what is told of a watch. Every implementation's own test calls this once. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Channel, News} from '../src/node/watch/delivery/channel.ts';
import {ALARM, dayOf, OVER, QUIET, watchReport} from '../src/node/watch/delivery/report.test-input.ts';

export interface ChannelContract {
  readonly name: string;
  /** A receiver that was told nothing yet. */
  readonly open: () => Promise<OpenedChannel>;
}

export interface OpenedChannel {
  /** As another call makes it. */
  readonly channel: () => Channel;
  /** What the receiver takes for true; `quiet` before it is told anything. */
  readonly believes: () => 'alarm' | 'quiet';
  /** All that it got, as text. */
  readonly got: () => readonly string[];
  /** From now on it takes nothing, or again. */
  readonly fail: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** Of notes between calls. */
  readonly directory: string;
  /** Which nothing but the receiver may see. */
  readonly secrets: readonly string[];
}

const at = (report: News['report'], hours = 0): News => ({
  report,
  now: new Date(Date.UTC(2026, 2, 1, hours)),
  isSilenced: false,
});

export function contractChannel({name, open}: ChannelContract): void {
  test(`${name}: lets its receiver know that an alarm stands, and that it is over`, async () => {
    const {channel, believes} = await open();
    expect([await channel().tell(at(QUIET)), believes()]).toEqual([{waiting: 0}, 'quiet']);
    expect([await channel().tell(at(ALARM, 1)), believes()]).toEqual([{waiting: 0}, 'alarm']);
    expect([await channel().tell(at(ALARM, 2)), believes()]).toEqual([{waiting: 0}, 'alarm']);
    expect([await channel().tell(at(OVER, 3)), believes()]).toEqual([{waiting: 0}, 'quiet']);
    expect([await channel().tell(at(OVER, 4)), believes()]).toEqual([{waiting: 0}, 'quiet']);
  });

  test(`${name}: lets its receiver know that an alarm is no longer there`, async () => {
    const {channel, believes} = await open();
    await channel().tell(at(ALARM));
    expect([await channel().tell(at(QUIET, 1)), believes()]).toEqual([{waiting: 0}, 'quiet']);
  });

  test(`${name}: says what could not be told, and tells it with the next call`, async () => {
    const {channel, believes, fail, mend, got} = await open();
    await channel().tell(at(QUIET));
    await fail();
    const told = await channel().tell(at(ALARM, 1));
    expect(told.waiting).toBeGreaterThan(0);
    expect(told.failure).toMatch(/\w/);
    await mend();
    const before = got().length;
    expect([await channel().tell(at(ALARM, 2)), believes()]).toEqual([{waiting: 0}, 'alarm']);
    expect(got().length).toBe(before + 1);
  });

  test(`${name}: misses no end that came while nothing could be told`, async () => {
    const {channel, believes, fail, mend} = await open();
    await channel().tell(at(ALARM));
    await fail();
    for (const hours of [1, 2]) expect((await channel().tell(at(OVER, hours))).waiting).toBeGreaterThan(0);
    expect(believes()).toBe('alarm');
    await mend();
    expect([await channel().tell(at(OVER, 3)), believes()]).toEqual([{waiting: 0}, 'quiet']);
  });

  test(`${name}: says in every message which watch it is of, and what kind of change`, async () => {
    const {channel, got} = await open();
    await channel().tell(at(watchReport({watch: 'the\\ "harbour"\n', alarms: [{raised: 40, kind: 'drift'}]})));
    await channel().tell(at(watchReport({watch: 'the\\ "harbour"\n', alarms: [{raised: 40, ended: 50, kind: 'drift'}]}), 1));
    expect(got()).toHaveLength(2);
    for (const one of got()) {
      expect(one).toContain('the\\\\ \\"harbour\\"\\n');
      expect(one).toContain('drift');
    }
  });

  test(`${name}: shows and keeps no secret`, async () => {
    const {channel, fail, mend, directory, secrets} = await open();
    const told = [];
    for (const [i, report] of [QUIET, ALARM, OVER].entries()) {
      await fail();
      told.push(await channel().tell(at(report, 2 * i)));
      await mend();
      told.push(await channel().tell(at(report, 2 * i + 1)));
    }
    const names = existsSync(directory) ? readdirSync(directory) : [];
    const kept = names.map((file) => `${file} ${readFileSync(join(directory, file), 'utf8')}`);
    const shown = `${channel().name} ${JSON.stringify(told)} ${kept.join()}`;
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test(`${name}: takes alarms that late periods moved for the same`, async () => {
    const {channel, believes} = await open();
    await channel().tell(at(ALARM));
    const moved = watchReport({days: 34, alarms: [{raised: 31}]});
    expect([await channel().tell(at(moved, 1)), believes()]).toEqual([{waiting: 0}, 'alarm']);
    expect(moved.alarm?.raised).toBe(dayOf(31));
  });
}
