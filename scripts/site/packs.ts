/** Data of the site, in packs: gzipped, each in a script that hands it over in base64. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {speechFiles, speechName} from '../../src/node/read/speeches.ts';
import {ORT_WASM} from '../../src/node/tensor/wasm.ts';
import type {Pack, PackHead} from '../../src/web/lab/speeches.ts';

/** Of speeches; the first file of a preset is one of them. */
const SPEECHES_A_PACK = 32;

export const ORT_FILES = join(import.meta.dirname, '../../node_modules/onnxruntime-web/dist', ORT_WASM);

export async function speechPacks(): Promise<(Pack & {readonly bytes: Buffer})[]> {
  const paths = await speechFiles();
  const groups = Array.from({length: Math.ceil(paths.length / SPEECHES_A_PACK)}, (_, i) =>
    paths.slice(i * SPEECHES_A_PACK, (i + 1) * SPEECHES_A_PACK),
  );
  return groups.map((group) => {
    const texts = group.map((path) => readFileSync(path));
    const head: PackHead = {files: group.map((path, i) => ({name: speechName(path), bytes: texts[i].length}))};
    const years = group.map((path) => Number(speechName(path).slice(0, 4)));
    const bytes = gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...texts]), {level: 9});
    return {name: `speeches-${years[0]}-${years.at(-1)}`, from: years[0], to: years.at(-1)!, bytes};
  });
}

/** ONNX Runtime's WebAssembly, below its licence. */
export function runtimeScript(name: string): string {
  const licence = readFileSync(join(import.meta.dirname, '../ort-license.txt'), 'utf8');
  return `/*!\n${licence}*/\n${packScript(name, gzipSync(readFileSync(`${ORT_FILES}.wasm`), {level: 9}))}`;
}

export const packScript = (name: string, bytes: Buffer): string => `genlossPack(${JSON.stringify(name)},"${bytes.toString('base64')}");\n`;
