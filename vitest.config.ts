import {join} from 'node:path';
import {defineConfig} from 'vitest/config';
import {LongestFirst} from './test/sequencer.ts';

/** As the site's bundler has it: the text of a file. */
const yamlAsText = {
  name: 'yaml-as-text',
  transform: (code: string, id: string) =>
    id.endsWith('.yaml') ? {code: `export default ${JSON.stringify(code)};`, map: null} : undefined,
};

export default defineConfig({
  plugins: [yamlAsText],
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    // as long as a busy machine may take
    expect: {poll: {timeout: 30_000, interval: 20}},
    maxWorkers: 2,
    // of the many processes that tests start, each would compile the source anew
    env: {NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled')},
    globalSetup: 'scripts/kernel-setup.ts',
    setupFiles: 'scripts/dictionary-setup.ts',
    reporters: ['default', './test/reporter.ts'],
    sequence: {sequencer: LongestFirst},
  },
});
