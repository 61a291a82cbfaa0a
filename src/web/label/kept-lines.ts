/**
 * Judgements of one person that the page keeps by itself: in the storage of the browser, each under a name of its own, so that several
 * windows lose none of each other's; and in memory, where the browser keeps nothing or has no room.
 *
 *   genloss-label [path, id, annotator] line 00000012 4f1c   a judgement, as a line of judgements.jsonl
 *   genloss-label [path, id, annotator] saved                names of those that were handed back
 *
 * Other sites may share the storage: names carry the path, and what does not read as a judgement of this person is passed over.
 */
import {CHOICES, type JudgementLine} from '../../run/judgement.ts';

export type LineStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem'>;

export interface KeptPlace {
  /** Folder of the page. */
  readonly path: string;
  /** Of the pairs. */
  readonly id: string;
  readonly annotator: string;
}

const placePrefix = ({path, id, annotator}: KeptPlace): string => `genloss-label ${JSON.stringify([path, id, annotator])} `;

interface KeptLinesOptions extends KeptPlace {
  /** Absent where the browser refuses it. */
  readonly storage?: LineStorage;
  /** Tells windows apart. */
  readonly window: string;
}

export class KeptLines {
  /** Whether the storage has not taken something. */
  isFull = false;
  readonly prefix: string;
  private readonly options: KeptLinesOptions;
  /** All that was ever seen: what goes from the storage stays here. */
  private readonly texts = new Map<string, string>();
  private readonly saved = new Set<string>();

  constructor(options: KeptLinesOptions) {
    this.options = options;
    this.prefix = placePrefix(options);
  }

  get place(): KeptPlace {
    return this.options;
  }

  /** Whether nothing outlives the page. */
  get isRefused(): boolean {
    return this.options.storage === undefined;
  }

  /** As lines of a file, in their order. */
  read(): readonly JudgementLine[] {
    return this.sorted().map(([, line]) => line);
  }

  /** Keeps one behind all others, here whatever the storage says. */
  add(line: JudgementLine): void {
    const last = this.sorted().at(-1)?.[0];
    const number = last === undefined ? 1 : Number(last.slice(this.linePrefix.length).split(' ')[0]) + 1;
    this.texts.set(`${this.linePrefix}${String(number).padStart(8, '0')} ${this.options.window}`, JSON.stringify(line));
    this.write();
  }

  /** How many were not handed back. */
  get unsaved(): number {
    const saved = this.readSaved();
    return this.sorted().filter(([name]) => !saved.has(name)).length;
  }

  /** All that is there was handed back. */
  save(): void {
    for (const name of [...this.readSaved(), ...this.sorted().map(([name]) => name)]) this.saved.add(name);
    try {
      this.options.storage?.setItem(this.savedName, JSON.stringify([...this.saved].map((name) => name.slice(this.linePrefix.length))));
    } catch {
      // it is asked for once more when the page is opened again
    }
  }

  private get linePrefix(): string {
    return `${this.prefix}line `;
  }

  private get savedName(): string {
    return `${this.prefix}saved`;
  }

  private sorted(): [name: string, line: JudgementLine][] {
    for (const name of namesIn(this.options.storage, this.linePrefix)) this.texts.set(name, this.options.storage!.getItem(name) ?? '');
    return [...this.texts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, text]) => {
        const line = lineIn(text);
        return line?.annotator === this.options.annotator ? [[name, line] as [string, JudgementLine]] : [];
      });
  }

  /** What the storage lacks, once more. */
  private write(): void {
    const {storage} = this.options;
    try {
      for (const [name, text] of storage ? this.texts : []) if (storage!.getItem(name) === null) storage!.setItem(name, text);
      this.isFull = false;
    } catch {
      this.isFull = true;
    }
  }

  private readSaved(): ReadonlySet<string> {
    const own = new Set(this.saved);
    const names = parsed(this.options.storage?.getItem(this.savedName) ?? '[]');
    if (Array.isArray(names)) for (const name of names) own.add(`${this.linePrefix}${name}`);
    return own;
  }
}

/** Of what this person judged at the same place, of pairs that were there before. */
export function earlierIds(storage: LineStorage | undefined, {path, id, annotator}: KeptPlace): string[] {
  const ids = namesIn(storage, `genloss-label [${JSON.stringify(path)},`).flatMap((name) => {
    const end = name.lastIndexOf('] line ');
    const place = end < 0 ? undefined : parsed(name.slice('genloss-label '.length, end + 1));
    const [, other, who]: unknown[] = Array.isArray(place) ? place : [];
    return who === annotator && typeof other === 'string' && other !== id ? [other] : [];
  });
  return [...new Set(ids)].sort();
}

function namesIn(storage: LineStorage | undefined, prefix: string): string[] {
  if (!storage) return [];
  const names = Array.from({length: storage.length}, (_, i) => storage.key(i) ?? '');
  return names.filter((name) => name.startsWith(prefix));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SIDES: readonly unknown[] = ['first', 'second'];

function lineIn(text: string): JudgementLine | undefined {
  const value = parsed(text) as Partial<JudgementLine> | null | undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const {ask, choice, annotator, seconds = 0, at = '', left = 'first'} = value;
  const isWhole = typeof ask === 'string' && CHOICES.includes(choice!) && typeof annotator === 'string';
  return isWhole && Number.isFinite(seconds) && typeof at === 'string' && SIDES.includes(left) ? (value as JudgementLine) : undefined;
}
