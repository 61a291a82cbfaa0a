import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'extending.md'), 'utf8');
const blocks = (language: string) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code);
const folder = mkdtempSync(join(tmpdir(), 'genloss-extending-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** The page's program, with the sources in place of the package. */
function program(): string {
  const code = blocks('ts')
    .join('\n')
    .replaceAll("from 'genloss'", `from ${JSON.stringify(pathToFileURL(join(root, 'src/index.ts')).href)}`);
  const imports = code.match(/^import .*$/gm)!;
  return `${imports.join('\n')}\n${code.replace(/^import .*$/gm, '')}`;
}

describe('docs/extending.md', () => {
  it('is a program that prints what the page says', () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'program.ts');
    writeFileSync(file, program());
    const printed = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], {encoding: 'utf8'});
    expect(printed).toBe(blocks('text')[0]);
  });
});
