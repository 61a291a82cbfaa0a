/**
 * The types of one kind with the smallest hashes: TypeTable of src/core/sketch/type-table.ts.
 *
 * shape    record: (RECORD,) bytes: low, high, last document, last sentence, sentences, text, its bytes, code points; then GROUPS pairs
 *          (count, documents). Slots: the place of a record, a multiple of 32, plus 5 bits of its hash
 * edge     records stay where they are; those that are left out are used again. When it shrinks, and at how many records, has no influence
 *          on what the sample is at the end
 */
import {allocate, PAGE, pagesFor, release} from './memory';
import {select, sort} from './select';

export const RECORD: usize = 160;
export const CELLS: usize = 32;
/** 5 pages: 2048 records without rest. */
const RECORD_PAGES: u32 = 5;
const FIRST_SLOTS: u32 = 16384;
const STORED_BYTES: usize = 256;
const TAG: u32 = 31;

/** (7,) of each kind: a hash is worth adding when its high lane is not above this. */
export const THRESHOLDS: usize = memory.data(4 * 8, 16);
/** (7, 16) */
export const TABLES: usize = memory.data(64 * 7, 16);
/** Places in a table. */
const SLOTS: usize = 0;
const MASK: usize = 4;
const SIZE: usize = 8;
const CAPACITY: usize = 12;
const LIMIT: usize = 16;
const UNUSED: usize = 20;
const ROOM: usize = 24;
const ROOM_END: usize = 28;
const THRESHOLD: usize = 32;
const COMPLETE: usize = 40;
const TEXT: usize = 44;
const TEXT_END: usize = 48;
const TEXT_BLOCK: usize = 52;
/** Number of the kind. */
const KIND: usize = 56;

/** Number of the document, group's offset among cells: of all that is added now. */
let document: u32 = 0;
let cell: usize = 0;

export function beginDocument(group: u32): void {
  document++;
  cell = CELLS + ((group as usize) << 3);
}

export function makeTable(kind: u32, capacity: u32): void {
  const table = TABLES + ((kind as usize) << 6);
  const half = capacity >>> 1;
  store<u32>(table, allocate(1) as u32, SLOTS);
  memory.fill(load<u32>(table, SLOTS), 0, PAGE);
  store<u32>(table, FIRST_SLOTS - 1, MASK);
  store<u32>(table, capacity, CAPACITY);
  store<u32>(table, capacity + (half > 0 ? half : 1), LIMIT);
  store<u64>(table, u64.MAX_VALUE, THRESHOLD);
  store<u32>(table, 1, COMPLETE);
  store<u32>(table, kind, KIND);
  store<u32>(THRESHOLDS + ((kind as usize) << 2), u32.MAX_VALUE);
}

/** The record of a hash, or where there is none the slot that it would get, times 2, plus 1: records are at even places. */
function find(table: usize, key: u64): usize {
  const slots = load<u32>(table, SLOTS) as usize;
  const mask = load<u32>(table, MASK);
  const tag = (key as u32) >>> 27;
  let slot = (key as u32) & mask;
  while (true) {
    const value = load<u32>(slots + ((slot as usize) << 2));
    if (value === 0) return ((slot as usize) << 1) | 1;
    if ((value & TAG) === tag) {
      const record = (value & ~TAG) as usize;
      if (load<u64>(record) === key) return record;
    }
    slot = (slot + 1) & mask;
  }
}

/**
 * Occurrences wait until there are QUEUED of them or the document ends: then all their slots are read, then all their records, so that the
 * processor waits for many places in memory at once.
 */
const QUEUED: usize = 64;
/** Each (16,): hash, table, place of the record that is probably its own. */
const QUEUE: usize = memory.data(16 * 64, 16);
let queueEnd: usize = QUEUE;
/** Each (32,): hash, sentence, start, end, code points, place of the record that is probably its own. */
const WORDS: usize = memory.data(32 * 64, 16);
let wordsEnd: usize = WORDS;
/** Keeps reads ahead from being left out. */
const READ: usize = memory.data(4, 16);

