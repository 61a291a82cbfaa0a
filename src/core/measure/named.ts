/** Measures by their names. */
import {ConfigError} from '../error.ts';

/** In the order of `names`. Throws ConfigError on a name that none of them has. */
export function named<M extends {readonly name: string}>(measures: readonly M[], names: readonly string[]): M[] {
  return names.map((name) => {
    const measure = measures.find((one) => one.name === name);
    if (measure) return measure;
    throw new ConfigError(`${name} is not measured here`, {next: `choose from ${measures.map((one) => one.name).join(', ')}`});
  });
}
