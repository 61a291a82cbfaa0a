/**
 * A record as it is written: what it was, and under PROVENANCE where it came from.
 *
 *   {..., "genloss": {"file", "line", "weight"?, "changed"?, "source"?}}
 *
 * An object of JSON keeps its own bytes, but for line ends in it and where a step changed its text; one that has a PROVENANCE already, from an earlier curation, keeps that inside the new one.
 */
import {DataError} from '../../core/error.ts';
import {parseExactly} from '../../read/json-exact.ts';
import type {KeptRecord} from './kept.ts';

const PROVENANCE = 'genloss';

export interface Provenance {
  readonly file: string;
  readonly line: number;
  /** Where a step weighs records and no budget used the weights up. */
  readonly weight?: number;
  /** Steps that made its text another. */
  readonly changed?: readonly string[];
  readonly source?: 'human';
  readonly before?: unknown;
}

export class OutputRecord {
  readonly words: number;
  readonly provenance: Provenance;
  private readonly record: KeptRecord;
  private readonly field: string;

  constructor(record: KeptRecord, field: string, more: {words: number; weight?: number; changed?: readonly string[]; human?: boolean}) {
    this.record = record;
    this.field = field;
    this.words = more.words;
    this.provenance = {
      file: record.file,
      line: record.line,
      ...(more.weight !== undefined && {weight: more.weight}),
      ...(more.changed && more.changed.length > 0 && {changed: more.changed}),
      ...(more.human && {source: 'human'}),
    };
  }

  /** One line of JSON, its end included. */
  line(): Buffer {
    const {text, isChanged} = this.record;
    if (this.record.json === undefined)
      return Buffer.from(`${JSON.stringify({[this.field]: decode(text), [PROVENANCE]: this.provenance})}\n`);
    const json = onOneLine(this.record.json);
    if (isChanged || json.includes(`"${PROVENANCE}"`)) {
      const {[PROVENANCE]: before, ...rest} = this.parsed(json);
      const own = isChanged ? {[this.field]: decode(text)} : {};
      return Buffer.from(
        `${JSON.stringify({...rest, ...own, [PROVENANCE]: {...this.provenance, ...(before !== undefined && {before})}})}\n`,
      );
    }
    const end = json.lastIndexOf(CLOSING);
    return Buffer.concat([json.subarray(0, end), Buffer.from(`,"${PROVENANCE}":${JSON.stringify(this.provenance)}}\n`)]);
  }

  /** The same in columns: the text, and the other fields as JSON. */
  row(): {text: string; provenance: Provenance; fields?: string} {
    const {json, text} = this.record;
    if (json === undefined) return {text: decode(text), provenance: this.provenance};
    const object = this.parsed(json);
    delete object[this.field];
    const fields = JSON.stringify(object);
    return {text: decode(text), provenance: this.provenance, ...(fields !== '{}' && {fields})};
  }

  private parsed(json: Buffer): Record<string, unknown> {
    const object = parseExactly(json.toString('utf8'));
    if (object !== undefined) return object as Record<string, unknown>;
    const {file, line} = this.record;
    const where = `${file}:${line}`;
    throw new DataError(`${where} nests deeper than 1000 levels, so its fields cannot be told`, {
      where,
      next: 'Take the record out, or its depth.',
    });
  }
}

const CLOSING = 0x7d;

/** Line ends stand between the parts of an object, never in its strings. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(10) && !json.includes(13)) return json;
  return Buffer.from(json.toString('utf8').replace(/[\r\n]\s*/g, ' '));
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const decode = (bytes: Buffer): string => decoder.decode(bytes);
