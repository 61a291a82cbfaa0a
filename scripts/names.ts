/** Which names modules export, and where they are declared. */
import {readdirSync, readFileSync} from 'node:fs';
import {join, sep} from 'node:path';

const DECLARATION =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:(?:function\*?|class|interface|type|enum|const|let) (\w+)|const (?:\{([^}]*)\}|\[([^\]]*)\]))/gm;

/** The names that a module declares and exports, those of overloads and of a type beside its value once. */
export function declaredIn(text: string): Set<string> {
  const found = [...text.matchAll(DECLARATION)].flatMap(([, name, members, elements]) =>
    name === undefined ? (members ?? elements).split(',').map((member) => member.split(':').at(-1)!.split('=')[0].trim()) : [name],
  );
  return new Set(found.filter((name) => name !== ''));
}

/** Of all modules below `source` that are no tests: where each exported name is declared. */
export function declarations(source: string): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const file of (readdirSync(source, {recursive: true}) as string[]).sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts') || /\.test[.-]/.test(file)) continue;
    for (const name of declaredIn(readFileSync(join(source, file), 'utf8'))) {
      places.set(name, [...(places.get(name) ?? []), file.split(sep).join('/')]);
    }
  }
  return places;
}
