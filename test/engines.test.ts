import {describe, expect, it} from 'vitest';
import {byCommand, hashOf, inChromium} from './engines/engines.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

/** `npm run engines` takes all of them, on every engine. */
const NAMES = ['gaussian', 'mixture', 'preference'];
const chromium = chromiumPath();

describe('in Chromium', needsBrowser(chromium, 'Chromium (CHROMIUM names one)', 'no other engine than Node is compared'), () => {
  it('experiments leave the bytes that the command line leaves under Node', async () => {
    const there = await inChromium(NAMES, chromium!);
    for (const name of NAMES) {
      const here = await byCommand(name);
      expect(here.results.split('\n').length, name).toBeGreaterThan(50);
      expect(hashOf(there[name]), name).toBe(hashOf(here));
    }
  });
});
