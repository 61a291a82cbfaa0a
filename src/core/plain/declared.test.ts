import {expect, it} from 'vitest';
import {demand, requireDeclared} from './declared.ts';

const demands = [
  demand.name('name'),
  demand.text('title'),
  demand.boolean('whole'),
  demand.oneOf('fits', ['points', 'text']),
  demand.function('make'),
  demand.optional(demand.function('needs')),
];
const whole = {name: 'x.1', title: '', whole: false, fits: 'text', make: () => 1};

it('holds what is declared', () => {
  expect(() => requireDeclared('the thing', whole, demands)).not.toThrow();
  expect(() => requireDeclared('the thing', {...whole, needs: () => 1}, demands)).not.toThrow();
});

it.each([
  [{name: undefined}, 'the thing: name is missing, wanted a name of letters, digits, dots and hyphens'],
  [{name: 'a b'}, 'the thing "a b": name is "a b"'],
  [{title: 3}, 'the thing "x.1": title is 3, wanted a text'],
  [{whole: 'yes'}, 'the thing "x.1": whole is "yes", wanted true or false'],
  [{fits: 'point'}, 'the thing "x.1": fits is "point", wanted one of points, text'],
  [{make: undefined}, 'the thing "x.1": make is missing, wanted a function'],
  [{needs: 3}, 'the thing "x.1": needs is 3, wanted a function, or nothing'],
  [{title: () => 1}, 'the thing "x.1": title is a function, wanted a text'],
])('tells what is not: %j', (other, message) => {
  expect(() => requireDeclared('the thing', {...whole, ...other}, demands)).toThrow(message);
});
