/*
 * The pass of `genloss profile` as one writes it in C11: one thread, one document a line.
 *
 *   gcc -std=c11 -O3 -march=native -o bench/peers/build/profile-pass bench/peers/profile-pass.c
 *   profile-pass words-ngrams | full FILE [WORD...]
 *
 * words-ngrams   words and n-grams of orders 2 to 5: of each order the k types with the smallest 64-bit hashes (262144 words, 16384 of the
 *                others), with counts of occurrences and of documents in 16 groups of documents
 * full           these, and sentences that have a word; samples of sentences, lines and documents; the share of 4-grams that a document
 *                repeats; the smallest 3-gram hash of a document
 *
 * word           a maximal run of ASCII letters, digits, apostrophes and of code points beyond ASCII, save U+2000-U+206F other than U+2019;
 *                ASCII is lower-cased
 *
 * Prints what it found (and the count of each WORD), last of all MB/s by the clock from start to end, reading included. What we do and this
 * does not: Unicode's classes and lower case, texts of words, scripts, sketches of documents for near duplicates, compression, the file.
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { GROUPS = 16, ORDERS = 5, WORDS_KEPT = 262144, GRAMS_KEPT = 16384, DOCUMENTS_KEPT = 65536, CHUNK = 1 << 20 };

#define STEP 0x9e3779b97f4a7c15u
#define ROLL 0xd6e8feb86659fd93u
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static inline uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
  return x ^ (x >> 33);
}

static void *grown(void *memory, size_t bytes) {
  memory = realloc(memory, bytes);
  if (memory == NULL) {
    perror("profile-pass");
    exit(1);
  }
  return memory;
}

/* The k smallest hashes that were ever added, with counts. */

typedef struct {
  uint64_t hash;
  uint32_t entry; /* from 1; 0: free */
} Slot;

typedef struct {
  uint32_t document, sentence, sentences;
} Last;

typedef struct {
  uint64_t threshold; /* only hashes below are kept */
  uint32_t capacity, size, room, mask;
  Slot *slots;
  uint64_t *hashes;
  Last *last;
  uint32_t *cells; /* pairs (occurrences, documents) by group */
} Table;

typedef struct {
  uint32_t document, sentence, group;
} Place;

static void reindex(Table *t) {
  memset(t->slots, 0, sizeof(Slot) * (t->mask + 1));
  for (uint32_t e = 0; e < t->size; e++) {
    uint32_t s = (uint32_t)t->hashes[e] & t->mask;
    while (t->slots[s].entry != 0) s = (s + 1) & t->mask;
    t->slots[s] = (Slot){t->hashes[e], e + 1};
  }
}

static void resize(Table *t, uint32_t room) {
  t->hashes = grown(t->hashes, sizeof(uint64_t) * room);
  t->last = grown(t->last, sizeof(Last) * room);
  t->cells = grown(t->cells, sizeof(uint32_t) * 2 * GROUPS * room);
  t->slots = grown(t->slots, sizeof(Slot) * 2 * room);
  t->room = room;
  t->mask = 2 * room - 1;
  reindex(t);
}

static Table make_table(uint32_t capacity) {
  Table t = {.threshold = UINT64_MAX, .capacity = capacity};
  resize(&t, 2048);
  return t;
}

