/** Words as a shell takes them: quoted where they have something in them that it would read otherwise. */
export const commandText = (words: readonly string[]): string =>
  words.map((word) => (/^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
