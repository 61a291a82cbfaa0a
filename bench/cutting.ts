/**
 * How words of scripts without spaces are best cut: `node bench/cutting.ts FOLDER [--only near,tail,domain,spelling,recursion,words,digest,speed]
 * [--rules words,none,...]` (those of `tail`).
 *
 * FOLDER holds texts whose words are known, CORPUS.tokens, a JSON list of words and what stands between them a line; bench/README.md says
 * where to get them. A corpus that is not there is left out. The rules are those of bench/cutting-rules.ts.
 *
 *   near        of 100 documents that come again with some words changed, those that near deduplication at .5 finds, and what it drops beside
 *   tail        tail.retention once the reference's rarest 60% of word types are gone from the candidate (draws of the other types in their place)
 *   domain      the excess novelty that decides on the domain
 *   spelling    the same words with spaces and without: what `check` says of them
 *   recursion   tail.retention over generations of a model of words, seen with spaces and without
 *   words       precision and recall of a rule's words
 *   digest      a hash of where the rule in use and the engine's Intl.Segmenter cut
 *   speed       megabytes a second of processor time
 */
import {createHash} from 'node:crypto';
import {parseArgs} from 'node:util';
import {Stream} from '../src/core/random/stream.ts';
import {BY_DICTIONARY, type Cutter} from '../src/core/text/cutting.ts';
import {Ranges} from '../src/core/text/ranges.ts';
import {check} from '../src/guard/check/check.ts';
import {ProfileBuilder} from '../src/guard/profile/builder.ts';
import type {Profile} from '../src/guard/profile/profile.ts';
import {ngramModel} from '../src/models/ngram/index.ts';
import {makeKernel} from '../src/node/scan/kernel.ts';
import {NearDeduper} from '../src/quality/dedupe.ts';
import {DocumentScan, NO_SAMPLES} from '../src/quality/document-scan.ts';
import {documentsOf, speeches, textOf} from '../test/documents.ts';
import {type Rule, rulesNamed} from './cutting-rules.ts';
import {changed, type Document, gathered, invented, readCorpus, twoSides, withNearCopies, withoutRare} from './cutting-text.ts';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    only: {type: 'string', default: 'near,tail,domain,spelling,recursion,words,speed'},
    documents: {type: 'string', default: '2000'},
    rules: {type: 'string', default: 'words,none,bigrams,dictionary,lstm,pairs,in use'},
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name the folder that holds the texts: node bench/cutting.ts FOLDER');
const MOST = Number(values.documents);
const encoder = new TextEncoder();
const corpora = new Map<string, Document[] | undefined>();
const corpus = (name: string): Document[] | undefined => {
  if (!corpora.has(name)) corpora.set(name, readCorpus(folder, name));
  return corpora.get(name);
};

function profileOf(texts: readonly string[], cutter: Cutter): Profile {
  const builder = new ProfileBuilder({kernel: (capacities, rules) => makeKernel(capacities, {...rules, cutter})});
  for (const text of texts) {
    const bytes = encoder.encode(text);
    builder.add({count: 1, bytes, offsets: Uint32Array.of(0, bytes.length)});
  }
  return builder.finish();
}

interface Seen {
  readonly verdict: string;
  readonly failed: string;
  readonly novelty: number;
  /** tail.retention: its value, what the reference shows of itself, and the gate's verdict. */
  readonly tail: {readonly value: number; readonly expected: number; readonly verdict: string};
  readonly near: number;
}

function seenOf(candidate: readonly string[], reference: Profile, cutter: Cutter): Seen {
  const names = {reference: 'reference', candidate: 'candidate'};
  const report = check({reference, candidate: profileOf(candidate, cutter), names});
  const gate = (measure: string) => report.checks.find((c) => c.measure === measure);
  const tail = gate('tail.retention');
  return {
    verdict: report.domain.verdict === 'other' ? 'another domain' : report.verdict,
    failed: report.checks.flatMap((c) => (c.verdict === 'fail' ? [c.measure] : [])).join(', '),
    novelty: report.domain.value ?? Number.NaN,
    tail: {value: tail?.value ?? Number.NaN, expected: tail?.expected?.value ?? Number.NaN, verdict: tail?.verdict ?? 'undefined'},
    near: gate('duplicates.near')?.value ?? Number.NaN,
  };
}

