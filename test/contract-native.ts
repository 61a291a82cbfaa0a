/** The contract of what an engine has faster, as checks that throw. Runs in any engine. */
import {Stream} from '../src/core/random/stream.ts';
import type {Native} from '../src/read/native.ts';

export interface NativeCheck {
  readonly name: string;
  check(native: Native): void;
}

const utf8 = new TextEncoder();

function same(got: unknown, wanted: unknown, of: string): void {
  if (!Object.is(got, wanted)) throw new Error(`${of}: got ${got}, wanted ${wanted}`);
}

/** Whether bytes are UTF-8, as the platform's strict decoder has it. */
function isDecoded(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Byte by byte. */
function slowCrc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Stretches of letters of one to four bytes, and now and then a byte that belongs to none. */
function drawnText(draw: Stream): Uint8Array {
  const letters = ['a', 'é', '語', '🙂'].map((letter) => [...utf8.encode(letter)]);
  const bytes = Array.from({length: draw.below(80)}, () =>
    draw.below(60) === 0 ? [draw.below(256)] : letters[draw.below(4) & draw.below(4)],
  );
  return Uint8Array.from(bytes.flat());
}

/** The same bytes anywhere in their memory: the law looks at four at a time. */
function placed(bytes: Uint8Array, offset: number): Uint8Array {
  const memory = new Uint8Array(bytes.length + offset + 5).fill(0xff);
  memory.set(bytes, offset);
  return memory.subarray(offset, offset + bytes.length);
}

const FAULTS = [
  '80',
  'c3',
  'c080',
  'c1bf',
  'e08080',
  'e09fbf',
  'eda080',
  'edbfbf',
  'f0808080',
  'f08fbfbf',
  'f4908080',
  'f5808080',
  'ff',
  'e28',
];

export const NATIVE_CHECKS: readonly NativeCheck[] = [
  {
    name: 'makes room of the size asked for, no Buffer and not shared',
    check({allocate}) {
      for (const size of [0, 1, 4096, 1 << 20]) {
        const bytes = allocate(size);
        same(bytes.length, size, 'length');
        same(bytes.buffer.byteLength, size, 'memory');
        same(Object.getPrototypeOf(bytes), Uint8Array.prototype, 'prototype');
      }
    },
  },
  {
    name: 'finds bytes',
    check({indexOf}) {
      const bytes = placed(Uint8Array.of(1, 2, 3, 2, 1, 0), 3);
      for (const [byte, from, wanted] of [
        [2, 0, 1],
        [2, 1, 1],
        [2, 2, 3],
        [0, 0, 5],
        [2, 4, -1],
        [9, 0, -1],
        [255, 0, -1],
        [1, 6, -1],
        [1, 7, -1],
      ])
        same(indexOf(bytes, byte, from), wanted, `${byte} from ${from}`);
    },
  },
  {
    name: 'tells UTF-8 as strict decoders do',
    check({isUtf8}) {
      const draw = Stream.root(1).fork('utf8');
      for (let i = 0; i < 3000; i++) {
        const bytes = placed(drawnText(draw), i & 3);
        same(isUtf8(bytes), isDecoded(bytes), `[${bytes}]`);
      }
      for (const fault of FAULTS) {
        for (const before of ['', 'a', 'abcdefgh', 'é']) {
          const wrong = fault.match(/../g)!.map((digits) => Number.parseInt(digits, 16));
          same(isUtf8(Uint8Array.from([...utf8.encode(before), ...wrong])), false, `${fault} behind ${before}`);
        }
      }
    },
  },
  {
    name: 'sums up CRC-32',
    check({crc32}) {
      same(crc32(utf8.encode('123456789')), 0xcbf43926, 'the check value');
      const draw = Stream.root(2).fork('crc');
      for (let size = 0; size < 70; size++) {
        const bytes = placed(
          Uint8Array.from({length: size}, () => draw.below(256)),
          size & 7,
        );
        same(crc32(bytes), slowCrc32(bytes), `${size} bytes`);
      }
    },
  },
];
