/** YAML files that a user wrote: where in them a problem stands, in words that a user can use. */
import {relative} from 'node:path';
import {closest, distance} from 'fastest-levenshtein';
import {type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument} from 'yaml';
import {ConfigError} from '../core/error.ts';

/** `shown`: the file's name for messages. Throws ConfigError, with line and column, where it is not YAML. */
export function parseYaml(source: string, shown: string): {document: Document; lines: LineCounter} {
  const lines = new LineCounter();
  const document = parseDocument(source, {lineCounter: lines, prettyErrors: false});
  const [broken] = document.errors;
  if (broken) {
    const {line, col} = lines.linePos(broken.pos[0]);
    throw new ConfigError(`not valid YAML: ${broken.message} (${JSON.stringify(source.split('\n')[line - 1]?.trim() ?? '')})`, {
      where: `${shown}:${line}:${col}`,
      next: 'mend the file at that place',
    });
  }
  return {document, lines};
}

/** A path as a person would write it from where they are. */
export const displayed = (file: string): string => {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
};

/** The known word that a mistyped one most likely stands for. */
export function guessOf(word: string, known: readonly string[]): string | undefined {
  const near = closest(word, known);
  return near !== undefined && distance(word, near) <= Math.max(1, Math.floor(word.length / 3)) ? near : undefined;
}

/** Where the value at a path begins (or its key); for a path that is not there, the deepest part of it that is. */
export function offsetOf(document: Document, path: readonly PropertyKey[], wantKey: boolean): number | undefined {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0];
  for (const [i, step] of path.entries()) {
    if (isMap(node)) {
      const pair = (node.items as Pair<Node, Node | null>[]).find(({key}) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      const last = i === path.length - 1;
      offset = (last && wantKey) || !pair.value?.range ? pair.key.range?.[0] : pair.value.range[0];
      node = pair.value;
    } else {
      const item = (node as {items?: Node[]} | null)?.items?.[Number(step)];
      if (!item?.range) break;
      node = item;
      offset = item.range[0];
    }
  }
  return offset;
}