const digits = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, '$1.');
/** Prints the head of a table; what it gives prints a row. */
function table(title: string, head: readonly string[]): (cells: readonly string[]) => void {
  const line = (cells: readonly string[]): void => {
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  };
  process.stdout.write(`\n${title}\n\n`);
  line(head);
  line(head.map(() => '---'));
  return line;
}

async function near(): Promise<void> {
  const shares = [0.05, 0.08, 0.1, 0.12];
  const spaced = ['pud-en', 'pud-de', 'pud-tr', 'pud-ar', 'pud-hi'];
  const rules = await rulesNamed(['words', 'none', 'bigrams', 'dictionary', 'pairs', 'in use']);
  const row = table('Near duplicates found, by the share of words changed', [
    'text',
    'rule',
    'documents',
    '5%',
    '8%',
    '10%',
    '12%',
    'others dropped',
  ]);
  for (const name of [...spaced, 'pud-zh', 'pud-th', 'gsd-ja', 'settings-lo', 'khpos-km', 'mypos-my']) {
    const documents = gathered(corpus(name) ?? [], 80).slice(0, 198);
    if (documents.length === 0) continue;
    const again = documents.filter((_, i) => i % 2 === 0 || i === 1).slice(0, 100);
    for (const rule of spaced.includes(name) ? rules.slice(-1) : rules) {
      const found = shares.map((share) => repeats(rule, documents, changed(again, share)));
      row([
        name,
        rule.name,
        `${documents.length} + ${again.length}`,
        ...found.map(({copies}) => `${((100 * copies) / again.length).toFixed(0)}%`),
        `${found.reduce((sum, {others}) => sum + others, 0)}`,
      ]);
    }
  }
}

function repeats({cutter, write}: Rule, documents: readonly Document[], again: readonly Document[]): {copies: number; others: number} {
  const deduper = new NearDeduper({similarity: 0.5, scan: new DocumentScan(makeKernel(NO_SAMPLES, {cutter}))});
  const dropped = [...documents, ...again].map((document) => {
    const bytes = encoder.encode(write(document));
    return deduper.add(bytes, 0, bytes.length) >= 0;
  });
  const count = (list: readonly boolean[]): number => list.filter(Boolean).length;
  return {copies: count(dropped.slice(documents.length)), others: count(dropped.slice(0, documents.length))};
}

/** Corpora whose words are known, with the fewest words of a document. */
const MARKED: readonly [string, number][] = [
  ['msr-zh', 1],
  ['as-zh', 20],
  ['hotels-zh', 1],
  ['hotels-zh-thulac', 1],
  ['kwdlc-ja', 1],
  ['tud-th', 1],
  ['posts-th', 1],
  ['settings-lo', 1],
  ['khpos-km', 1],
  ['mypos-my', 1],
];

async function tail(): Promise<void> {
  const rules = await rulesNamed(values.rules.split(','));
  const row = table("The reference's rarest 60% of word types gone from the candidate; last column: the rarest of both together", [
    'text, documents a side',
    'rule',
    'clean',
    'expected',
    'tail.retention',
    'of it',
    'its gate',
    'check',
    'check, of both',
  ]);
  for (const [name, fewest] of MARKED) {
    const documents = gathered(corpus(name) ?? [], fewest);
    if (documents.length === 0) continue;
    const [reference, clean] = twoSides(documents, MOST);
    const rare = withoutRare(clean, reference, 0.6);
    const both = withoutRare(clean, [...reference, ...clean], 0.6);
    for (const {name: rule, cutter, write} of rules) {
      if (rule === 'lstm' && /zh|ja/.test(name)) continue;
      if (rule === 'pairs' && !/zh|ja/.test(name)) continue;
      const profile = profileOf(reference.map(write), cutter);
      const [a, b, c] = [clean, rare, both].map((side) => seenOf(side.map(write), profile, cutter));
      const {value, expected, verdict} = b.tail;
      row([
        `${name}, ${reference.length}`,
        rule,
        a.verdict,
        ...[expected, value, value / expected].map(digits),
        `**${verdict}**`,
        said(b),
        said(c),
      ]);
    }
  }
}

