/** Files that a script builds: in a checkout beside the sources, in the package beside the bundle. */
import {readFileSync} from 'node:fs';

/** Its bytes; undefined where it is not built. `place`: from the module at `base` in a checkout. */
export function builtFile(base: string, place: string): Uint8Array | undefined {
  const name = place.slice(place.lastIndexOf('/') + 1);
  try {
    return readFileSync(new URL(base.endsWith('.ts') ? place : `./${name}`, base));
  } catch (error) {
    if ((error as {code?: string}).code === 'ENOENT') return undefined;
    throw error;
  }
}
