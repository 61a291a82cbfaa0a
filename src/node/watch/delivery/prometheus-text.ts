/**
 * A report in the text format of Prometheus.
 *
 * edge     what is not known has no sample: a measure without a value, the time of a period whose name is no date
 * source   prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4
 * checked  by Prometheus itself (test/watch-alerts.test.ts)
 */
import {newestJudged} from '../../../guard/watch/newest-judged.ts';
import {periodStart} from '../../../guard/watch/period-name.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export function prometheusText(report: WatchReport, now: Date): string {
  return familiesOf(report, now)
    .filter(({samples}) => samples.length > 0)
    .map(({name, help, samples}) => {
      const full = `genloss_watch_${name}`;
      const lines = samples.map(({value, labels}) => `${full}${labelsOf({watch: report.watch, ...labels})} ${numberOf(value)}`);
      return [`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines].map((line) => `${line}\n`).join('');
    })
    .join('');
}

function familiesOf(report: WatchReport, now: Date): Family[] {
  const {periods, level, alarm} = report;
  const judged = newestJudged(periods);
  const measures = Object.entries(judged?.measures ?? {});
  const last = periodStart(periods.at(-1)?.period ?? '');
  return [
    {name: 'alarm', help: 'Whether an alarm stands.', samples: [{value: alarm === null ? 0 : 1}]},
    {
      name: 'alarm_kind',
      help: 'Whether an alarm stands, by what it is: text that loses what its reference has, text about something else, or both.',
      samples: (['collapse', 'drift'] as const).map((kind) => ({
        value: alarm !== null && (alarm.kind === kind || alarm.kind === 'both') ? 1 : 0,
        labels: {kind},
      })),
    },
    {
      name: 'evidence',
      help: `What speaks for a change in the newest period that is judged; an alarm is raised at ${numberOf(level)}.`,
      samples: [{value: judged?.evidence ?? 0}],
    },
    {
      name: 'measure',
      help: 'A measure of the newest period that is judged.',
      samples: measures.flatMap(([measure, value]) => ('value' in value ? [{value: value.value, labels: {measure}}] : [])),
    },
    {
      name: 'last_period_timestamp_seconds',
      help: 'When the newest period begins.',
      samples: last === undefined ? [] : [{value: last}],
    },
    {name: 'last_run_timestamp_seconds', help: 'When this was written.', samples: [{value: now.getTime() / 1000}]},
  ];
}

const labelsOf = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const numberOf = (value: number): string =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
