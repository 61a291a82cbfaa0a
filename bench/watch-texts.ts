/**
 * What `watch` sees of changes that are planted in real text: `node bench/watch-texts.ts [--series 10] [--level 1000] [--only WORD] [--json]`.
 *
 * A text is cut into passages, which are shuffled: half of them are the reference, the others are dealt out to periods. From some period on
 * a part of each period's passages is replaced: by what the lab's `replace` wrote after 1, 3 and 5 generations, whose first model was trained
 * on the reference; by text of people about something else; or by what another model wrote. Every series begins with another shuffle and
 * another lab.
 *
 *   seen     series with an alarm that was raised in the changed periods and not before
 *   delay    periods from the change to it, of those
 *   since    the first changed period as the alarm says it, less the true one: mean; and how often the interval holds it
 *   kind     what it is called
 *   false    alarms before the change
 *
 * Speeches ship; the other texts are looked for in the folder GENLOSS_TEST_DATA: wikitext2/train-part.txt, essays/human.jsonl and
 * essays/chatgpt.jsonl. What is not there is left out, and that is said on standard error.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import type {Text} from '../src/core/data.ts';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {documentsAt, joinedDocuments} from '../src/core/text/documents.ts';
import {cutIntoPassages} from '../src/core/text/passages.ts';
import {decodeProfile} from '../src/guard/profile/decode.ts';
import {mergeProfiles, type Profile} from '../src/guard/profile/profile.ts';
import {describeChange} from '../src/guard/watch/change.ts';
import {type JudgedAlarm, judgeHistory} from '../src/guard/watch/judgement.ts';
import {DEFAULT_MEASURES} from '../src/guard/watch/measures.ts';
import type {ChangeKind} from '../src/guard/watch-report.ts';
import {registerNodeDictionary} from '../src/node/dictionary.ts';
import {labTexts} from '../src/node/forecast/lab-texts.ts';
import {readCorpus} from '../src/node/read/corpus.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {profilesOf} from '../src/node/watch/period-documents.ts';
import {type MadeRow, rowOf} from '../src/node/watch/rows.ts';

const {values} = parseArgs({
  options: {
    series: {type: 'string', default: '10'},
    level: {type: 'string', default: '1000'},
    only: {type: 'string', default: ''},
    json: {type: 'boolean', default: false},
  },
});
const series = Number(values.series);
const level = Number(values.level);

const GENERATIONS = [1, 3, 5];
const SHARES = [0.1, 0.3, 0.5];
const PASSAGE_WORDS = 100;
const MOST_DOCUMENTS = 100;

/** Periods that calibrate, those that follow as they are, and the changed ones. */
interface Course {
  readonly calibration: number;
  readonly quiet: number;
  readonly changed: number;
}

interface Change {
  readonly name: string;
  readonly share: number;
  /** What comes in, more than enough of it. */
  readonly text: Text;
}

interface World extends Course {
  readonly name: string;
  readonly text: Text;
  /** Other texts, of which `share` of the passages of the changed periods are. */
  readonly others: readonly {readonly name: string; readonly text: Text; readonly shares: readonly number[]}[];
}

interface Seen {
  readonly delay?: number;
  readonly since?: {readonly off: number; readonly holds: boolean};
  readonly kind?: ChangeKind;
  readonly early: number;
}

registerNodeDictionary();

const shuffled = (text: Text, stream: Stream): Text => documentsAt(text, permutation(stream, text.count));
const part = (text: Text, from: number, to: number): Text =>
  documentsAt(
    text,
    Array.from({length: to - from}, (_, i) => (from + i) % text.count),
  );

function made(name: string, text: Text, reference: Profile): MadeRow {
  const documents = {bytes: text.bytes, ends: text.offsets, slices: []};
  return rowOf({period: name, documents, aside: []}, {reference}, {measures: DEFAULT_MEASURES, slices: []});
}