const said = ({verdict, failed}: Seen): string => (failed ? `${verdict}: ${failed}` : verdict);

async function domain(): Promise<void> {
  const rules = await rulesNamed(['none', 'bigrams', 'dictionary', 'in use']);
  const sources: Record<string, string[]> = {
    'hotels-zh': ['takeaway-zh', 'abstracts-zh', 'msr-zh'],
    'takeaway-zh': ['hotels-zh', 'abstracts-zh', 'msr-zh'],
    'msr-zh': ['hotels-zh'],
    'kwdlc-ja': ['gsd-ja', 'settings-ja'],
    'posts-th': ['tud-th', 'pud-th', 'settings-th'],
    'tud-th': ['pud-th', 'posts-th', 'settings-th'],
    'khpos-km': ['settings-km'],
    'mypos-my': ['settings-my'],
    'settings-lo': [],
  };
  const print = table('Excess novelty; above .11 it is another domain', ['reference', 'candidate', ...rules.map(({name}) => name)]);
  for (const [name, others] of Object.entries(sources)) {
    const documents = corpus(name);
    if (documents === undefined) continue;
    const [reference, half] = twoSides(documents, MOST);
    const middle = documents.length >> 1;
    const inOrder = [documents.slice(0, middle).slice(-MOST), documents.slice(middle).slice(0, MOST)];
    const row = (candidate: string, sides: readonly Document[], against = reference): void => {
      const seen = rules.map(({cutter, write}) => seenOf(sides.map(write), profileOf(against.map(write), cutter), cutter).novelty);
      print([name, candidate, ...seen.map((value) => (value > 0.11 ? `**${digits(value)}**` : digits(value)))]);
    };
    row('its other half, at random', half);
    row('its second half, in order', inOrder[1], inOrder[0]);
    for (const other of others) row(other, twoSides(corpus(other) ?? [], MOST)[0]);
  }
}

async function spelling(): Promise<void> {
  const [apart] = await rulesNamed(['words']);
  const languages: [string, Document[], Document[]][] = [
    ['invented Chinese', invented('Chinese', 1, 1200), invented('Chinese', 2, 600)],
    ['invented Thai', invented('Thai', 1, 600), invented('Thai', 2, 300)],
  ];
  const pairs = {
    'msr-zh': 'hotels-zh',
    'hotels-zh': 'msr-zh',
    'kwdlc-ja': '',
    'tud-th': 'posts-th',
    'posts-th': 'tud-th',
    'khpos-km': '',
    'mypos-my': '',
  };
  for (const [name, other] of Object.entries(pairs)) {
    const documents = corpus(name);
    if (documents !== undefined) languages.push([name, documents, other === '' ? [] : (corpus(other) ?? [])]);
  }
  const row = table('The same words with spaces between them and without, by the rule in use', [
    'text',
    'candidate',
    'with',
    'without',
    'verdict',
  ]);
  for (const [name, documents, other] of languages) {
    const [reference, clean] = twoSides(documents, MOST);
    const kinds = {
      clean,
      'rarest 60% gone': withoutRare(clean, reference, 0.6),
      'a tenth near copies': withNearCopies(clean),
      'another subject': twoSides(other, MOST)[0],
    };
    const writings = [apart.write, (document: Document) => document.join('')];
    const profiles = writings.map((write) => profileOf(reference.map(write), BY_DICTIONARY));
    for (const [kind, side] of Object.entries(kinds)) {
      if (side.length === 0) continue;
      const seen = writings.map((write, i) => seenOf(side.map(write), profiles[i], BY_DICTIONARY));
      row([
        name,
        kind,
        ...seen.map(
          (s) =>
            `${said(s)} (tail ${digits(s.tail.value)} of ${digits(s.tail.expected)}, near ${digits(s.near)}, novelty ${digits(s.novelty)})`,
        ),
        seen[0].verdict === seen[1].verdict ? 'same' : '**other**',
      ]);
    }
  }
}

