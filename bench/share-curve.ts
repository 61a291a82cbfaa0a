/**
 * The curve of every estimator on known mixtures: `node bench/share-curve.ts [--corpus speeches|essays] [--splits N] [--json]`.
 *
 * Half of either side is the reference, the other half is mixed at known shares, of documents and of planted sentences. The speeches
 * come with genloss: those of 1961 to 2021 play the model, those of 1871 to 1920 the people. The essays are read from
 * $GENLOSS_TEST_DATA/essays/{human,chatgpt}.jsonl.
 * `--write DIR` writes one split of the mixture at a quarter as human.jsonl, synthetic.jsonl and candidate.jsonl instead.
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {Ranges} from '../src/core/text/ranges.ts';
import {findSentences} from '../src/core/text/sentences.ts';
import {CandidateBuilder, sampledCorpus} from '../src/guard/share/candidate.ts';
import {drawReference} from '../src/guard/share/draw-reference.ts';
import {noveltyLaw, referenceFrequencies} from '../src/guard/share/novelty.ts';
import {learnReferences} from '../src/guard/share/references.ts';
import {UnitCollector} from '../src/guard/share/sentences.ts';
import {judgeShare} from '../src/guard/share/share.ts';
import {speeches as speechesOf, textOf} from '../test/documents.ts';

const SHARES = [0, 0.05, 0.1, 0.25, 0.5, 1];
const ARRANGEMENTS = ['documents', 'sentences'] as const;

interface Outcome {
  readonly arrangement: string;
  readonly share: number;
  readonly truth: number;
  /** Of each estimator, raw, and of what `share` answers. */
  readonly estimates: Record<string, number>;
  readonly covered: boolean;
  readonly width: number;
  readonly inconclusive: boolean;
}

/** A document as its sentences. */
type Document = readonly string[];

const {values} = parseArgs({
  options: {
    corpus: {type: 'string', default: 'speeches'},
    splits: {type: 'string', default: '5'},
    json: {type: 'boolean', default: false},
    write: {type: 'string'},
  },
});
const sides = values.corpus === 'essays' ? essays() : await speeches();
if (values.write === undefined) {
  const outcomes = Array.from({length: Number(values.splits)}, (_, split) => trySplit(split)).flat();
  process.stdout.write(values.json ? `${JSON.stringify(outcomes)}\n` : tables(outcomes));
} else writeSplit(values.write);

function essays(): Document[][] {
  const folder = process.env.GENLOSS_TEST_DATA;
  if (folder === undefined) throw new Error('set GENLOSS_TEST_DATA to the folder that holds essays/human.jsonl and essays/chatgpt.jsonl');
  const read = (name: string) =>
    readFileSync(join(folder, 'essays', name), 'utf8')
      .split('\n')
      .filter(Boolean);
  return ['human.jsonl', 'chatgpt.jsonl'].map((name) => read(name).map((line) => sentencesOf(JSON.parse(line).text)));
}

/** Pieces of 20 sentences, two from each speech. */
async function speeches(): Promise<Document[][]> {
  const eras = [await speechesOf({from: 1871, to: 1920}), await speechesOf({from: 1961, to: 2021})];
  return eras.map((era) =>
    era
      .map(sentencesOf)
      .filter((sentences) => sentences.length >= 80)
      .flatMap((sentences) => [sentences.slice(20, 40), sentences.slice(60, 80)]),
  );
}

function sentencesOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const ranges = new Ranges();
  findSentences(bytes, 0, bytes.length, ranges);
  return Array.from({length: ranges.count}, (_, i) => new TextDecoder().decode(bytes.subarray(ranges.at[2 * i], ranges.at[2 * i + 1])));
}

function splitOf(split: number) {
  const stream = Stream.root('share-curve').fork(`split/${split}`);
  const [human, synthetic] = sides.map((side) => Array.from(permutation(stream, side.length), (i) => side[i]));
  const [h, s] = [human.length >> 1, synthetic.length >> 1];
  return {stream, references: [human.slice(0, h), synthetic.slice(0, s)], rest: [human.slice(h), synthetic.slice(s)]};
}

