/** Colours of a terminal, by the escape sequences of ECMA-48. Whether to use any is for the caller to know. */
const CODES = {bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39]} as const;

export type Colour = keyof typeof CODES;

export const coloured = (colours: readonly Colour[], text: string): string =>
  colours.reduceRight((inner, colour) => `\u001b[${CODES[colour][0]}m${inner}\u001b[${CODES[colour][1]}m`, text);
