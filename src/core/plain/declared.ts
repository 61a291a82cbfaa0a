/** What a program declares, held against what is asked of it: a mistake is told where it is made, not where it shows. */
import {ConfigError} from '../error.ts';
import {shownValue} from './value.ts';

export interface Demand {
  readonly field: string;
  readonly wanted: string;
  readonly holds: (value: unknown) => boolean;
}

/** What may be asked of a field. */
export const demand = {
  text: (field: string): Demand => ({field, wanted: 'a text', holds: (value) => typeof value === 'string'}),
  name: (field: string): Demand => ({
    field,
    wanted: 'a name of letters, digits, dots and hyphens',
    holds: (value) => typeof value === 'string' && /^[\w.-]+$/.test(value),
  }),
  boolean: (field: string): Demand => ({field, wanted: 'true or false', holds: (value) => typeof value === 'boolean'}),
  function: (field: string, wanted = 'a function'): Demand => ({field, wanted, holds: (value) => typeof value === 'function'}),
  oneOf: (field: string, values: readonly string[]): Demand => ({
    field,
    wanted: `one of ${values.join(', ')}`,
    holds: (value) => values.includes(value as string),
  }),
  optional: ({field, wanted, holds}: Demand): Demand => ({
    field,
    wanted: `${wanted}, or nothing`,
    holds: (value) => value === undefined || holds(value),
  }),
};

/** `what`: "the measure". Throws ConfigError at the first demand that is not met. */
export function requireDeclared(what: string, declared: object, demands: readonly Demand[]): void {
  const fields = declared as Readonly<Record<string, unknown>>;
  const called = fields.kind ?? fields.name;
  const shown = typeof called === 'string' ? `${what} ${JSON.stringify(called)}` : what;
  for (const {field, wanted, holds} of demands) {
    const value = fields[field];
    if (holds(value)) continue;
    const got = value === undefined ? 'is missing' : `is ${typeof value === 'function' ? 'a function' : shownValue(value)}`;
    throw new ConfigError(`${shown}: ${field} ${got}, wanted ${wanted}`, {where: field, next: 'docs/extending.md shows one that works.'});
  }
}
