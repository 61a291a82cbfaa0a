/**
 * Rows of CSV, found in bytes: where the values of some columns lie. Nobody makes an object for a row or a value.
 *
 *   row     value (delimiter value)* end;  end: LF, CRLF, or CR in files of which the first row ends with it
 *   value   quote (anything, quotes doubled)* quote, or bytes without quote, delimiter and end
 *
 * Refuses to repair: a quote within an unquoted value and anything behind a closing quote are problems, and such a row ends with its line.
 *
 * cost     one pass over the bytes, most of them four at a time; no allocation
 * source   RFC 4180, section 2; other dialects are its rules with another delimiter or quote, or without quotes
 * checked  against csv-parse, by generated rows, wherever the chunks are cut
 */
import {native} from './native.ts';
import {Stops} from './stops.ts';

const [LF, CR] = [10, 13];

export interface RowSyntax {
  /** Of one character, in UTF-8. */
  readonly delimiter: Uint8Array;
  /** -1 where nothing is quoted. */
  readonly quote: number;
  /** Whether CR alone ends rows too. */
  readonly carriage: boolean;
}

type RowProblem = 'quote in a value' | 'text behind a quote';

/** What stands behind a value. */
type Behind = 'value' | 'row' | 'more' | 'other';

export class RowParser {
  /** Of the row that was parsed last: how many values it has. */
  width = 0;
  /** Line ends in it, its own included. */
  lines = 0;
  problem?: RowProblem;
  /** Where the problem is; of a row that is not whole where the quote is that does not close, or -1. */
  at = -1;
  /** Line ends of the row before `at`. */
  atLine = 0;
  /** Where the values wanted lie, without their quotes; `doubled`: whether quotes in them are. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly doubled: Uint8Array;
  /** By column, which of the values wanted it is, plus one. */
  private readonly slots: Uint32Array;
  /** Bytes that a value does not pass over, where it is quoted and where it is not. */
  private readonly inside: Stops;
  private readonly outside: Stops;
  private readonly syntax: RowSyntax;
  /** Where the next value or row begins. */
  private next = 0;
  private double = 0;

  /** columns: those wanted, from 0, each once. */
  constructor(syntax: RowSyntax, columns: readonly number[]) {
    this.syntax = syntax;
    this.starts = new Float64Array(columns.length);
    this.ends = new Float64Array(columns.length);
    this.doubled = new Uint8Array(columns.length);
    this.slots = new Uint32Array(columns.reduce((most, column) => Math.max(most, column + 1), 0));
    columns.forEach((column, k) => void (this.slots[column] = k + 1));
    const {delimiter, quote, carriage} = syntax;
    const quotes = quote < 0 ? [] : [quote];
    this.inside = new Stops([LF, ...quotes]);
    this.outside = new Stops([delimiter[0], LF, ...quotes, ...(carriage ? [CR] : [])]);
  }

  /** The row that begins at `from`: where the next one does, or -1 where it goes on beyond `to`. With `final` nothing does. */
  parse(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const {quote, carriage} = this.syntax;
    this.width = 0;
    this.lines = 0;
    this.problem = undefined;
    this.at = -1;
    for (let start = from; ; start = this.next) {
      const quoted = start < to && bytes[start] === quote;
      const stop = quoted ? this.quoted(bytes, start, to, final) : this.unquoted(bytes, start, to);
      if (stop < 0) return -1;
      const behind = this.behind(bytes, stop, to, final);
      if (behind === 'more') return -1;
      if (behind === 'other') return this.broken(quoted ? 'text behind a quote' : 'quote in a value', bytes, stop, to, final);
      const column = this.width++;
      if (column < this.slots.length && this.slots[column] > 0) {
        const slot = this.slots[column] - 1;
        const trailing = !quoted && !carriage && behind === 'row' && stop > start && bytes[stop - 1] === CR ? 1 : 0;
        this.starts[slot] = quoted ? start + 1 : start;
        this.ends[slot] = quoted ? stop - 1 : stop - trailing;
        this.doubled[slot] = this.double;
      }
      if (behind === 'row') return this.next;
    }
  }

  private unquoted(bytes: Uint8Array, from: number, to: number): number {
    this.double = 0;
    const {delimiter} = this.syntax;
    for (let i = from; ; i++) {
      i = this.outside.find(bytes, i, to);
      if (delimiter.length === 1 || i >= to || bytes[i] !== delimiter[0] || !this.differs(bytes, i, to)) return i;
    }
  }

  /** Whether another character stands there that begins with the same byte. */
  private differs(bytes: Uint8Array, at: number, to: number): boolean {
    const {delimiter} = this.syntax;
    for (let k = 1; k < delimiter.length && at + k < to; k++) if (bytes[at + k] !== delimiter[k]) return true;
    return false;
  }

  /** From an opening quote to just behind the closing one; -1 where that is not there. */
  private quoted(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const {quote} = this.syntax;
    this.at = from;
    this.atLine = this.lines;
    this.double = 0;
    for (let i = this.inside.find(bytes, from + 1, to); i < to; i = this.inside.find(bytes, i + 1, to)) {
      if (bytes[i] === LF) this.lines++;
      else {
        if (i + 1 >= to && !final) return -1;
        if (i + 1 >= to || bytes[i + 1] !== quote) {
          this.at = -1;
          return i + 1;
        }
        this.double = 1;
        i++;
      }
    }
    return -1;
  }

  private behind(bytes: Uint8Array, at: number, to: number, final: boolean): Behind {
    const {delimiter, carriage} = this.syntax;
    if (at >= to) {
      this.next = to;
      return final ? 'row' : 'more';
    }
    const byte = bytes[at];
    if (byte === delimiter[0] && !this.differs(bytes, at, to)) {
      this.next = at + delimiter.length;
      return this.next <= to ? 'value' : final ? 'other' : 'more';
    }
    const pair = byte === CR && (at + 1 < to ? bytes[at + 1] === LF : !carriage);
    if (byte !== LF && !pair && !(carriage && byte === CR)) return 'other';
    if (byte === CR && at + 1 >= to && !final) return 'more';
    this.lines++;
    this.next = Math.min(to, at + (pair ? 2 : 1));
    return 'row';
  }

  private broken(problem: RowProblem, bytes: Uint8Array, at: number, to: number, final: boolean): number {
    const end = native.indexOf(bytes, this.syntax.carriage ? CR : LF, at);
    if (!final && (end < 0 || end >= to)) return -1;
    this.problem = problem;
    this.at = at;
    this.atLine = this.lines++;
    return end < 0 || end >= to ? to : end + 1;
  }
}

/** Whether CR alone ends the first row of a file that begins with these bytes. */
export function endsWithCarriage(head: Uint8Array, quote: number): boolean {
  let inside = false;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i];
    if (byte === quote) inside = !inside;
    else if (!inside && (byte === LF || byte === CR)) return byte === CR && i + 1 < head.length && head[i + 1] !== LF;
  }
  return false;
}
