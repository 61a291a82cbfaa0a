import {existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {describe, expect, it} from 'vitest';
import {contractChannel} from '../../../../test/contract-channel.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {testFolder} from '../../folder.test-input.ts';
import type {Channel} from './channel.ts';
import {prometheusText} from './prometheus-text.ts';
import {ALARM, dayOf, QUIET, watchReport} from './report.test-input.ts';
import {textfileChannel} from './textfile.ts';

const folder = testFolder();
let opened = 0;

contractChannel({
  name: 'textfile',
  open: async () => {
    const path = folder.at(`textfile-${opened++}/genloss.prom`);
    const got: string[] = [];
    const now = (): string => readFileSync(statSync(path).isFile() ? path : `${path}.old`, 'utf8');
    const noting = ({name, tell}: Channel): Channel => ({
      name,
      tell: async (news) => {
        const told = await tell(news);
        if (told.waiting === 0) got.push(now());
        return told;
      },
    });
    return {
      channel: () => noting(textfileChannel(path)),
      directory: folder.at('nothing'),
      believes: () => (/^genloss_watch_alarm\{.*\} 1$/m.test(now()) ? 'alarm' : 'quiet'),
      got: () => got,
      fail: async () => {
        if (existsSync(path)) renameSync(path, `${path}.old`);
        mkdirSync(path, {recursive: true});
      },
      mend: async () => rmdirSync(path),
      secrets: [],
    };
  },
});

const NOW = new Date(Date.UTC(2026, 2, 1, 12));

describe('the text for Prometheus', () => {
  it('has what it says for each name, and a sample for what is known', () => {
    const start = Date.parse(`${dayOf(32)}T00:00:00Z`) / 1000;
    expect(prometheusText({...ALARM, watch: 'news', alarm: {...ALARM.alarm!, kind: 'drift'}}, NOW)).toBe(
      `# HELP genloss_watch_alarm Whether an alarm stands.
# TYPE genloss_watch_alarm gauge
genloss_watch_alarm{watch="news"} 1
# HELP genloss_watch_alarm_kind Whether an alarm stands, by what it is: text that loses what its reference has, text about something else, or both.
# TYPE genloss_watch_alarm_kind gauge
genloss_watch_alarm_kind{watch="news",kind="collapse"} 0
genloss_watch_alarm_kind{watch="news",kind="drift"} 1
# HELP genloss_watch_evidence What speaks for a change in the newest period that is judged; an alarm is raised at 1000.
# TYPE genloss_watch_evidence gauge
genloss_watch_evidence{watch="news"} 32.5
# HELP genloss_watch_measure A measure of the newest period that is judged.
# TYPE genloss_watch_measure gauge
genloss_watch_measure{watch="news",measure="tail.retention"} 0.31
# HELP genloss_watch_last_period_timestamp_seconds When the newest period begins.
# TYPE genloss_watch_last_period_timestamp_seconds gauge
genloss_watch_last_period_timestamp_seconds{watch="news"} ${start}
# HELP genloss_watch_last_run_timestamp_seconds When this was written.
# TYPE genloss_watch_last_run_timestamp_seconds gauge
genloss_watch_last_run_timestamp_seconds{watch="news"} ${NOW.getTime() / 1000}
`,
    );
  });

  it('escapes names', () => {
    expect(prometheusText(watchReport({watch: 'a\\b "c"\nd'}), NOW)).toContain('genloss_watch_alarm{watch="a\\\\b \\"c\\"\\nd"} 0\n');
  });

  it('takes measures and evidence from a period that is judged, and the time from the newest', () => {
    const [last, ...before] = [...QUIET.periods].reverse();
    const open: WatchReport = {...QUIET, periods: [...before.reverse(), {...last, evidence: 7, measures: {}, unjudged: 'open'}]};
    const text = prometheusText(open, NOW);
    expect(text).toContain('genloss_watch_evidence{watch="harbour \\"news\\""} 28.5\n');
    expect(text).toContain('measure="tail.retention"} 0.31\n');
    expect(text).toContain(`last_period_timestamp_seconds{watch="harbour \\"news\\""} ${Date.parse(dayOf(29)) / 1000}\n`);
  });

  it('has no time of a period whose name is no date, and no measure of no period', () => {
    const nothing = prometheusText({...QUIET, periods: []}, NOW);
    expect(nothing).toContain('genloss_watch_evidence{watch="harbour \\"news\\""} 0\n');
    expect(nothing).not.toMatch(/_measure|last_period/);
  });
});

describe('a file for Prometheus', () => {
  it('is replaced whole, in a folder that is made where it is not there', async () => {
    const path = folder.at('made/for/it/genloss.prom');
    for (const report of [QUIET, ALARM]) await textfileChannel(path).tell({report, now: NOW, isSilenced: true});
    expect(readFileSync(path, 'utf8')).toBe(prometheusText(ALARM, NOW));
    expect(dirname(path)).toMatch(/for.it$/);
  });
});
