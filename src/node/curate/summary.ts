/** What a curation did, for people and for programs. */
import {join} from 'node:path';
import {counted, grouped} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {Interval} from '../../guard/check-report.ts';
import type {StageAudit, TailAudit} from '../../guard/curate/tail-audit.ts';
import type {Curated} from './curate.ts';
import type {Manifest} from './write.ts';

export function curationJson(curated: Curated, output: string): object {
  if (curated.kind === 'stopped') {
    const {verdict, reason, audit} = curated;
    return {verdict, reason, audit};
  }
  const {fingerprint, counts, steps, files, audit} = curated.manifest;
  return {output, upToDate: curated.kind === 'up to date', fingerprint, counts, steps, files, ...(audit && {audit})};
}

export function curationText(curated: Curated, output: string): string {
  if (curated.kind === 'stopped')
    return `${[plainLine(`${curated.verdict}: ${curated.reason}`), 'nothing was written', '', ...auditTable(curated.audit)].join('\n')}\n`;
  const {manifest} = curated;
  const {counts, audit} = manifest;
  if (curated.kind === 'up to date') return `${plainLine(output)} is up to date: ${written(manifest)}\n`;
  const human = counts.human > 0 ? `, ${grouped(counts.human)} of them human` : '';
  return `${[
    `${plainLine(output)}: ${written(manifest)} of ${grouped(counts.records)}${human}`,
    '',
    ...stepsTable(manifest),
    '',
    ...(audit ? auditTable(audit) : ['no tail audit: the recipe names no human reference']),
    '',
    `what happened to each record  ${plainLine(join(output, 'decisions.jsonl'))}`,
  ].join('\n')}\n`;
}

const written = ({counts: {written: to}, files}: Manifest): string => {
  const shards = files.filter(({records}) => records !== undefined).length;
  return `${counted(to.records, 'record')} (${counted(to.words, 'word')}) in ${counted(shards, 'file')}`;
};

function stepsTable({steps, counts}: Manifest): string[] {
  const changes = steps.some(({changed}) => changed !== undefined);
  const row = (step: string, cells: readonly number[], changed?: number): string[] => {
    const [dropped, ...left] = cells.map((cell) => grouped(cell));
    return [step, dropped, ...(changes ? [changed === undefined ? '' : grouped(changed)] : []), ...left];
  };
  return table(
    ['step', 'dropped', ...(changes ? ['changed'] : []), 'left', 'words left'],
    [
      row('read', [counts.broken, counts.records, counts.words]),
      ...steps.map(({step, dropped, changed, left, words}) => row(plainLine(step), [dropped, left, words], changed)),
    ],
  );
}

function auditTable({stages, reference}: TailAudit): string[] {
  const rows = stages.map((stage) => [
    plainLine(stage.step ?? 'the data as it came'),
    cell(stage['tail.retention']),
    cell(stage.loss),
    ranged(stage.randomLoss),
    ranged(stage.atEqualSize['tail.retention']),
  ]);
  const reason = stages.find((stage: StageAudit) => stage.reason)?.reason;
  return [
    `what each step cost the tail of the reference (${counted(reference.documents, 'document')}, ${counted(reference.words, 'word')})`,
    ...table(['after', 'tail.retention', 'loss', 'loss at random', 'at equal size'], rows),
    ...(reason ? [plainLine(reason)] : []),
  ];
}

const share = (x: number): string => x.toFixed(4);
const cell = (interval: Interval | undefined): string => (interval === undefined ? '-' : share(interval.value));
const ranged = (interval: Interval | undefined): string =>
  interval === undefined ? '-' : `${share(interval.value)} [${share(interval.low)}, ${share(interval.high)}]`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, c) => Math.max(...[head, ...rows].map((row) => row[c].length)));
  return [head, ...rows].map((row) =>
    row
      .map((text, c) => (c === 0 ? text.padEnd(widths[c]) : text.padStart(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}
