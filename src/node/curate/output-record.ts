/**
 * A record as it is written: what it was, and under PROVENANCE where it came from.
 *
 *   {..., "genloss": {"file", "line", "weight"?, "source"?}}
 *
 * A line of JSON keeps its own bytes; one that has a PROVENANCE already, from an earlier curation, keeps that inside the new one.
 */
import type {KeptRecord} from './kept.ts';

export const PROVENANCE = 'genloss';

export interface Provenance {
  readonly file: string;
  readonly line: number;
  /** Where a step weighs records and no budget used the weights up. */
  readonly weight?: number;
  readonly source?: 'human';
  readonly before?: unknown;
}

export class OutputRecord {
  readonly words: number;
  readonly provenance: Provenance;
  private readonly record: KeptRecord;
  private readonly field: string;

  constructor(record: KeptRecord, field: string, more: {words: number; weight?: number; human?: boolean}) {
    this.record = record;
    this.field = field;
    this.words = more.words;
    this.provenance = {
      file: record.file,
      line: record.line,
      ...(more.weight !== undefined && {weight: more.weight}),
      ...(more.human && {source: 'human'}),
    };
  }

  /** One line of JSON, its end included. */
  line(): Buffer {
    const {json, text} = this.record;
    if (json === undefined) return Buffer.from(`${JSON.stringify({[this.field]: decode(text), [PROVENANCE]: this.provenance})}\n`);
    if (json.includes(`"${PROVENANCE}"`)) {
      const {[PROVENANCE]: before, ...rest} = parseExactly(json.toString('utf8'));
      return Buffer.from(`${JSON.stringify({...rest, [PROVENANCE]: {...this.provenance, ...(before !== undefined && {before})}})}\n`);
    }
    const end = json.lastIndexOf(CLOSING);
    return Buffer.concat([json.subarray(0, end), Buffer.from(`,"${PROVENANCE}":${JSON.stringify(this.provenance)}}\n`)]);
  }

  /** The same in columns: the text, and the other fields as JSON. */
  row(): {text: string; provenance: Provenance; fields?: string} {
    const {json, text} = this.record;
    if (json === undefined) return {text: decode(text), provenance: this.provenance};
    const object = parseExactly(json.toString('utf8'));
    const path = Object.hasOwn(object, this.field) ? [this.field] : this.field.split('.');
    const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
    if (path.length === 1) delete object[path[0]];
    const fields = JSON.stringify(object);
    return {text: String(found), provenance: this.provenance, ...(fields !== '{}' && {fields})};
  }
}

const CLOSING = 0x7d;

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const decode = (bytes: Buffer | undefined): string => decoder.decode(bytes);

/** JSON.parse, but numbers keep the digits they are written with. */
function parseExactly(text: string): Record<string, unknown> {
  const {parse, rawJSON} = JSON as unknown as {
    parse(text: string, revive: (key: string, value: unknown, context: {source: string}) => unknown): Record<string, unknown>;
    rawJSON(source: string): unknown;
  };
  return parse(text, (_, value, {source}) => (typeof value === 'number' ? rawJSON(source) : value));
}
