/**
 * Every golden file, made anew: a map from its path below the root of the checkout to its content. `npm run golden` writes it,
 * `test/golden.test.ts` compares it with what is there.
 */
import {cpSync, mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from './command.ts';
import {writeCorpora} from './corpora.ts';
import {type ExperimentFile, experimentsIn, type Files, runExperiment} from './experiments.ts';
import {fixed} from './fixed.ts';
import {addGallery} from './gallery.ts';
import {guardFiles} from './guard.ts';
import {helpFiles} from './help.ts';

export const GOLDEN = 'test/golden';
export const EXPERIMENTS = `${GOLDEN}/experiments`;
/** Where things stand on pages: made by a browser, where there is one. */
export const GEOMETRY = `${GOLDEN}/geometry`;
export const GALLERY = 'docs/gallery.md';

export async function goldenFiles(): Promise<Files> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'genloss-golden-')));
  try {
    cpSync(join(root, EXPERIMENTS), join(folder, 'experiments'), {recursive: true});
    await writeCorpora(folder);
    const experiments = experimentsIn(join(folder, 'experiments'));
    const lab = experiments.map((experiment) => runExperiment(experiment, folder));
    const parts = await Promise.all([...lab, guardFiles(folder), helpFiles(folder)]);
    const files: Files = new Map(parts.flatMap((part) => [...part].map(([name, text]): [string, string] => [name, fixed(text, folder)])));
    const gallery = addGallery(files, (page) => shownOf(page, experiments));
    return new Map([[GALLERY, gallery], ...[...files].map(([name, text]): [string, string] => [`${GOLDEN}/${name}`, text])]);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const GUARD_PAGES: Record<string, {title: string; from: string}> = {
  'check-machine': {title: 'A check that fails', from: '150 passages of a chain of words, held against passages of the speeches'},
  'check-people': {title: 'A check with gates of one’s own', from: 'passages of the speeches, held against others of the same years'},
  'check-tiny': {title: 'A check of three passages', from: 'three passages, held against 150 of the same years'},
  'check-where': {
    title: 'A check by source, with places',
    from: 'passages of the speeches, a third of them replaced by those of a chain of words, held against other passages',
  },
  forecast: {title: 'A forecast', from: '150 passages of the speeches'},
  share: {title: 'The share of synthetic text', from: 'passages of the speeches, a third of them replaced by those of a chain of words'},
};

function shownOf(page: string, experiments: readonly ExperimentFile[]): {title: string; from: string} {
  const experiment = experiments.find(({name}) => name === page);
  if (experiment) return {title: experiment.title, from: `[${page}.yaml](../${EXPERIMENTS}/${page}.yaml)`};
  return GUARD_PAGES[page];
}
