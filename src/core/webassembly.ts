/** What is used of WebAssembly. Node's types and the isomorphic layers' own declare different parts of it, so it is named here. */
interface Platform {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports?: Record<string, Record<string, unknown>>) => {readonly exports: unknown};
}
const {WebAssembly: platform} = globalThis as unknown as {WebAssembly: Platform};

/** A WebAssembly.Module: to be compiled once for many instances. */
export type CompiledModule = {readonly [brand]?: never};
declare const brand: unique symbol;

export function compileModule(bytes: Uint8Array): CompiledModule {
  return new platform.Module(bytes);
}

/** A new instance. */
export function instanceOf(module: CompiledModule, imports: Record<string, Record<string, unknown>> = {}): {readonly exports: unknown} {
  return new platform.Instance(module, imports);
}

/** The exports of a new instance, with a memory of its own. */
export function exportsOf<T>(module: CompiledModule, imports?: Record<string, Record<string, unknown>>): T {
  return instanceOf(module, imports).exports as T;
}
