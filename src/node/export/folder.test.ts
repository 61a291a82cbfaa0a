import {mkdirSync, readdirSync, readFileSync, statSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {textOf} from '../../core/text/documents.ts';
import {makeTokenizer} from '../../models/text-tokens/make.ts';
import {parametersOf} from '../../models/transformer/network.ts';
import {transformerOptions} from '../../models/transformer/options.ts';
import {decodeSafetensors} from '../../tensor/safetensors.ts';
import {elementsOf} from '../../tensor/shape.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {checkFree, exportTransformer} from './folder.ts';

const {path, at, put} = testFolder();

const options = transformerOptions({tokens: 'bytes', width: 8, layers: 1, heads: 1, context: 8});
const tokenizer = makeTokenizer(textOf(['a few words']), {kind: 'bytes', size: 256});
const weights = new Map(
  parametersOf({...options, V: tokenizer.size}).map(({name, shape}, i) => [name, new Float32Array(elementsOf(shape)).fill(i / 64)]),
);
const fitted = {options, tokenizer, weights};
const FILES = [
  ...['README.md', 'config.json', 'generation_config.json', 'model.safetensors'],
  ...['onnx/model.onnx', 'tokenizer.json', 'tokenizer_config.json'],
];

describe('an exported transformer', () => {
  it('is a folder of the files that are listed, with its weights, and nothing beside it', () => {
    const files = exportTransformer(fitted, at('new/model'), {title: 'a small model'});
    expect(files.map((file) => file.path).sort()).toEqual(FILES);
    for (const {path: name, bytes} of files) expect(statSync(join(at('new/model'), name)).size).toBe(bytes);
    const {tensors} = decodeSafetensors(readFileSync(join(at('new/model'), 'model.safetensors')));
    const count = [...tensors.values()].reduce((sum, {data}) => sum + data.length, 0);
    expect(count).toBe([...weights.values()].reduce((sum, {length}) => sum + length, 0));
    expect(readFileSync(join(at('new/model'), 'README.md'), 'utf8')).toContain('a small model');
    expect(readdirSync(at('new'))).toEqual(['model']);
  });

  it('may take the place of an empty folder, through a link too', () => {
    mkdirSync(at('empty'));
    symlinkSync(at('empty'), at('link'));
    exportTransformer(fitted, at('link'));
    expect(readdirSync(at('empty')).sort()).toEqual([...FILES.filter((name) => !name.includes('/')), 'onnx'].sort());
  });

  it.each([
    ['a folder with something in it', 'full', () => put('full/mine.txt', 'mine')],
    ['a file', 'file', () => put('file', 'mine')],
  ])('does not take the place of %s', async (_, name, make) => {
    make();
    const before = readdirSync(path).sort();
    for (const act of [() => checkFree(at(name)), () => exportTransformer(fitted, at(name))])
      expect(await failureOf(act)).toMatchObject({name: 'OutputError', where: at(name), message: 'there is something already'});
    expect(readdirSync(path).sort()).toEqual(before);
  });

  it('leaves nothing where it cannot be written', async () => {
    put('way', 'a file');
    expect(await failureOf(() => exportTransformer(fitted, at('way/model')))).toMatchObject({name: 'OutputError'});
    expect(readFileSync(at('way'), 'utf8')).toBe('a file');
    expect(readdirSync(path).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
