import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import {root} from './command.ts';
import {blocksOf, programOf} from './doc-pages.ts';

const page = 'docs/extending.md';
const folder = mkdtempSync(join(tmpdir(), 'genloss-extending-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** The page's program, with the sources in place of the package. */
const program = (): string =>
  programOf(page).replaceAll("from 'genloss'", `from ${JSON.stringify(pathToFileURL(join(root, 'src/index.ts')).href)}`);

describe('docs/extending.md', () => {
  it('is a program that prints what the page says', () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'program.ts');
    writeFileSync(file, program());
    const printed = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], {encoding: 'utf8'});
    expect(printed).toBe(blocksOf(page, 'text')[0]);
  });
});
