/** `genloss share`: the share of synthetic sentences in a corpus, between a human and a synthetic reference. */
import type {ShareReport} from '../../guard/share/report.ts';
import {measureShare} from '../../node/share/share.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {type ReadingDisplay, startReadingDisplay} from '../reading-display.ts';

export interface ShareFlags extends DataFlags {
  human: string[];
  synthetic: string[];
  by?: string[];
  html?: string;
  seed?: number;
  json?: boolean;
}

export async function share(data: readonly string[], flags: ShareFlags): Promise<void> {
  const {human, synthetic, by, seed, html, json} = flags;
  const {read, workers} = makeOptionsOf(flags);
  const displays = new Displays(flags.quiet === true);
  let report: ShareReport;
  try {
    report = await measureShare(data, {human, synthetic, read, by, seed, workers, onProgress: (title, p) => displays.of(title).show(p)});
  } finally {
    displays.end();
  }
  if (html !== undefined) {
    const [{sharePage}, {replaceFile}] = await Promise.all([import('../../node/share/page.ts'), import('../../node/files.ts')]);
    replaceFile(html, [sharePage(report, {data, human, synthetic})]);
  }
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : (await import('../../node/share/text.ts')).shareText(report));
  process.exitCode = report.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.done;
}

/** One display at a time: that of what is being read. */
class Displays {
  private title?: string;
  private display?: ReadingDisplay;
  private readonly quiet: boolean;

  constructor(quiet: boolean) {
    this.quiet = quiet;
  }

  of(title: string): ReadingDisplay {
    if (title !== this.title) {
      this.end();
      this.title = title;
      this.display = startReadingDisplay(title, {quiet: this.quiet, stream: process.stderr});
    }
    return this.display!;
  }

  end(): void {
    this.display?.end();
    this.display = undefined;
    this.title = undefined;
  }
}