/** One occurrence of an n-gram, a sentence, a paragraph. */
export function queue(kind: u32, high: u32, low: u32): void {
  store<u64>(queueEnd, ((high as u64) << 32) | (low as u64));
  store<u32>(queueEnd, (TABLES as u32) + (kind << 6), 8);
  queueEnd += 16;
  if (queueEnd === QUEUE + QUEUED * 16) flushQueue();
}

/** One occurrence of a word in the sentence numbered `sentence`. */
export function queueWord(key: u64, sentence: u32, start: usize, end: usize, codePoints: u32): void {
  if (((key >>> 32) as u32) > load<u32>(THRESHOLDS)) return;
  const at = wordsEnd;
  store<u64>(at, key);
  store<u32>(at, sentence, 8);
  store<u32>(at, start as u32, 12);
  store<u32>(at, end as u32, 16);
  store<u32>(at, codePoints, 20);
  wordsEnd = at + 32;
  if (at + 32 === WORDS + QUEUED * 32) flushWords();
}

/** At the end of a document. */
export function flush(): void {
  flushWords();
  flushQueue();
}

function flushWords(): void {
  const end = wordsEnd;
  const slots = load<u32>(TABLES, SLOTS) as usize;
  const mask = load<u32>(TABLES, MASK);
  for (let at = WORDS; at < end; at += 32) store<u32>(at, load<u32>(slots + (((load<u32>(at) & mask) as usize) << 2)) & ~TAG, 24);
  let read: u32 = 0;
  for (let at = WORDS; at < end; at += 32) read += load<u32>(load<u32>(at, 24)) + load<u32>((load<u32>(at, 24) as usize) + cell);
  store<u32>(READ, read);
  for (let at = WORDS; at < end; at += 32) addWord(load<u64>(at), load<u32>(at, 8), at);
  wordsEnd = WORDS;
}

function flushQueue(): void {
  const end = queueEnd;
  for (let at = QUEUE; at < end; at += 16) {
    const table = load<u32>(at, 8);
    store<u32>(at, load<u32>((load<u32>(table, SLOTS) as usize) + (((load<u32>(at) & load<u32>(table, MASK)) as usize) << 2)) & ~TAG, 12);
  }
  let read: u32 = 0;
  for (let at = QUEUE; at < end; at += 16) read += load<u32>(load<u32>(at, 12)) + load<u32>((load<u32>(at, 12) as usize) + cell);
  store<u32>(READ, read);
  for (let at = QUEUE; at < end; at += 16) add(load<u32>(at, 8), load<u64>(at));
  queueEnd = QUEUE;
}

function add(table: usize, key: u64): void {
  if (key >= load<u64>(table, THRESHOLD) && load<u32>(table, COMPLETE) === 0) return;
  let record = find(table, key);
  if ((record & 1) !== 0) {
    record = insert(table, record >>> 1, key);
    if (record === 0) return;
  }
  count(record);
}

/** One more occurrence in the document's group, one more document where it is the first in it. */
function count(record: usize): void {
  const at = record + cell;
  store<u64>(at, load<u64>(at) + 1 + (u64(load<u32>(record, 8) !== document) << 32));
  store<u32>(record, document, 8);
}

/** `queued`: where the word is in WORDS. */
function addWord(key: u64, sentence: u32, queued: usize): void {
  if (key >= load<u64>(TABLES, THRESHOLD) && load<u32>(TABLES, COMPLETE) === 0) return;
  let record = find(TABLES, key);
  if ((record & 1) !== 0) {
    record = insert(TABLES, record >>> 1, key);
    if (record === 0) return;
    keepText(record, load<u32>(queued, 12), load<u32>(queued, 16), load<u32>(queued, 20));
  }
  store<u32>(record, load<u32>(record, 16) + u32(load<u32>(record, 12) !== sentence), 16);
  store<u32>(record, sentence, 12);
  count(record);
}

