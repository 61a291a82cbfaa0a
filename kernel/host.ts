/** What the host does for the kernel: all that needs tables of Unicode or strings, and errors. */

/** Writes 256 packed letters of code points 256 * page and on to memory at `into`: see letters.ts. */
export declare function letters(page: u32, into: usize): void;

/** Hashes the word at memory[from .. to), lower-cased as a string, into WORD of memory.ts; returns its code points. */
export declare function lowerCase(from: usize, to: usize): u32;

/** Throws: there is no memory for `bytes` more. */
export declare function exhausted(bytes: f64): void;
