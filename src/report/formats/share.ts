/** A share report as text for a terminal. */
import {counted, fixed, grouped, percent} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {CurvePoint, EstimatorReport, ShareReport, SliceReport} from '../../guard/share/report.ts';
import {type TextRow, tableLines, wrapped} from './text-table.ts';

const WIDTH = 100;

export function shareText(report: ShareReport): string {
  const parts = [headline(report), sizes(report), report.choice ?? '', ...report.notes.map((note) => `Note: ${note}`)];
  const paragraphs = parts.filter((part) => part !== '').map((part) => wrapped(plainLine(part), WIDTH).join('\n'));
  if (report.estimators.length > 0) paragraphs.push(estimatorTable(report.estimators, report.estimator));
  if (report.curve.length > 0) paragraphs.push(curveTable(report.curve));
  if (report.slices !== undefined) paragraphs.push(sliceTable(report.slices));
  return `${paragraphs.join('\n\n')}\n`;
}

/** Of an estimate of a share, which may reach a little beyond what a share can be. */
export const sharePercent = (share: number): string => percent(Math.min(1, Math.max(0, share)));

/** What is known, in one sentence. */
export function headline({verdict, share, low, high, reason}: ShareReport): string {
  if (verdict === 'inconclusive' || share === undefined) return `Inconclusive: ${reason}.`;
  return `${sharePercent(share)} of the sentences are synthetic (95% interval ${sharePercent(low)} to ${sharePercent(high)}).`;
}

export function sizes({documents, sentences, references: {human, synthetic}}: ShareReport): string {
  const size = ({documents, sentences}: {documents: number; sentences: number}) =>
    `${counted(documents, 'document')} with ${counted(sentences, 'sentence')}`;
  return `Candidate: ${size({documents, sentences})}. Human reference: ${size(human)}. Synthetic reference: ${size(synthetic)}.`;
}

function estimatorTable(estimators: readonly EstimatorReport[], used: string | undefined): string {
  const head = ['estimator', 'estimate', 'off by, documents', 'off by, planted sentences', ''];
  const rows = estimators.map(({estimator, estimate, documents, sentences}) => [
    estimator,
    sharePercent(estimate),
    fixed(documents.error, 3),
    fixed(sentences.error, 3),
    estimator === used ? 'used' : '',
  ]);
  return table([head, ...rows]);
}

function curveTable(curve: readonly CurvePoint[]): string {
  const shown = curve.filter(({truth}) => [0, 0.05, 0.1, 0.2, 0.5, 0.8, 1].includes(truth));
  return table([
    ['truth', ...shown.map(({truth}) => sharePercent(truth))],
    ['estimate', ...shown.map(({estimate}) => sharePercent(estimate))],
    ['from', ...shown.map(({low}) => sharePercent(low))],
    ['to', ...shown.map(({high}) => sharePercent(high))],
  ]);
}

function sliceTable(slices: readonly SliceReport[]): string {
  const rows = slices.map(({value, documents, sentences, verdict, share, low, high, reason}) => [
    plainLine(value),
    grouped(documents),
    grouped(sentences),
    verdict === 'estimate' && share !== undefined ? sharePercent(share) : '-',
    verdict === 'estimate' ? `${sharePercent(low)} to ${sharePercent(high)}` : `inconclusive: ${plainLine(reason ?? '')}`,
  ]);
  return table([[plainLine(slices[0]?.by ?? 'slice'), 'documents', 'sentences', 'share', 'interval'], ...rows]);
}

/** Numbers at the right; a last column that holds words at the left, its head with it. */
function table(rows: readonly TextRow[]): string {
  const last = rows[0].length - 1;
  const isWords = !rows.slice(1).every((row) => /\d%?$/.test(row[last]));
  return tableLines(rows, {right: (_, column) => column > 0 && (column < last || !isWords)}).join('\n');
}