static int ascending(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void shrink(Table *t) {
  uint64_t *sorted = grown(NULL, sizeof(uint64_t) * t->size);
  memcpy(sorted, t->hashes, sizeof(uint64_t) * t->size);
  qsort(sorted, t->size, sizeof(uint64_t), ascending);
  t->threshold = sorted[t->capacity];
  free(sorted);
  uint32_t to = 0;
  for (uint32_t from = 0; from < t->size; from++) {
    if (t->hashes[from] >= t->threshold) continue;
    t->hashes[to] = t->hashes[from];
    t->last[to] = t->last[from];
    memmove(t->cells + 2 * GROUPS * to, t->cells + 2 * GROUPS * from, sizeof(uint32_t) * 2 * GROUPS);
    to++;
  }
  t->size = to;
  reindex(t);
}

static inline void add(Table *t, uint64_t hash, Place at, bool sentences) {
  if (hash >= t->threshold) return;
  uint32_t s = (uint32_t)hash & t->mask, e;
  while (t->slots[s].entry != 0 && t->slots[s].hash != hash) s = (s + 1) & t->mask;
  if (t->slots[s].entry != 0) {
    e = t->slots[s].entry - 1;
  } else {
    if (t->size == t->room) {
      if (t->room < 2 * t->capacity) resize(t, 2 * t->room);
      else shrink(t);
      if (hash >= t->threshold) return;
      s = (uint32_t)hash & t->mask;
      while (t->slots[s].entry != 0) s = (s + 1) & t->mask;
    }
    e = t->size++;
    t->slots[s] = (Slot){hash, e + 1};
    t->hashes[e] = hash;
    t->last[e] = (Last){0, 0, 0};
    memset(t->cells + 2 * GROUPS * e, 0, sizeof(uint32_t) * 2 * GROUPS);
  }
  uint32_t *cell = t->cells + 2 * (GROUPS * e + at.group);
  cell[0]++;
  if (t->last[e].document != at.document) {
    t->last[e].document = at.document;
    cell[1]++;
  }
  if (sentences && t->last[e].sentence != at.sentence) {
    t->last[e].sentence = at.sentence;
    t->last[e].sentences++;
  }
}

/* One document: its words' hashes, then everything made of them. */

static Table words, grams[ORDERS + 1], sentences, lines, documents;
static uint64_t *hashes, *rolled, *mixed, *seen;
static size_t room;
static uint64_t seen_mask;
static uint8_t lower[256]; /* 0: not of a word */
static uint64_t total_words, total_sentences, total_four_grams, distinct_four_grams, repeatable, smallest_sum;
static double repetition;

static void make_room(size_t wanted) {
  if (wanted <= room) return;
  if (room == 0) room = 1024;
  while (room < wanted) room *= 2;
  hashes = grown(hashes, sizeof(uint64_t) * room);
  rolled = grown(rolled, sizeof(uint64_t) * room);
  mixed = grown(mixed, sizeof(uint64_t) * room);
  seen = grown(seen, sizeof(uint64_t) * 2 * room);
  memset(seen, 0, sizeof(uint64_t) * 2 * room);
}

/* Code point at p, its length in `size`; of bytes that are no UTF-8 the byte, length 1. */
static inline uint32_t decode(const uint8_t *p, const uint8_t *end, uint32_t *size) {
  const uint32_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc0 ? 2 : 1;
  *size = 1;
  if (n == 1 || end - p < n) return p[0];
  uint32_t code = p[0] & (0xff >> (n + 1));
  for (uint32_t i = 1; i < n; i++) {
    if ((p[i] & 0xc0) != 0x80) return p[0];
    code = (code << 6) | (p[i] & 0x3f);
  }
  *size = n;
  return code;
}

static inline bool is_letter(uint32_t code) { return code < 0x2000 || code > 0x206f || code == 0x2019; }

static uint64_t hash_bytes(const uint8_t *p, size_t n) {
  uint64_t h = STEP ^ n, piece;
  for (; n >= 8; p += 8, n -= 8) {
    memcpy(&piece, p, 8);
    h = (h ^ piece) * ROLL;
    h ^= h >> 32;
  }
  piece = 0;
  memcpy(&piece, p, n);
  return mix((h ^ piece) * ROLL);
}

static inline uint64_t run_hash(uint64_t kind, size_t from, size_t to) {
  uint64_t p = 0;
  for (size_t i = from; i < to; i++) p = p * ROLL + hashes[i];
  return mix(p + kind * STEP);
}

static inline size_t end_sentence(size_t from, size_t to, Place *at) {
  if (from == to) return to;
  at->sentence++;
  total_sentences++;
  for (size_t i = from; i < to; i++) add(&words, hashes[i], *at, true);
  add(&sentences, run_hash(101, from, to), *at, false);
  return to;
}

/* Hashes of the words into `hashes`; answers how many. p[end] is a line feed. */
static inline size_t scan(const uint8_t *p, const uint8_t *end, Place *at, bool full) {
  size_t n = 0, sentence_from = 0;
  bool ended = false;
  while (p < end) {
    uint32_t size, code = *p;
    if (lower[code] == 0 && code < 0x80) {
      p++;
    } else if (code < 0x80 || is_letter(code = decode(p, end, &size))) {
      uint64_t h = FNV_START;
      bool apostrophes = true;
      for (;;) {
        uint32_t c = lower[*p];
        if (c != 0) {
          p++;
        } else {
          if (*p < 0x80) break;
          c = decode(p, end, &size);
          if (!is_letter(c)) break;
          p += size;
        }
        apostrophes &= c == '\'' || c == 0x2019;
        h = (h ^ c) * FNV_PRIME;
      }
      hashes[n++] = mix(h);
      ended = ended && apostrophes;
      continue;
    } else {
      p += size;
    }
    if (!full) continue;
    if (code == ' ' || (code >= '\t' && code <= '\r')) {
      if (ended) sentence_from = end_sentence(sentence_from, n, at);
      ended = false;
    } else if (code == '.' || code == '!' || code == '?' || code == 0x2026) {
      ended = true;
    } else if (code != '"' && code != ')' && code != ']' && code != '}' && code != 0x2018 && code != 0x201c && code != 0x201d) {
      ended = false;
    }
  }
  if (full) end_sentence(sentence_from, n, at);
  else
    for (size_t i = 0; i < n; i++) add(&words, hashes[i], *at, false);
  return n;
}

static void count_repeated(const uint64_t *gram, size_t n, uint32_t document) {
  uint32_t distinct = 0;
  const uint64_t stamp = (uint64_t)document << 32;
  for (size_t i = 0; i < n; i++) {
    const uint64_t key = stamp | (gram[i] >> 32);
    uint64_t s = gram[i] & seen_mask;
    while (seen[s] >> 32 == document && seen[s] != key) s = (s + 1) & seen_mask;
    distinct += seen[s] != key;
    seen[s] = key;
  }
  total_four_grams += n;
  distinct_four_grams += distinct;
  repeatable++;
  repetition += 1 - (double)distinct / n;
}

/* Order by order, so that the compiler makes vectors of the hashing. */
static inline void add_grams(size_t n, Place at, bool full) {
  memcpy(rolled, hashes, sizeof(uint64_t) * n);
  for (size_t order = 2; order <= ORDERS && order <= n; order++) {
    const size_t count = n - order + 1;
    for (size_t i = 0; i < count; i++) {
      rolled[i] = rolled[i] * ROLL + hashes[i + order - 1];
      mixed[i] = mix(rolled[i] + order * STEP);
    }
    Table *table = &grams[order];
    for (size_t i = 0; i < count; i++)
      if (mixed[i] < table->threshold) add(table, mixed[i], at, false);
    if (!full) continue;
    if (order == 3) {
      uint64_t smallest = UINT64_MAX;
      for (size_t i = 0; i < count; i++) smallest = mixed[i] < smallest ? mixed[i] : smallest;
      smallest_sum += smallest;
    } else if (order == 4) {
      count_repeated(mixed, count, at.document);
    }
  }
}

static inline void document(const uint8_t *p, const uint8_t *end, Place *at, bool full) {
  make_room((end - p) / 2 + 2);
  const uint64_t hash = hash_bytes(p, end - p);
  at->group = (hash >> 60) & (GROUPS - 1);
  at->document++;
  seen_mask = 1023;
  while (seen_mask < (uint64_t)(end - p) / 2) seen_mask = 2 * seen_mask + 1;
  const size_t n = scan(p, end, at, full);
  total_words += n;
  add_grams(n, *at, full);
  if (!full) return;
  add(&documents, hash, *at, false);
  if (n > 0) add(&lines, run_hash(102, 0, n), *at, false);
}

static uint64_t pass(int file, bool full) {
  Place at = {0, 0, 0};
  uint64_t bytes = 0;
  size_t capacity = 4 * CHUNK, held = 0;
  uint8_t *buffer = grown(NULL, capacity + 1);
  for (bool more = true; more;) {
    if (held + CHUNK > capacity) buffer = grown(buffer, (capacity *= 2) + 1);
    const ssize_t got = read(file, buffer + held, CHUNK);
    if (got < 0) {
      perror("profile-pass");
      exit(1);
    }
    more = got > 0;
    bytes += got;
    size_t from = 0;
    const size_t scanned = held;
    held += got;
    if (!more && held > 0) buffer[held++] = '\n';
    for (uint8_t *feed = memchr(buffer + scanned, '\n', held - scanned); feed != NULL;) {
      const size_t to = feed - buffer;
      if (to > from) {
        if (full) document(buffer + from, feed, &at, true);
        else document(buffer + from, feed, &at, false);
      }
      from = to + 1;
      feed = memchr(buffer + from, '\n', held - from);
    }
    held -= from;
    memmove(buffer, buffer + from, held);
  }
  printf("bytes %llu documents %u words %llu sentences %llu\n", (unsigned long long)bytes, at.document, (unsigned long long)total_words,
         (unsigned long long)total_sentences);
  free(buffer);
  return bytes;
}

/* What a sample says: types there are in all, and occurrences of those kept. */
static void report(const char *name, Table *t) {
  if (t->size > t->capacity) shrink(t);
  uint64_t occurrences = 0;
  for (size_t i = 0; i < (size_t)t->size * GROUPS; i++) occurrences += t->cells[2 * i];
  const double types = t->threshold == UINT64_MAX ? t->size : t->size / (t->threshold / 18446744073709551616.0);
  printf("%s: kept %u, occurrences %llu, types about %.0f\n", name, t->size, (unsigned long long)occurrences, types);
}

static void report_word(const char *word) {
  uint64_t h = FNV_START;
  for (const uint8_t *p = (const uint8_t *)word; *p != 0; p++) h = (h ^ lower[*p]) * FNV_PRIME;
  h = mix(h);
  for (uint32_t e = 0; e < words.size; e++) {
    if (words.hashes[e] != h) continue;
    uint64_t count = 0, in = 0;
    for (int g = 0; g < GROUPS; g++) {
      count += words.cells[2 * (GROUPS * e + g)];
      in += words.cells[2 * (GROUPS * e + g) + 1];
    }
    printf("word %s: %llu in %llu documents, %u sentences\n", word, (unsigned long long)count, (unsigned long long)in, words.last[e].sentences);
  }
}

int main(int count, char **arguments) {
  const bool full = count > 1 && strcmp(arguments[1], "full") == 0;
  if (count < 3 || (!full && strcmp(arguments[1], "words-ngrams") != 0)) {
    fputs("usage: profile-pass words-ngrams|full FILE [WORD...]\n", stderr);
    return 64;
  }
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int c = 'a'; c <= 'z'; c++) lower[c] = lower[c - 'a' + 'A'] = c;
  for (int c = '0'; c <= '9'; c++) lower[c] = c;
  lower['\''] = '\'';
  words = make_table(WORDS_KEPT);
  for (int order = 2; order <= ORDERS; order++) grams[order] = make_table(GRAMS_KEPT);
  sentences = make_table(GRAMS_KEPT);
  lines = make_table(GRAMS_KEPT);
  documents = make_table(DOCUMENTS_KEPT);
  const int file = open(arguments[2], O_RDONLY);
  if (file < 0) {
    perror(arguments[2]);
    return 66;
  }
  const uint64_t bytes = pass(file, full);
  report("words", &words);
  for (int order = 2; order <= ORDERS; order++) {
    char name[] = "0-grams";
    name[0] += order;
    report(name, &grams[order]);
  }
  if (full) {
    report("sentences", &sentences);
    report("lines", &lines);
    report("documents", &documents);
    printf("4-grams %llu, distinct within documents %llu, repetition %f, smallest 3-grams %016llx\n", (unsigned long long)total_four_grams,
           (unsigned long long)distinct_four_grams, repetition / repeatable, (unsigned long long)smallest_sum);
  }
  for (int i = 3; i < count; i++) report_word(arguments[i]);
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\n", bytes / 1e6 / ((end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9));
  return 0;
}
