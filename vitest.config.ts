import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
    globalSetup: 'scripts/kernel-setup.ts',
    setupFiles: 'scripts/dictionary-setup.ts',
  },
});
