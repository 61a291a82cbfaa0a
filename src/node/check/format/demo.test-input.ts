/** Reports that look like real ones: one that passes, one that fails, one of another domain, one where little could be measured, a hostile one. */
import type {BandReading, Check, CheckReport, Side, TellingWord, Verdict} from '../../../guard/check-report.ts';

const reference: Side = {name: 'human.profile', documents: 41_208, words: 18_204_411, bytes: 108_204_331, broken: 0};
const candidate: Side = {name: 'data/crawl-2026-10.jsonl.zst', documents: 12_431, words: 5_120_388, bytes: 31_402_118, broken: 3};

interface Given {
  measure: string;
  band?: string;
  at: readonly [number, number, number];
  expected?: readonly [number, number, number];
  atLeast?: number;
  atMost?: number;
  verdict: Verdict;
  p?: number;
  reason?: string;
}

function check({measure, band, at, expected, atLeast, atMost, verdict, p, reason}: Given): Check {
  const name = band === undefined ? measure : `${measure}[${band}]`;
  const [value, low, high] = at;
  const bound = {
    measure,
    ...(band !== undefined && {band}),
    ...(atLeast !== undefined && {atLeast}),
    ...(atMost !== undefined && {atMost}),
  };
  return {
    name,
    measure,
    ...(band !== undefined && {band}),
    value,
    low,
    high,
    n: candidate.documents,
    ...(expected !== undefined && {expected: {value: expected[0], low: expected[1], high: expected[2]}}),
    bound,
    ...(p !== undefined && {p}),
    verdict,
    ...(reason !== undefined && {reason}),
  };
}

const BANDS = [
  '1e-7 to 3e-7',
  '3e-7 to 1e-6',
  '1e-6 to 3e-6',
  '3e-6 to 1e-5',
  '1e-5 to 3e-5',
  '3e-5 to 1e-4',
  '1e-4 to 3e-4',
  '3e-4 to 1e-3',
  '1e-3 to 3e-3',
  '3e-3 to 1e-2',
  '1e-2 to 3e-2',
  '3e-2 to 1e-1',
];
const COUNTS = ['1', '2-3', '4-7', '8-15', '16-31', '32-63'];
const QUANTILES = ['5%', '25%', '50%', '75%', '95%'];

/** `loss` 0: as the reference; 1: a text that was written by the tenth generation. */
function bandsOf(loss: number): BandReading[] {
  const calibration = BANDS.map((band, i) => {
    const value = loss * (0.42 - 2.6 * (1 - i / 11) ** 2.4) + (i % 3) * 0.012;
    const half = 0.34 * (1 - i / 12) ** 2 + 0.012;
    return {measure: 'calibration.halves', band, value, low: value - half, high: value + half};
  });
  const retention = COUNTS.map((band, i) => {
    const whole = 1 - 0.52 * Math.exp(-0.75 * i);
    const value = whole * (1 - loss * 0.55 * Math.exp(-0.5 * i));
    const half = 0.012 / (1 + i);
    return {measure: 'tail.retention', band, value, low: value - half, high: Math.min(1, value + half)};
  });
  const lengths = QUANTILES.map((band, i) => {
    const value = [42, 121, 268, 540, 1420][i] * (1 - 0.25 * loss * (i / 4));
    return {measure: 'words', band, value, low: value * 0.97, high: value * 1.035};
  });
  return [...calibration, ...retention, ...lengths];
}

const lost: TellingWord[] = [
  ['whereupon', 8.4, 0.2],
  ['yonder', 5.1, 0],
  ['gunwale', 2.2, 0],
  ["o'clock", 61, 12.4],
  ['marrow', 6.3, 0.6],
  ['quarrelled', 4.9, 0.4],
  ['kerosene', 3.7, 0.2],
  ['threshing', 2.9, 0],
  ['cassock', 1.8, 0],
  ['hobnailed', 1.1, 0],
].map(([word, was, is]) => ({word: word as string, reference: was as number, candidate: is as number}));
const gained: TellingWord[] = [
  ['tapestry', 2.1, 118],
  ['delve', 1.4, 96.2],
  ['multifaceted', 1.9, 74],
  ['landscape', 38, 412],
  ['underscores', 3.2, 88.1],
  ['moreover', 41, 302],
  ['furthermore', 36, 281],
  ['testament', 9.4, 61],
].map(([word, was, is]) => ({word: word as string, reference: was as number, candidate: is as number}));

const same = {
  verdict: 'same',
  value: 0.031,
  low: 0.028,
  high: 0.034,
  bound: 0.12,
  reason: 'the candidate is as near to the reference as its own other half, within the bound',
  words: [],
} as const;

export const passing: CheckReport = {
  verdict: 'pass',
  reason: 'all 5 gates hold with their whole interval',
  domain: same,
  checks: [
    check({measure: 'tail.retention', at: [0.902, 0.894, 0.91], expected: [0.914, 0.905, 0.923], atLeast: 0.86, verdict: 'pass', p: 1}),
    check({measure: 'head.inflation', at: [1.008, 1.001, 1.015], expected: [1, 0.994, 1.006], atMost: 1.05, verdict: 'pass', p: 1}),
    check({measure: 'js', at: [0.021, 0.02, 0.022], expected: [0.0184, 0.0176, 0.0192], atMost: 0.04, verdict: 'pass', p: 1}),
    check({
      measure: 'duplicates.exact',
      at: [0.0041, 0.0032, 0.0053],
      expected: [0.0018, 0.0014, 0.0023],
      atMost: 0.01,
      verdict: 'pass',
      p: 1,
    }),
    check({measure: 'repetition', at: [0.031, 0.0296, 0.0324], expected: [0.0302, 0.029, 0.0314], atMost: 0.05, verdict: 'pass', p: 1}),
  ],
  bands: bandsOf(0.06),
  lost: lost.slice(0, 3),
  gained: gained.slice(0, 2),
  warnings: [],
  candidate: {...candidate, name: 'data/letters.jsonl', broken: 0},
  reference,
};

