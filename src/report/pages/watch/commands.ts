/** The commands that a page shows, as they are typed: whoever makes the page knows its files, and what a shell reads otherwise. */
export interface WatchCommands {
  /** Brings the watch up to date. */
  watch(...flags: string[]): string;
  /** Holds a period against the reference. */
  check(period: string, ...flags: string[]): string;
}
