/** Where a value lies between two others: 0 at the least, 1 at the most, in the middle where they are one. Finite whatever finite values are. */
export function placeBetween(value: number, least: number, most: number): number {
  if (most === least) return 0.5;
  // halves, since the difference of two numbers may be more than any number
  const span = most / 2 - least / 2;
  return span === 0 ? (value - least) / (most - least) : (value / 2 - least / 2) / span;
}
