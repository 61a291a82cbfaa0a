import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {COMPRESSED_BYTES} from '../../core/measure/compression.ts';
import {EntryMemory} from './entry-memory.ts';

describe('memory of entries', () => {
  it('holds texts of any length, each its own until it is given back', () => {
    const lengths = fc.oneof(fc.integer({min: 0, max: 40}), fc.integer({min: 0, max: COMPRESSED_BYTES}));
    fc.assert(
      fc.property(fc.array(fc.tuple(lengths, fc.boolean()), {maxLength: 60}), (steps) => {
        const memory = new EntryMemory();
        const held: {text: Uint8Array; wanted: Uint8Array}[] = [];
        steps.forEach(([length, givesBack], i) => {
          const wanted = new Uint8Array(length).fill(i + 1);
          held.push({text: memory.copyOf(wanted), wanted});
          for (const {text, wanted} of held) expect(text).toEqual(wanted);
          if (givesBack) memory.addTexts(held.splice(Math.floor(held.length / 2), 1));
        });
      }),
      {numRuns: 200},
    );
  });

  it('takes the memory that came back', () => {
    const memory = new EntryMemory();
    const text = memory.copyOf(new Uint8Array(3000));
    memory.addTexts([{text}]);
    expect(memory.copyOf(new Uint8Array(2100)).buffer).toBe(text.buffer);
    expect(memory.copyOf(new Uint8Array(2100)).buffer).not.toBe(text.buffer);
    const [whole, part] = [new Uint32Array(64), new Uint32Array(5)];
    memory.addSketches([{sketch: whole}, {sketch: part}]);
    expect([memory.sketch(), memory.sketch()]).toEqual([whole, undefined]);
  });
});