async function recursion(): Promise<void> {
  const rules = await rulesNamed(['words', 'none', 'bigrams', 'in use']);
  const generations = [1, 2, 3, 5, 7];
  const row = table('tail.retention of what a word trigram (top-p .95) writes that is trained on what the last one wrote', [
    'text',
    'rule',
    'expected',
    ...generations.map((t) => `generation ${t}`),
    'check',
  ]);
  for (const name of ['hotels-zh', 'kwdlc-ja', 'posts-th', 'khpos-km', 'mypos-my']) {
    const documents = corpus(name);
    if (documents === undefined) continue;
    const [side] = twoSides(documents, MOST);
    const human = side.map((document) => document.filter((token) => token.trim() !== ''));
    const size = human.reduce((sum, {length}) => sum + length, 0);
    let text = textOf(human.map((document) => document.join(' ')));
    const samples: Document[][] = [];
    for (let t = 1; t <= Math.max(...generations); t++) {
      const fitted = ngramModel({order: 3, unit: 'word', topP: 0.95}).fit([{data: text, source: t === 1 ? 'human' : 'synthetic'}]);
      text = fitted.sample(size, Stream.root('cutting').fork(`${name}/${t}`));
      samples.push(documentsOf(text).map((document) => document.split(/\s+/)));
    }
    for (const {name: rule, cutter, write} of rules) {
      const profile = profileOf(human.map(write), cutter);
      const seen = generations.map((t) => seenOf(samples[t - 1].map(write), profile, cutter));
      row([
        name,
        rule,
        digits(seen[0].tail.expected),
        ...seen.map(({tail: t}) => `${digits(t.value)} ${t.verdict}`),
        seen.map((s) => s.verdict).join(', '),
      ]);
    }
  }
}

const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** Runs of the scripts without spaces that hold letters. */
const runsOf = (text: string): RegExpMatchArray[] => [...text.matchAll(RUN)].filter(([run]) => /\p{L}/u.test(run));

/** Where a cutter cuts a run, in UTF-16 units. */
function endsOf(run: string, cutter: Cutter): number[] {
  const bytes = encoder.encode(run);
  const into = new Ranges();
  cutter.cut(bytes, 0, bytes.length, into);
  const decoder = new TextDecoder();
  return Array.from({length: into.count}, (_, i) => decoder.decode(bytes.subarray(0, into.at[2 * i + 1])).length);
}

async function words(): Promise<void> {
  const rules = (await rulesNamed(['dictionary', 'lstm', 'in use'])).map(({name, cutter}) => ({
    name,
    ends: (run: string) => endsOf(run, cutter),
  }));
  const engine = new Intl.Segmenter('en', {granularity: 'word'});
  const all = [
    ...rules,
    {
      name: `Intl.Segmenter (ICU ${process.versions.icu})`,
      ends: (run: string) => Array.from(engine.segment(run), (s) => s.index + s.segment.length),
    },
  ];
  const rows = MARKED.flatMap(([name]) => {
    const documents = corpus(name)?.slice(0, 1500);
    if (documents === undefined) return [];
    return [[name, ...all.map(({name: rule, ends}) => (rule === 'lstm' && /zh|ja/.test(name) ? '' : agreement(documents, ends)))]];
  });
  const print = table('Words of the text that a rule finds (recall) and words of the rule that are some (precision)', [
    'text',
    ...all.map(({name}) => name),
  ]);
  for (const cells of rows) print(cells);
}

