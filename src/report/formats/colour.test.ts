import {styleText} from 'node:util';
import {expect, it} from 'vitest';
import {type Colour, coloured} from './colour.ts';

it.each<Colour[]>([['bold'], ['red', 'bold'], ['green'], ['yellow', 'bold']])('is what Node writes: %s %s', (...colours) => {
  expect(coloured(colours, 'a b')).toBe(styleText(colours, 'a b', {validateStream: false}));
});