export const failing: CheckReport = {
  verdict: 'fail',
  reason: 'tail.retention and tail.retention[1] lie below their bounds with their whole interval',
  domain: {...same, verdict: 'same', value: 0.071, low: 0.066, high: 0.076},
  checks: [
    check({
      measure: 'tail.retention',
      at: [0.612, 0.598, 0.626],
      expected: [0.914, 0.905, 0.923],
      atLeast: 0.86,
      verdict: 'fail',
      p: 1e-16,
      reason: 'the whole interval lies below 0.86',
    }),
    check({
      measure: 'tail.retention',
      band: '1',
      at: [0.217, 0.208, 0.226],
      expected: [0.481, 0.47, 0.492],
      atLeast: 0.4,
      verdict: 'fail',
      p: 1e-16,
      reason: 'the whole interval lies below 0.4',
    }),
    check({
      measure: 'head.inflation',
      at: [1.062, 1.038, 1.086],
      expected: [1, 0.994, 1.006],
      atMost: 1.05,
      verdict: 'inconclusive',
      p: 0.31,
      reason: 'the interval holds the bound 1.05: about 4 times as many documents would tell',
    }),
    check({measure: 'js', at: [0.0364, 0.0355, 0.0373], expected: [0.0184, 0.0176, 0.0192], atMost: 0.04, verdict: 'pass', p: 1}),
    check({
      measure: 'duplicates.exact',
      at: [0.0041, 0.0032, 0.0053],
      expected: [0.0018, 0.0014, 0.0023],
      atMost: 0.01,
      verdict: 'pass',
      p: 1,
    }),
    check({measure: 'repetition', at: [0.031, 0.0296, 0.0324], expected: [0.0302, 0.029, 0.0314], atMost: 0.05, verdict: 'pass', p: 1}),
    check({measure: 'words', band: '50%', at: [241, 232, 251], expected: [268, 261, 276], atLeast: 200, verdict: 'pass', p: 1}),
  ],
  bands: bandsOf(1),
  lost,
  gained,
  warnings: [
    '3 broken records of the candidate were passed over (--max-bad 10)',
    'the candidate has a third of the reference\u2019s words: the reference was thinned to its size',
  ],
  candidate,
  reference,
};

export const otherDomain: CheckReport = {
  verdict: 'inconclusive',
  reason: 'the candidate is of another domain than the reference, so its loss cannot be told',
  domain: {
    verdict: 'other',
    value: 0.388,
    low: 0.379,
    high: 0.397,
    bound: 0.12,
    reason: 'the candidate is farther from the reference than the bound, whatever its rare words do',
    words: ['defendant', 'plaintiff', 'appellant', 'statute', 'hereinafter', 'tort', 'injunction', 'affidavit'],
  },
  checks: passing.checks.map((one) => ({
    ...one,
    verdict: 'inconclusive' as const,
    reason: 'the candidate is of another domain than the reference',
  })),
  bands: bandsOf(0.8).filter(({measure}) => measure !== 'words'),
  lost: [],
  gained: gained.slice(0, 4),
  warnings: ['choose a reference of the same kind of text'],
  candidate: {...candidate, name: 'rulings.parquet', broken: 0},
  reference,
};

export const undefinedValues: CheckReport = {
  verdict: 'inconclusive',
  reason: '2 of 2 gates could not be measured',
  domain: {verdict: 'unclear', bound: 0.12, reason: 'the candidate has 3 documents, fewer than the 4 that an interval needs', words: []},
  checks: [
    {
      name: 'tail.retention',
      measure: 'tail.retention',
      n: 3,
      bound: {measure: 'tail.retention', atLeast: 0.86},
      verdict: 'inconclusive',
      reason: 'the candidate has 3 documents, fewer than the 4 that an interval needs',
    },
    {
      name: 'share of machine text',
      measure: 'share.synthetic',
      n: 3,
      bound: {name: 'share of machine text', measure: 'share.synthetic', atMost: 0.1},
      verdict: 'inconclusive',
      reason: 'no synthetic reference was given',
    },
  ],
  bands: [],
  lost: [],
  gained: [],
  warnings: [],
  candidate: {name: '-', documents: 3, words: 611, bytes: 3_702, broken: 0},
  reference,
};

const hostileText = `<script>alert(1)</script> & "q" 'a' \`tick\` | @all ]]> ::error::x ##[error]y \u001b[31m\u0000\u202e\ud800 $(touch x)\n# heading`;

export const hostile: CheckReport = {
  ...failing,
  reason: hostileText,
  domain: {...otherDomain.domain, reason: hostileText, words: [hostileText]},
  checks: failing.checks.map((one) => ({...one, name: `${hostileText} ${one.name}`, reason: hostileText})),
  bands: failing.bands.map((one) => ({...one, band: `${one.band} ${hostileText}`})),
  lost: [{word: hostileText, reference: 3, candidate: 0}],
  gained: [{word: hostileText, reference: 0, candidate: 3}],
  warnings: [hostileText],
  candidate: {...candidate, name: hostileText},
  reference: {...reference, name: hostileText},
};

export const reports: readonly [string, CheckReport][] = [
  ['one that passes', passing],
  ['one that fails', failing],
  ['another domain', otherDomain],
  ['undefined values', undefinedValues],
  ['hostile names', hostile],
];
