/** The commands that a page shows, as they are typed: whoever makes the page knows its files, and what a shell reads otherwise. */
export interface WatchCommands {
  /** A command of genloss. */
  genloss(...words: string[]): string;
  /** Brings the watch up to date. */
  watch(...flags: string[]): string;
  /** Files with the profile of a period, and with the reference's. */
  profileOf(period: string): string;
  readonly reference: string;
}
