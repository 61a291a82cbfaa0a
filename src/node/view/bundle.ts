/**
 * A view as a static site: the same page, and a script a run, so that it works from any static host below any path, and from a disk.
 *
 *   index.html, assets/    the page
 *   runs.js                the list, and what to know of it
 *   runs/<id>.js           a run: what it shows
 *   runs/<id>-results.js   its results, which are read when they are wanted
 *   runs/<id>-samples.js   the first samples of each generation of its first lineage, where they were kept
 *
 * Identifiers are made of folders below what is shown: no path of the machine is in any file. Judgements are not in it.
 */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {BUNDLED_SEED, type BundledSamples, type ListedRun, type ShownRun} from '../../report/pages/view/records.ts';
import {replaceFile} from '../files.ts';
import {namesOf, pageFiles, pageHtml} from '../serve/page-files.ts';
import {PAGE_POLICY} from '../serve/safety-headers.ts';
import {prepareStaticFolder, scriptText} from '../serve/static-folder.ts';
import {VIEW_HEAD} from './application.ts';
import {Runs} from './runs.ts';
import {firstSamples} from './sample-page.ts';
import {resultChunks, shownRun, summaryFileText} from './shown-run.ts';
import type {ViewedRun} from './viewed-run.ts';

/** What tells an earlier bundle from a folder of somebody's. */
const MARK = 'genloss view, as a static site';
const NOTICE =
  'A copy for everybody who has it: it holds results, passages and, where they were kept, samples of what models and people wrote. It does not change.';

export interface WrittenBundle {
  readonly runs: number;
  /** Runs that could not be read, with why. */
  readonly left: readonly {readonly folder: string; readonly why: string}[];
  readonly bytes: number;
}

/** Writes into a new folder, or in place of an earlier bundle. Throws OutputError where something else is there. */
export async function writeBundle(roots: readonly string[], out: string): Promise<WrittenBundle> {
  prepareStaticFolder(out, {mark: MARK, notice: NOTICE, folders: ['runs', 'assets']});
  const listed: ListedRun[] = [];
  const left: {folder: string; why: string}[] = [];
  let bytes = 0;
  const put = (path: string, text: string): void => {
    replaceFile(join(out, path), [text]);
    bytes += Buffer.byteLength(text);
  };
  const runs = new Runs({roots});
  for (const run of await runs.whole()) {
    try {
      const id = bundleId(run);
      const shown = await shownRun(run);
      const hand = (name: string, record: object): void => put(`runs/${name}.js`, handing(name, record));
      hand(`${id}-results`, {results: await resultsText(run), summary: await summaryFileText(run)});
      if (shown.keepsSamples) hand(`${id}-samples`, await samplesOf(run, shown));
      hand(id, {...shown, run: {...shown.run, id}});
      listed.push({...shown.run, id});
    } catch (error) {
      left.push({folder: run.folder, why: (error as Error).message.replaceAll(run.directory, 'the run')});
    }
  }
  const head = {list: {runs: listed}, checks: await runs.checks(), notice: NOTICE};
  put('runs.js', `genlossBundle=${scriptText(head)};\n`);
  const files = await pageFiles('view');
  const names = namesOf('view', files);
  put(names.script, files.script);
  put(names.style, files.style);
  put('index.html', pageHtml({...VIEW_HEAD, policy: PAGE_POLICY.join('; '), before: ['runs.js']}, names));
  return {runs: listed.length, left, bytes};
}

const bundleId = ({place}: ViewedRun): string => createHash('sha256').update(`genloss bundle ${place}`).digest('base64url').slice(0, 20);

async function resultsText(run: ViewedRun): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of resultChunks(run)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function samplesOf({directory}: ViewedRun, {input}: ShownRun): Promise<BundledSamples> {
  const arms: [string, BundledSamples[string]][] = [];
  for (const {name: arm} of input.arms) {
    const {generations, isUnread} = await firstSamples(directory, {arm, seed: BUNDLED_SEED});
    arms.push([arm, {generations: Object.fromEntries(generations), ...(isUnread && {isUnread})}]);
  }
  return Object.fromEntries(arms);
}

/** A script that hands over a text: what a run holds is never code. */
const handing = (id: string, record: object): string => `genlossRun(${JSON.stringify(id)},${scriptText(record)});\n`;
