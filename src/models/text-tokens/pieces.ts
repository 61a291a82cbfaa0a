/**
 * Cuts text into the pieces within which byte pairs are merged: GPT-2's rule, over bytes.
 *
 *   's 't 're 've 'm 'll 'd  |  ␣?letters  |  ␣?digits  |  ␣?others  |  white space, its last one left to the piece behind it
 *
 * A byte above 127 counts as a letter: every string of bytes is cut, UTF-8 or not, and no character is cut in two.
 *
 * source   Radford et al., 2019 (encoder.py of GPT-2)
 */
const [SPACE, LETTER, DIGIT, OTHER] = [0, 1, 2, 3];
const CLASSES = Uint8Array.from({length: 256}, (_, byte) => classOf(byte));
const CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map((text) => Uint8Array.from(text, (c) => c.charCodeAt(0)));

function classOf(byte: number): number {
  if (byte === 32 || (byte >= 9 && byte <= 13)) return SPACE;
  if (byte >= 48 && byte <= 57) return DIGIT;
  return byte >= 128 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) ? LETTER : OTHER;
}

/** Where the piece that begins at `from` ends. from < to */
export function pieceEnd(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] === 39) {
    const contraction = CONTRACTIONS.find((c) => from + c.length <= to && c.every((byte, i) => bytes[from + i] === byte));
    if (contraction) return from + contraction.length;
  }
  const first = bytes[from] === 32 && from + 1 < to && CLASSES[bytes[from + 1]] !== SPACE ? from + 1 : from;
  const kind = CLASSES[bytes[first]];
  let end = first + 1;
  while (end < to && CLASSES[bytes[end]] === kind) end++;
  return kind === SPACE && end < to && end - from > 1 ? end - 1 : end;
}
