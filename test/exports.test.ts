import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';

const source = join(import.meta.dirname, '..', 'src');

/** What `export {...} from` names, types marked as such; a file that exports in another way is refused. */
function namesOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\} from /gm)];
  expect(text.match(/^export /gm)).toHaveLength(lists.length + (text.match(/^export \* from '\.\.\/index\.ts';$/gm)?.length ?? 0));
  return lists
    .flatMap(([, type = '', list]) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => `${type !== '' || name.startsWith('type ') ? 'type ' : ''}${name.replace(/^type /, '')}`),
    )
    .sort();
}

/** A name that goes breaks programs; one that comes is a promise. `vitest run test/exports.test.ts --update` writes the lists anew. */
describe('what programs import', () => {
  it.each([
    ['genloss', 'index.ts'],
    ['genloss/node', 'node/index.ts'],
  ])('of %s is pinned', async (name, file) => {
    const names = namesOf(file);
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(`exports/${name.replace('/', '-')}.txt`);
    const values: Record<string, unknown> = await import(join(source, file));
    for (const value of names.filter((one) => !one.startsWith('type '))) expect(values[value], value).toBeDefined();
  });
});
