import {describe, expect, it} from 'vitest';
import {memoryOfMachine} from './memory.ts';

const MB = 1e6;

describe('the memory of the machine', () => {
  it('is what its control group allows where that is less', () => {
    const {constrainedMemory} = process;
    try {
      process.constrainedMemory = () => 0;
      const all = memoryOfMachine();
      process.constrainedMemory = () => 123 * MB;
      expect(memoryOfMachine()).toBe(123 * MB);
      process.constrainedMemory = () => 2 ** 60;
      expect(memoryOfMachine()).toBe(all);
    } finally {
      process.constrainedMemory = constrainedMemory;
    }
  });
});
