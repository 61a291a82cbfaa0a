import {defineConfig} from 'vitest/config';
import {LongestFirst} from './test/sequencer.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
    globalSetup: 'scripts/kernel-setup.ts',
    setupFiles: 'scripts/dictionary-setup.ts',
    reporters: ['default', './test/reporter.ts'],
    sequence: {sequencer: LongestFirst},
  },
});
