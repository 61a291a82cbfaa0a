import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import {sha256Hex} from './sha256.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it('gives the examples of the standard', () => {
  expect(sha256Hex(bytesOf('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex(bytesOf('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

it('gives what Node gives, at every length around the edges of blocks', () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({length}, (_, i) => (i * 167 + length) & 255);
    expect(sha256Hex(bytes), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
