/**
 * Where two texts differ, word by word: a longest common subsequence of their words, white space kept with the word before it.
 *
 * shape    two texts -> of each its pieces in order, joined they are the text; `own` where the other has not got them there
 * edge     undefined where the words of one times those of the other are more than MOST: about 4,000 each
 * cost     O(words x words)
 */
export interface Piece {
  readonly text: string;
  readonly own: boolean;
}

/** Pairs of words. */
const MOST = 16_000_000;

export function differencesBetween(left: string, right: string): readonly [left: readonly Piece[], right: readonly Piece[]] | undefined {
  const [a, b] = [wordsIn(left), wordsIn(right)];
  if (a.length * b.length > MOST) return undefined;
  const [x, y] = [a.map((word) => word.trim()), b.map((word) => word.trim())];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        x[i] === y[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  const own = [new Array<boolean>(a.length).fill(true), new Array<boolean>(b.length).fill(true)];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (x[i] === y[j]) {
      own[0][i++] = false;
      own[1][j++] = false;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i++;
    else j++;
  }
  return [piecesOf(a, own[0]), piecesOf(b, own[1])];
}

const wordsIn = (text: string): string[] => text.match(/\s*\S+\s*/g) ?? (text === '' ? [] : [text]);

function piecesOf(words: readonly string[], own: readonly boolean[]): Piece[] {
  const pieces: {text: string; own: boolean}[] = [];
  words.forEach((text, i) => {
    const last = pieces.at(-1);
    if (last && last.own === own[i]) last.text += text;
    else pieces.push({text, own: own[i]});
  });
  return pieces;
}
