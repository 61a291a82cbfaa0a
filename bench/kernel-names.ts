/** What the functions of the WebAssembly kernel are called in its sources: a build for publishing has numbers alone. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {KERNELS, OPTIONS} from '../scripts/kernel.ts';

/** By number; empty where the compiler is not installed. */
export async function kernelNames(): Promise<Map<number, string>> {
  const compiler = await import('assemblyscript/asc').catch(() => undefined);
  if (compiler === undefined) return new Map();
  const folder = mkdtempSync(join(tmpdir(), 'genloss-names-'));
  try {
    const file = join(folder, 'named.wasm');
    const root = join(dirname(fileURLToPath(import.meta.url)), '..');
    const {error} = await compiler.main([KERNELS[0].entry, '--outFile', file, ...OPTIONS, '--debug', '--baseDir', root]);
    if (error !== null) throw error;
    return functionNames(nameSection(readFileSync(file)));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Subsection 1 of the name section: pairs of a number and a name (WebAssembly specification, appendix: custom sections). */
function functionNames(bytes: Uint8Array): Map<number, string> {
  let at = 0;
  const number = (): number => {
    const [value, next] = unsigned(bytes, at);
    at = next;
    return value;
  };
  const names = new Map<number, string>();
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = number() + at;
    if (id === 1) {
      for (let left = number(); left > 0; left--) {
        const index = number();
        const length = number();
        names.set(index, new TextDecoder().decode(bytes.subarray(at, at + length)));
        at += length;
      }
    }
    at = end;
  }
  return names;
}

/** The custom section `name` of a module: what follows its own name. */
function nameSection(module: Uint8Array): Uint8Array {
  let at = 8;
  const number = (): number => {
    const [value, next] = unsigned(module, at);
    at = next;
    return value;
  };
  while (at < module.length) {
    const id = module[at++];
    const end = number() + at;
    if (id === 0) {
      const length = number();
      const name = new TextDecoder().decode(module.subarray(at, at + length));
      if (name === 'name') return module.subarray(at + length, end);
    }
    at = end;
  }
  return new Uint8Array(0);
}

/** A whole number of 7 bits a byte, and where it ends. */
function unsigned(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}