/** A new record, or 0 where making room has put the hash out of the sample. */
function insert(table: usize, slot: usize, key: u64): usize {
  const size = load<u32>(table, SIZE);
  if (size === load<u32>(table, LIMIT)) {
    shrink(table);
    if (key >= load<u64>(table, THRESHOLD)) return 0;
    slot = find(table, key) >>> 1;
  } else if (size << 1 > load<u32>(table, MASK)) {
    growSlots(table);
    slot = find(table, key) >>> 1;
  }
  store<u32>(table, load<u32>(table, SIZE) + 1, SIZE);
  const record = newRecord(table);
  store<u64>(record, key);
  store<u32>((load<u32>(table, SLOTS) as usize) + (slot << 2), (record as u32) | ((key as u32) >>> 27));
  return record;
}

/** A place for a record, cleared. */
function newRecord(table: usize): usize {
  let record = load<u32>(table, UNUSED) as usize;
  if (record !== 0) {
    store<u32>(table, load<u32>(record), UNUSED);
  } else {
    if (load<u32>(table, ROOM) === load<u32>(table, ROOM_END)) {
      const block = allocate(RECORD_PAGES);
      store<u32>(table, block as u32, ROOM);
      store<u32>(table, (block + (RECORD_PAGES as usize) * PAGE) as u32, ROOM_END);
    }
    record = load<u32>(table, ROOM);
    store<u32>(table, (record + RECORD) as u32, ROOM);
  }
  const zeros = i64x2.splat(0);
  for (let at = record; at < record + RECORD; at += 32) {
    v128.store(at, zeros);
    v128.store(at, zeros, 16);
  }
  return record;
}

function keepText(record: usize, start: usize, end: usize, codePoints: u32): void {
  const whole = end - start;
  const bytes = whole < STORED_BYTES ? whole : STORED_BYTES;
  const text = textRoom(bytes);
  memory.copy(text, start, bytes);
  store<u32>(record, text as u32, 20);
  store<u32>(record, bytes as u32, 24);
  store<u32>(record, codePoints, 28);
}

/** Texts lie in pages, each of which begins with the place of the one before. */
function textRoom(bytes: usize): usize {
  if ((load<u32>(TABLES, TEXT) as usize) + bytes > (load<u32>(TABLES, TEXT_END) as usize)) {
    const block = allocate(1);
    store<u32>(block, load<u32>(TABLES, TEXT_BLOCK));
    store<u32>(TABLES, block as u32, TEXT_BLOCK);
    store<u32>(TABLES, (block + 4) as u32, TEXT);
    store<u32>(TABLES, (block + PAGE) as u32, TEXT_END);
  }
  const text = load<u32>(TABLES, TEXT);
  store<u32>(TABLES, text + (bytes as u32), TEXT);
  return text;
}

function growSlots(table: usize): void {
  const old = load<u32>(table, SLOTS) as usize;
  const oldMask = load<u32>(table, MASK);
  const bytes = ((oldMask as usize) + 1) << 3;
  const slots = allocate(pagesFor(bytes));
  memory.fill(slots, 0, bytes);
  store<u32>(table, slots as u32, SLOTS);
  store<u32>(table, (oldMask << 1) | 1, MASK);
  for (let slot: usize = 0; slot <= (oldMask as usize); slot++) {
    const value = load<u32>(old + (slot << 2));
    if (value !== 0) place(table, value);
  }
  release(old, pagesFor(bytes >>> 1));
}

function place(table: usize, value: u32): void {
  const slots = load<u32>(table, SLOTS) as usize;
  const mask = load<u32>(table, MASK);
  let slot = load<u32>((value & ~TAG) as usize) & mask;
  while (load<u32>(slots + ((slot as usize) << 2)) !== 0) slot = (slot + 1) & mask;
  store<u32>(slots + ((slot as usize) << 2), value);
}

