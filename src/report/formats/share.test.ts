import {expect, it} from 'vitest';
import type {ShareReport} from '../../guard/share/report.ts';
import {document} from '../document.test-input.ts';
import {sharePage} from '../pages/share.ts';
import {shareText} from './share.ts';

const size = {documents: 10, sentences: 100};
const report = {
  verdict: 'estimate',
  share: 0.98,
  low: 0.95,
  high: 1.004,
  curve: [
    {truth: 0, estimate: -0.004, low: -0.02, high: 0.01},
    {truth: 1, estimate: 1.003, low: 0.97, high: 1.02},
  ],
  ...size,
  withoutSentences: 0,
  estimator: 'likelihood',
  estimators: [],
  arrangements: [{arrangement: 'documents', estimator: 'likelihood', share: 1.01, low: 0.97, high: 1.03, distance: 2, plausible: true}],
  references: {human: size, synthetic: size},
  notes: [],
} as unknown as ShareReport;

it('no share is shown that is less than nothing or more than all', () => {
  const names = {data: ['a'], human: ['h'], synthetic: ['s']};
  const shown = [shareText(report), sharePage(report, names, document).replace(/<style>.*<\/style>/s, '')];
  for (const text of shown) {
    const shares = [...text.matchAll(/(-?\d+\.\d)%/g)].map(([, digits]) => Number(digits));
    expect(shares.length).toBeGreaterThan(8);
    expect([Math.min(...shares), Math.max(...shares)]).toEqual([0, 100]);
  }
});
