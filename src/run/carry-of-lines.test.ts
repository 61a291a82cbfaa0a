import {readFileSync} from 'node:fs';
import {afterEach, expect, it} from 'vitest';
import {registerNormalKernel} from '../core/random/normal-kernel.ts';
import {Stream} from '../core/random/stream.ts';
import {compileModule} from '../core/webassembly.ts';
import {DrawnLine} from '../models/gaussian/drawn-line.ts';
import {gaussianOf} from '../models/gaussian/index.ts';
import {decodeCarry, encodeCarry} from './carry.ts';
import {bytesOfCarry} from './room.ts';

const module = compileModule(readFileSync(new URL('../core/random/normal.wasm', import.meta.url)));
afterEach(() => registerNormalKernel(() => null));

it('a carry of a line that the kernel drew is stored and weighed as one that was drawn plainly', () => {
  const carry = () => ({sample: gaussianOf(Float64Array.of(2), Float64Array.of(1)).sample(100, Stream.root('carry')), used: 0});
  registerNormalKernel(() => null);
  const plain = carry();
  registerNormalKernel(() => module);
  const drawn = carry();
  expect(drawn.sample).toBeInstanceOf(DrawnLine);
  expect(bytesOfCarry(drawn)).toBe(bytesOfCarry(plain));
  expect(bytesOfCarry(plain)).toBe(808);
  expect(encodeCarry(drawn)).toEqual(encodeCarry(plain));
  expect(decodeCarry(encodeCarry(drawn)).sample).toEqual(plain.sample);
});