const profileOf = (text: Text): Profile =>
  profilesOf({period: 'reference', documents: {bytes: text.bytes, ends: text.offsets, slices: []}, aside: []}, [], {}).profile;

const MODEL = {token: 'word', order: 3, topP: 0.95} as const;

/** What `replace` writes, by generation. */
function written(training: Text, seed: number): Map<number, Text> {
  const texts = labTexts(training, MODEL, {generations: Math.max(...GENERATIONS), root: Stream.root('watch-texts'), seed});
  return new Map(GENERATIONS.map((generation) => [generation, cutIntoPassages(texts[generation - 1], PASSAGE_WORDS)]));
}

const nameOf = (t: number): string => String(t).padStart(3, '0');

/** One series of each change. */
function* watched(world: World, seed: number): Generator<{readonly change: Omit<Change, 'text'>; readonly seen: Seen}> {
  const {calibration, quiet, changed} = world;
  const stream = Stream.root('watch-texts').fork(`${world.name}/${seed}`);
  const all = shuffled(world.text, stream.fork('deal'));
  const half = all.count >> 1;
  const reference = part(all, 0, half);
  const own = part(all, half, all.count);
  const size = Math.min(MOST_DOCUMENTS, Math.floor(own.count / (calibration + quiet + changed)));
  const held = profileOf(reference);
  const before = Array.from({length: calibration + quiet}, (_, t) => made(nameOf(t), part(own, t * size, (t + 1) * size), held));
  const byGeneration = written(reference, seed);
  const changes: Change[] = [
    ...GENERATIONS.flatMap((generation) =>
      SHARES.map((share): Change => ({name: `generation ${generation}`, share, text: byGeneration.get(generation)!})),
    ),
    ...world.others.flatMap(({name, text, shares}) =>
      shares.map((share): Change => ({name, share, text: shuffled(text, stream.fork(name))})),
    ),
  ];
  for (const {name, share, text} of changes) {
    const coming = Math.round(share * size);
    const order = shuffled(text, stream.fork(`${name}/${share}`));
    const after = Array.from({length: changed}, (_, i) => {
      const from = (calibration + quiet + i) * size;
      const mixed = joinedDocuments([part(own, from, from + size - coming), part(order, i * coming, (i + 1) * coming)]);
      return made(nameOf(calibration + quiet + i), mixed, held);
    });
    yield {change: {name, share}, seen: judged([...before, ...after], world)};
  }
}

function judged(periods: readonly MadeRow[], {calibration, quiet}: Course): Seen {
  const rules = {measures: DEFAULT_MEASURES, open: 0, least: 1, calibration, accepted: [], level};
  const {alarms} = judgeHistory(
    periods.map(({row}) => row),
    rules,
  );
  const start = calibration + quiet;
  const early = alarms.filter(({raised}) => Number(raised) < start).length;
  const alarm = alarms.find(({raised}) => Number(raised) >= start);
  if (alarm === undefined) return {early};
  const {low, value, high} = alarm.since;
  return {
    ...{early, delay: Number(alarm.raised) - start + 1, kind: kindOf(alarm, periods)},
    since: {off: Number(value) - start, holds: Number(low) <= start && Number(high) >= start},
  };
}

/** As it is said on the day on which it is raised. */
function kindOf(alarm: JudgedAlarm, periods: readonly MadeRow[]): ChangeKind {
  const profiles = new Map(periods.map(({row, bytes}) => [row.period, bytes]));
  const pooled = (names: readonly string[]): Profile => names.map((name) => decodeProfile(profiles.get(name)!)).reduce(mergeProfiles);
  const after = alarm.after.filter((period) => period <= alarm.raised);
  return describeChange(pooled(alarm.before), pooled(after), alarm).kind;
}