/** Copies the keys of all records to `keys`. */
function gather(table: usize, keys: usize): void {
  const slots = load<u32>(table, SLOTS) as usize;
  const end = slots + (((load<u32>(table, MASK) as usize) + 1) << 2);
  for (let at = slots; at < end; at += 4) {
    const value = load<u32>(at);
    if (value === 0) continue;
    store<u64>(keys, load<u64>((value & ~TAG) as usize));
    keys += 8;
  }
}

/** Keeps the records with the smallest hashes; the threshold is the smallest that goes. */
function shrink(table: usize): void {
  const size = load<u32>(table, SIZE);
  const capacity = load<u32>(table, CAPACITY);
  const pages = pagesFor((size as usize) << 3);
  const scratch = allocate(pages);
  gather(table, scratch);
  const threshold = select<u64>(scratch, size, capacity);
  store<u64>(table, threshold, THRESHOLD);
  store<u32>(THRESHOLDS + ((load<u32>(table, KIND) as usize) << 2), (threshold >>> 32) as u32);
  store<u32>(table, 0, COMPLETE);
  store<u32>(table, capacity, SIZE);
  const end = keep(table, threshold, scratch);
  for (let at = scratch; at < end; at += 4) place(table, load<u32>(at));
  release(scratch, pages);
  if (table === TABLES) moveTexts();
}

/** Takes all records out of the slots: those below the threshold go to `kept`, the others are free. Returns the end of `kept`. */
function keep(table: usize, threshold: u64, kept: usize): usize {
  const slots = load<u32>(table, SLOTS) as usize;
  const end = slots + (((load<u32>(table, MASK) as usize) + 1) << 2);
  for (let at = slots; at < end; at += 4) {
    const value = load<u32>(at);
    if (value === 0) continue;
    store<u32>(at, 0);
    const record = (value & ~TAG) as usize;
    if (load<u64>(record) < threshold) {
      store<u32>(kept, value);
      kept += 4;
    } else {
      store<u32>(record, load<u32>(table, UNUSED));
      store<u32>(table, record as u32, UNUSED);
    }
  }
  return kept;
}

/** Texts of the words that are kept to new pages; frees the old ones. */
function moveTexts(): void {
  let old = load<u32>(TABLES, TEXT_BLOCK) as usize;
  store<u64>(TABLES, 0, TEXT);
  store<u32>(TABLES, 0, TEXT_BLOCK);
  const slots = load<u32>(TABLES, SLOTS) as usize;
  const end = slots + (((load<u32>(TABLES, MASK) as usize) + 1) << 2);
  for (let at = slots; at < end; at += 4) {
    const record = (load<u32>(at) & ~TAG) as usize;
    if (record === 0) continue;
    const bytes = load<u32>(record, 24) as usize;
    const text = textRoom(bytes);
    memory.copy(text, load<u32>(record, 20), bytes);
    store<u32>(record, text as u32, 20);
  }
  while (old !== 0) {
    const before = load<u32>(old) as usize;
    release(old, 1);
    old = before;
  }
}

/** Cuts to the capacity; returns where the places of the records are, sorted by hash. */
export function sorted(kind: u32): usize {
  const table = TABLES + ((kind as usize) << 6);
  if (load<u32>(table, SIZE) > load<u32>(table, CAPACITY)) shrink(table);
  const size = load<u32>(table, SIZE);
  const keys = allocate(pagesFor(((size as usize) << 3) + 8));
  gather(table, keys);
  if (size > 1) sort<u64>(keys, 0, size - 1);
  for (let i: usize = 0; i < (size as usize); i++) store<u32>(keys + (i << 2), find(table, load<u64>(keys + (i << 3))) as u32);
  return keys;
}

/** Gives the block of `sorted` back. */
export function releaseSorted(kind: u32, places: usize): void {
  const size = load<u32>(TABLES + ((kind as usize) << 6), SIZE);
  release(places, pagesFor(((size as usize) << 3) + 8));
}
