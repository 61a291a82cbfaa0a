/** What the host does for the kernel: all that needs tables of Unicode, rules of a language or strings, and errors. */

/** Writes what letters.ts says of 256 code points, 256 * page and on, to memory at `into`. */
export declare function letters(page: u32, into: usize): void;

/** Hashes the word at memory[from .. to), lower-cased as a string, into WORD of memory.ts; returns its code points. */
export declare function lowerCase(from: usize, to: usize): u32;

/** Writes memory[from .. to) in NFC, without soft hyphens, to a place that it asks for with `normalRoom`; returns its bytes. */
export declare function normalize(from: usize, to: usize): u32;

/** Cuts the run of letters at memory[from .. to), into pairs (start, end) at a place that it asks for with `cutRoom`; returns how many. */
export declare function cut(from: usize, to: usize): u32;

/** Throws: there is no memory for `bytes` more. */
export declare function exhausted(bytes: f64): void;
