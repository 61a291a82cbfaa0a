/**
 * The page of `genloss label` for people on other machines, as a folder: the same page, and the pairs that wait, so that it works from any
 * static host below any path, and from a disk. What is judged stays in the browser until it is handed back.
 *
 *   index.html, assets/   the page
 *   asks.js               the pairs that wait, as a text that is read as JSON and never run
 *
 * No judgement of anyone, no path of the machine, and nothing of the run but those pairs is in it.
 */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {DataError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {type HandedAsk, handedAsks} from '../../run/handed-asks.ts';
import {replaceFile} from '../files.ts';
import {AskedRunReader} from '../people/open-asks.ts';
import {namesOf, pageFiles, pageHtml} from '../serve/page-files.ts';
import {PAGE_POLICY} from '../serve/safety-headers.ts';
import {prepareStaticFolder, scriptText} from '../serve/static-folder.ts';
import {LABEL_HEAD} from './application.ts';
import {hasEnded} from './ended.ts';

const MARK = 'genloss label, as a static site';
const NOTICE =
  'A copy of pairs of texts, which models and people wrote, for everybody who has it. What you judge stays in this browser: nobody has it before you hand it back.';

export interface WrittenLabelBundle {
  readonly pairs: number;
  readonly bytes: number;
}

interface LabelBundleOptions {
  readonly directory: string;
  /** For whom; else the page asks. */
  readonly annotator?: string;
  readonly out: string;
}

/** Into a new folder, or in place of an earlier one. Throws DataError where no pair waits, OutputError where something else is there. */
export async function writeLabelBundle({directory, annotator, out}: LabelBundleOptions): Promise<WrittenLabelBundle> {
  const asks = handedAsks(new AskedRunReader(directory).read(), annotator);
  if (asks.length === 0) throw noneWaits(directory, annotator);
  const files = await pageFiles('label');
  const names = namesOf('label', files);
  prepareStaticFolder(out, {mark: MARK, notice: NOTICE, folders: ['assets']});
  let bytes = 0;
  const put = (path: string, text: string): void => {
    replaceFile(join(out, path), [text]);
    bytes += Buffer.byteLength(text);
  };
  const handed = {id: idOf(asks), asks, notice: NOTICE, ...(annotator !== undefined && {annotator})};
  put('asks.js', `genlossAsks=${scriptText(handed)};\n`);
  put(names.script, files.script);
  put(names.style, files.style);
  put('index.html', pageHtml({...LABEL_HEAD, policy: PAGE_POLICY.join('; '), before: ['asks.js']}, names));
  return {pairs: asks.length, bytes};
}

function noneWaits(directory: string, annotator: string | undefined): DataError {
  const what = `no pair waits for ${annotator === undefined ? 'anybody' : visible(annotator)}`;
  if (hasEnded(directory))
    return new DataError(`the run has come to its end: ${what}`, {
      where: directory,
      next: 'see what was judged with genloss judgements, or run the experiment with more generations',
    });
  return new DataError(what, {where: directory, next: 'let the run go on until it asks, with genloss run'});
}

/** What a browser keeps is of these pairs, and of no others that lie at the same place one day. */
const idOf = (asks: readonly HandedAsk[]): string =>
  createHash('sha256')
    .update(JSON.stringify(asks.map(({ask}) => ask)))
    .digest('hex')
    .slice(0, 16);