function agreement(documents: readonly Document[], ends: (run: string) => number[]): string {
  let [both, marked, cut] = [0, 0, 0];
  for (const document of documents) {
    let at = 0;
    const known = new Set(document.flatMap((token) => [`${at} ${(at += token.length)}`]));
    for (const {0: run, index} of runsOf(document.join(''))) {
      let start = index!;
      const stop = start + run.length;
      for (const end of ends(run)) {
        if (known.has(`${start} ${index! + end}`)) both++;
        cut++;
        start = index! + end;
      }
      for (const range of known) {
        const [from, to] = range.split(' ').map(Number);
        if (from >= index! && to <= stop) marked++;
      }
    }
  }
  return `${digits(both / marked)}, ${digits(both / cut)}`;
}

async function digest(): Promise<void> {
  const engine = new Intl.Segmenter('en', {granularity: 'word'});
  const rows = MARKED.flatMap(([name]) => {
    const documents = corpus(name);
    if (documents === undefined) return [];
    const ours = createHash('sha256');
    const theirs = createHash('sha256');
    for (const document of documents)
      for (const [run] of runsOf(document.join(''))) {
        ours.update(`${run} ${endsOf(run, BY_DICTIONARY).join(' ')}\n`);
        theirs.update(`${run} ${Array.from(engine.segment(run), (s) => s.index + s.segment.length).join(' ')}\n`);
      }
    return [[name, ours.digest('hex').slice(0, 16), theirs.digest('hex').slice(0, 16)]];
  });
  const print = table(`Where words end: node ${process.versions.node}, ICU ${process.versions.icu}`, [
    'text',
    'rule in use',
    'Intl.Segmenter',
  ]);
  for (const cells of rows) print(cells);
}

async function speed(): Promise<void> {
  const cpu = (body: () => void): number => {
    const before = process.cpuUsage();
    body();
    const {user, system} = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const [none] = await rulesNamed(['none']);
  const before = process.memoryUsage().rss;
  const first = cpu(() => profileOf(['商务大床房'], BY_DICTIONARY)) - cpu(() => profileOf(['商务大床房'], none.cutter));
  process.stderr.write(
    `the dictionary is ready after ${first.toFixed(2)} s of processor time, ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MB\n`,
  );
  const texts: [string, string[]][] = [['speeches (English)', await speeches()]];
  for (const name of ['hotels-zh', 'kwdlc-ja', 'posts-th', 'khpos-km', 'mypos-my'])
    texts.push([name, (corpus(name) ?? []).map((document) => document.join(''))]);
  const rows = texts.map(([name, list]) => {
    const bytes = list.reduce((sum, text) => sum + encoder.encode(text).length, 0);
    const enough = Array.from({length: Math.ceil(4e6 / bytes)}, () => list).flat();
    const rate = [none.cutter, BY_DICTIONARY].map((cutter) => {
      const seconds = Array.from({length: 5}, () => cpu(() => profileOf(enough, cutter))).sort((a, b) => a - b);
      return (bytes * Math.ceil(4e6 / bytes)) / 1e6 / seconds[2];
    });
    return [name, ...rate.map((r) => r.toFixed(1)), (1 / (1 / rate[1] - 1 / rate[0])).toFixed(1)];
  });
  const print = table('Profiles, MB a second of processor time, one thread, medians of 5', [
    'text',
    'words not cut',
    'words cut',
    'cutting alone',
  ]);
  for (const cells of rows) print(cells);
}

const TABLES: Record<string, () => Promise<void>> = {near, tail, domain, spelling, recursion, words, digest, speed};
for (const name of values.only.split(',')) {
  if (!Object.hasOwn(TABLES, name)) throw new Error(`no table "${name}"; there are ${Object.keys(TABLES).join(', ')}`);
  await TABLES[name]();
}