async function worldsThere(): Promise<World[]> {
  const passages = (text: Text): Text => cutIntoPassages(text, PASSAGE_WORDS);
  const speeches = passages(await readSpeeches({from: 1930}));
  const old = passages(await readSpeeches({to: 1860}));
  const long = {calibration: 20, quiet: 10, changed: 20};
  const short = {calibration: 10, quiet: 4, changed: 10};
  const wikitext = await textThere('wikitext2/train-part.txt');
  const essays = await textThere('essays/human.jsonl');
  const machine = await textThere('essays/chatgpt.jsonl');
  const wiki = wikitext && passages(wikitext);
  const subject = (name: string, text: Text | undefined) => (text ? [{name, text, shares: [0.3, 1]}] : []);
  return [
    {name: 'speeches', text: speeches, ...long, others: [...subject('wikitext', wiki), ...subject('speeches to 1860', old)]},
    ...(wiki ? [{name: 'wikitext', text: wiki, ...long, others: subject('speeches', speeches)}] : []),
    ...(essays
      ? [
          {
            ...{name: 'essays', text: passages(essays), ...short},
            others: [
              ...subject('wikitext', wiki),
              ...(machine ? [{name: 'ChatGPT', text: passages(machine), shares: [...SHARES, 1]}] : []),
            ],
          },
        ]
      : []),
  ];
}

async function textThere(name: string): Promise<Text | undefined> {
  const folder = process.env.GENLOSS_TEST_DATA;
  const path = folder && join(folder, name);
  if (path && existsSync(path)) return readCorpus([path], {});
  process.stderr.write(`bench: ${name} is left out: it is not in the folder that GENLOSS_TEST_DATA names\n`);
  return undefined;
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const errorOf = (list: readonly number[]): number =>
  Math.sqrt(list.reduce((sum, one) => sum + (one - mean(list)) ** 2, 0) / Math.max(1, list.length - 1) / list.length);

function summaryOf(list: readonly Seen[]) {
  const seen = list.filter(({delay}) => delay !== undefined);
  const kinds = new Map<string, number>();
  for (const {kind} of seen) kinds.set(kind!, (kinds.get(kind!) ?? 0) + 1);
  const delays = seen.map(({delay}) => delay!);
  return {
    ...{series: list.length, seen: seen.length, delay: mean(delays), delayError: errorOf(delays)},
    since: mean(seen.map(({since}) => since!.off)),
    holds: seen.filter(({since}) => since!.holds).length,
    kinds: Object.fromEntries(kinds),
    early: mean(list.map(({early}) => early)),
  };
}

const rows: object[] = [];
for (const world of await worldsThere()) {
  if (!world.name.includes(values.only)) continue;
  const by = new Map<string, Seen[]>();
  for (let seed = 0; seed < series; seed++)
    for (const {change, seen} of watched(world, seed)) {
      const key = `${change.name}, ${Math.round(100 * change.share)}%`;
      by.set(key, [...(by.get(key) ?? []), seen]);
    }
  const {calibration, quiet, changed} = world;
  const size = Math.min(MOST_DOCUMENTS, Math.floor((world.text.count >> 1) / (calibration + quiet + changed)));
  const early = mean([...by.values()].flat().map((one) => one.early));
  if (!values.json) {
    console.log(`\n${world.name}: ${size} passages a period; ${calibration} calibrate, ${quiet} as they are, ${changed} changed`);
    console.log(`alarms before the change: ${early.toPrecision(2)} a series\n`);
    console.log('| comes in | seen | periods until the alarm (standard error) | since, less the true one | interval holds it | kind |');
    console.log('|---|---|---|---|---|---|');
  }
  for (const [change, list] of by) {
    const {seen, delay, delayError, since, holds, kinds} = summaryOf(list);
    rows.push({text: world.name, change, ...summaryOf(list)});
    if (values.json) continue;
    const told = Object.entries(kinds)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ');
    const figures =
      seen === 0 ? '| | | |' : `${delay.toFixed(1)} (${delayError.toFixed(1)}) | ${since.toFixed(1)} | ${holds} of ${seen} | ${told} |`;
    console.log(`| ${change} | ${seen} of ${list.length} | ${figures}`);
  }
}
if (values.json) console.log(JSON.stringify({series, level, rows}));
