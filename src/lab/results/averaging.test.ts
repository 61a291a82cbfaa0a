import {expect, it} from 'vitest';
import {catalog} from '../measure/catalog.ts';

it('a lineage without a value stands on the worse side of every measure that has a better one', () => {
  for (const {name, better, lost} of catalog) {
    if (better === 'higher') expect(lost, name).toBe('low');
    if (better === 'lower') expect(lost, name).toBe('high');
    if (better === 'near reference' && name !== 'mean') expect(['low', 'high'], name).toContain(lost);
  }
});