function trySplit(split: number): Outcome[] {
  const {stream, references, rest} = splitOf(split);
  const collector = new UnitCollector();
  const [human] = references.map((documents, k) =>
    drawReference(textOf(documents.map((sentences) => sentences.join(' '))), collector, {
      firstDocument: k * 1_000_000,
      stream: stream.fork(`side/${k}`),
    }),
  );
  const corpus = collector.take();
  const learned = learnReferences(stream.fork('learn'), corpus, human.units);
  const frequency = referenceFrequencies(corpus);
  const law = noveltyLaw(corpus, human.units, frequency);
  const none = new Float64Array(0);
  const plan = {judge: learned.final, weighting: learned.weighting, frequency, known: {human: none, synthetic: none}};
  return ARRANGEMENTS.flatMap((arrangement) =>
    SHARES.map((share): Outcome => {
      const {documents, truth} = mixture(rest, arrangement, {share, stream: stream.fork(`${arrangement}/${share}`)});
      const builder = new CandidateBuilder(plan);
      const {bytes, offsets, count} = textOf(documents.map((sentences) => sentences.join(' ')));
      for (let i = 0; i < count; i++) builder.add(bytes, offsets[i], offsets[i + 1]);
      const {measured, novelty, sample} = builder.take();
      const candidate = {measured, novelty: novelty.reduce((sum, x) => sum + x, 0) / novelty.length, sample: sampledCorpus(sample)};
      const answer = judgeShare(stream.fork('judge'), learned, candidate, law);
      const estimates = Object.fromEntries(answer.estimators.map(({estimator, estimate}) => [estimator, estimate]));
      return {
        ...{arrangement, share, truth, inconclusive: answer.share === undefined, width: answer.high - answer.low},
        estimates: {...estimates, 'genloss share': answer.share ?? Number.NaN},
        covered: answer.low - 0.005 <= truth && truth <= answer.high + 0.005,
      };
    }),
  );
}

/** As many documents as the smaller side has; truth in sentences. */
function mixture(rest: Document[][], arrangement: string, {share, stream}: {share: number; stream: Stream}) {
  const size = Math.min(rest[0].length, rest[1].length);
  const count = (documents: readonly Document[]) => documents.reduce((sum, document) => sum + document.length, 0);
  if (arrangement === 'documents') {
    const k = Math.round(share * size);
    const [machine, person] = [rest[1].slice(0, k), rest[0].slice(0, size - k)];
    return {documents: [...machine, ...person], truth: count(machine) / (count(machine) + count(person))};
  }
  const guests = rest[1].flat();
  let planted = 0;
  const documents = rest[0].slice(0, size).map((document) =>
    document.map((sentence) => {
      if (stream.float() >= share) return sentence;
      planted++;
      return guests[stream.below(guests.length)];
    }),
  );
  return {documents, truth: planted / count(documents)};
}

function tables(outcomes: readonly Outcome[]): string {
  return ARRANGEMENTS.map((arrangement) => {
    const own = outcomes.filter((outcome) => outcome.arrangement === arrangement);
    const judged = own.filter((outcome) => !outcome.inconclusive);
    const mean = (of: readonly number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
    const rows = Object.keys(own[0].estimates).map((name) => {
      const errors = judged.map((outcome) => Math.abs(outcome.estimates[name] - outcome.truth));
      const means = SHARES.map((share) =>
        mean(judged.filter((outcome) => outcome.share === share).map((outcome) => outcome.estimates[name])),
      );
      return `| ${name} | ${means.map((x) => x.toFixed(3)).join(' | ')} | ${mean(errors).toFixed(4)} |`;
    });
    const truths = SHARES.map((share) => mean(own.filter((outcome) => outcome.share === share).map((outcome) => outcome.truth)).toFixed(3));
    const covered = mean(judged.map((outcome) => (outcome.covered ? 1 : 0)));
    const width = mean(judged.map((outcome) => outcome.width));
    return [
      `${arrangement} mixed: ${own.length} mixtures, ${own.length - judged.length} inconclusive; 95% intervals cover ${(100 * covered).toFixed(0)}%, mean width ${width.toFixed(3)}`,
      '',
      `| true share | ${truths.join(' | ')} | mean absolute error |`,
      `|---|${SHARES.map(() => '---:').join('|')}|---:|`,
      ...rows,
      '',
    ].join('\n');
  }).join('\n');
}

function writeSplit(folder: string): void {
  const {references, rest, stream} = splitOf(0);
  const {documents} = mixture(rest, 'documents', {share: 0.25, stream});
  mkdirSync(folder, {recursive: true});
  const lines = (list: readonly Document[]) =>
    list.map((sentences, i) => `${JSON.stringify({text: sentences.join(' '), source: `source ${1 + (i % 3)}`})}\n`).join('');
  const files: [string, readonly Document[]][] = [
    ['human', references[0]],
    ['synthetic', references[1]],
    ['candidate', documents],
  ];
  for (const [name, list] of files) writeFileSync(join(folder, `${name}.jsonl`), lines(list));
}
