/** Modules of a worker that are loaded later, and what stands in their place; scripts/site/parts.ts writes who asks for it. */

export type PartName = 'networks' | 'text' | 'rows' | 'densities' | 'distances' | 'mitigations';

type Callable = (...given: unknown[]) => unknown;
type Made = new (...given: unknown[]) => object;

/** What is loaded, by the name of its file. */
export const held = new Map<string, Readonly<Record<string, unknown>>>();

/** Something was called that is not there yet. */
export class NotLoaded extends Error {}

/** A function, or a class, that is another's of that name once the file is loaded, and throws NotLoaded before. */
export function standFor(file: string, name: string): unknown {
  function real(): unknown {
    const module = held.get(file);
    if (!module) throw new NotLoaded(`${name} of ${file} is not loaded`);
    return module[name];
  }
  function stand(...given: unknown[]): unknown {
    return new.target ? Reflect.construct(real() as Made, given) : (real() as Callable)(...given);
  }
  // of what is not loaded nothing was made
  Object.defineProperty(stand, Symbol.hasInstance, {value: (one: unknown) => held.has(file) && one instanceof (real() as Made)});
  return stand;
}
