/** A share report as text for a terminal. */

import {plainLine} from '../../core/text/terminal.ts';
import type {CurvePoint, EstimatorReport, ShareReport, SliceReport} from '../../guard/share/report.ts';

const WIDTH = 100;

export function shareText(report: ShareReport): string {
  const parts = [headline(report), sizes(report), report.choice ?? '', ...report.notes.map((note) => `Note: ${note}`)];
  const paragraphs = parts.filter((part) => part !== '').map((part) => wrapped(plainLine(part)));
  if (report.estimators.length > 0) paragraphs.push(estimatorTable(report.estimators, report.estimator));
  if (report.curve.length > 0) paragraphs.push(curveTable(report.curve));
  if (report.slices !== undefined) paragraphs.push(sliceTable(report.slices));
  return `${paragraphs.join('\n\n')}\n`;
}

/** What is known, in one sentence. */
export function headline({verdict, share, low, high, reason}: ShareReport): string {
  if (verdict === 'inconclusive' || share === undefined) return `Inconclusive: ${reason}.`;
  return `${percent(share)} of the sentences are synthetic (95% interval ${percent(low)} to ${percent(high)}).`;
}

export function sizes({documents, sentences, references: {human, synthetic}}: ShareReport): string {
  const size = ({documents, sentences}: {documents: number; sentences: number}) =>
    `${count(documents)} documents with ${count(sentences)} sentences`;
  return `Candidate: ${size({documents, sentences})}. Human reference: ${size(human)}. Synthetic reference: ${size(synthetic)}.`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

const count = (n: number): string => n.toLocaleString('en');

function estimatorTable(estimators: readonly EstimatorReport[], used: string | undefined): string {
  const head = ['estimator', 'estimate', 'off by, documents', 'off by, planted sentences', ''];
  const rows = estimators.map(({estimator, estimate, documents, sentences}) => [
    estimator,
    percent(estimate),
    documents.error.toFixed(3),
    sentences.error.toFixed(3),
    estimator === used ? 'used' : '',
  ]);
  return table([head, ...rows]);
}

function curveTable(curve: readonly CurvePoint[]): string {
  const shown = curve.filter(({truth}) => [0, 0.05, 0.1, 0.2, 0.5, 0.8, 1].includes(truth));
  return table([
    ['truth', ...shown.map(({truth}) => percent(truth))],
    ['estimate', ...shown.map(({estimate}) => percent(estimate))],
    ['from', ...shown.map(({low}) => percent(low))],
    ['to', ...shown.map(({high}) => percent(high))],
  ]);
}

function sliceTable(slices: readonly SliceReport[]): string {
  const rows = slices.map(({value, documents, sentences, verdict, share, low, high, reason}) => [
    plainLine(value),
    count(documents),
    count(sentences),
    verdict === 'estimate' && share !== undefined ? percent(share) : '-',
    verdict === 'estimate' ? `${percent(low)} to ${percent(high)}` : `inconclusive: ${plainLine(reason ?? '')}`,
  ]);
  return table([[plainLine(slices[0]?.by ?? 'slice'), 'documents', 'sentences', 'share', 'interval'], ...rows]);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const last = widths.length - 1;
  const cell = (text: string, c: number) =>
    c === 0 || (c === last && !/\d%?$/.test(text)) ? text.padEnd(widths[c]) : text.padStart(widths[c]);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines[lines.length - 1].length + word.length + 1 > WIDTH) lines.push('');
    lines[lines.length - 1] += `${lines[lines.length - 1] ? ' ' : ''}${word}`;
  }
  return lines.join('\n');
}
