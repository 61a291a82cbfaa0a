import {describe, expect, it} from 'vitest';
import {byCommand, chromiumPath, hashOf, inChromium} from './engines/engines.ts';

/** `npm run engines` takes all of them, on every engine. */
const NAMES = ['gaussian', 'mixture', 'preference'];
const chromium = chromiumPath();
if (chromium === undefined) console.warn('SKIPPED: no Chromium (CHROMIUM, or in PATH), so no other engine than Node is compared');

describe.skipIf(chromium === undefined)('in Chromium', () => {
  it('experiments leave the bytes that the command line leaves under Node', async () => {
    const there = await inChromium(NAMES, chromium!);
    for (const name of NAMES) {
      const here = await byCommand(name);
      expect(here.results.split('\n').length, name).toBeGreaterThan(50);
      expect(hashOf(there[name]), name).toBe(hashOf(here));
    }
  });
});
