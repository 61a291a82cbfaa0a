/**
 * The chance of a rank among a calibration, given all ranks before it: Polya's urn.
 *
 *   P(bin) = (1 + times seen) / (C + 1 + taken)
 *
 * Against one calibration ranks depend on each other: where it has few bad scores by chance, many ranks are bad. Its spacings are uniform on
 * the simplex, so that ranks of what comes after are draws from this urn, exactly.
 *
 * shape    bins 0..C of a calibration of C scores
 * law      sums to 1 over bins; ranks of exchangeable scores are drawn from it
 * source   D. Blackwell, J. B. MacQueen, Annals of Statistics 1(2), 1973; S. S. Wilks, Annals of Mathematical Statistics 13(4), 1942 (spacings)
 * checked  by enumeration and simulation (evidence.test.ts)
 */
export class Urn {
  private readonly seen: Uint32Array;
  private taken = 0;

  constructor(calibration: number) {
    this.seen = new Uint32Array(calibration + 1);
  }

  begin(): void {
    this.seen.fill(0);
    this.taken = 0;
  }

  chance(bin: number): number {
    return (1 + this.seen[bin]) / (this.seen.length + this.taken);
  }

  take(bin: number): void {
    this.seen[bin]++;
    this.taken++;
  }
}
