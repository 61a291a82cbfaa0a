/**
 * What can be read but once: standard input, pipes (`<(...)`, mkfifo), sockets and devices. Who reads data twice asks here first; nothing is
 * opened to tell.
 */
import {ConfigError, DataError} from '../../core/error.ts';
import type {SourceFile} from './source-file.ts';
import {type FindOptions, findFiles} from './sources.ts';

/** Of what sources name, the files that can be read but once. What cannot be found is left out: its reading will say so. */
export async function readOnce(sources: readonly string[], options: FindOptions = {}): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const source of sources) {
    const files = await findFiles([source], {...options, onNotice: undefined}).catch(nothing);
    found.push(...files.filter(({once}) => once !== undefined));
  }
  return found;
}

/** As a sentence names it: `standard input`, `the pipe /dev/fd/63`. */
export const onceName = ({name, once}: SourceFile): string => (once === 'standard input' ? once : `the ${once} ${name}`);

const NEXT = 'Write it to a file, and name that.';

const placeOf = ({name, once}: SourceFile) => (once === 'standard input' ? {} : {where: name});

/** Throws ConfigError where some of the sources can be read but once: `what` reads them twice. */
export async function refuseReadOnce(sources: readonly string[], options: FindOptions, what: string): Promise<void> {
  const [first] = await readOnce(sources, options);
  if (first === undefined) return;
  throw new ConfigError(`${what}: ${onceName(first)} cannot be read twice`, {...placeOf(first), next: NEXT});
}

/** Throws ConfigError where two sides name one pipe, or standard input: the second would find nothing, or wait for ever. */
export async function refuseSharedOnce(sides: readonly (readonly string[])[], options: FindOptions): Promise<void> {
  const taken = new Set<string>();
  for (const side of sides) {
    const once = await readOnce(side, options);
    const shared = once.find(({path}) => taken.has(path));
    if (shared !== undefined)
      throw new ConfigError(`${onceName(shared)} is named twice, and can be read but once`, {...placeOf(shared), next: NEXT});
    for (const {path} of once) taken.add(path);
  }
}

/** Reading it will say why. */
function nothing(error: unknown): [] {
  if (error instanceof DataError || error instanceof ConfigError) return [];
  throw error;
}
