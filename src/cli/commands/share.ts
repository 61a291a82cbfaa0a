/** `genloss share`: the share of synthetic sentences in a corpus, between a human and a synthetic reference. */
import type {ShareReport} from '../../guard/share/report.ts';
import {drawingDocument} from '../../node/document.ts';
import {prepareOutput, refuseOverwriting, writeOutput} from '../../node/output-file.ts';
import {refuseIdleDialect} from '../../node/read/idle.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import {measureShare} from '../../node/share/share.ts';
import {type DataFlags, makeOptionsOf} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {printJson, say} from '../print.ts';
import {Displays} from '../reading-display.ts';

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
  const {read, workers, language} = makeOptionsOf(flags);
  await refuseIdleDialect([...data, ...human, ...synthetic], read ?? {});
  if (html !== undefined) {
    prepareOutput(html);
    await refuseOverwriting([{flag: '--html', path: html}], () => inputPaths([...data, ...human, ...synthetic], read));
  }
  const displays = new Displays({quiet: flags.quiet === true});
  let report: ShareReport;
  try {
    const options = {human, synthetic, read, by, seed, workers, language};
    report = await measureShare(data, {...options, onProgress: (title, p) => displays.of(title).show(p)});
  } finally {
    displays.end();
  }
  if (html !== undefined) {
    const {sharePage} = await import('../../report/pages/share.ts');
    writeOutput(html, [sharePage(report, {data, human, synthetic}, await drawingDocument())]);
  }
  const text = json ? undefined : (await import('../../report/formats/share.ts')).shareText(report);
  process.exitCode = report.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.done;
  if (text === undefined) printJson(report);
  else say(text);
}
