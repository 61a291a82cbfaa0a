/** What a family draws, held against what was asked of it: a program's own may be wrong. Of arrays it looks at their lengths alone. */
import type {Data} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import {shownValue} from '../../core/plain/value.ts';
import {DrawnLine} from '../../models/gaussian/drawn-line.ts';

/** A sample that is not what was asked for would be measured all the same, and measured wrongly. Throws DomainError. */
export function requireSample(
  sample: Data,
  {like, size, family}: {readonly like: Data; readonly size: number; readonly family: string},
): void {
  const wrong = (what: string): DomainError =>
    new DomainError(`a sample of the family ${JSON.stringify(family)} ${what}`, {
      next: 'Its `sample(count, stream)` gives exactly `count` records of the kind that the family fits.',
    });
  if (sample?.kind !== like.kind) throw wrong(`is ${sample?.kind ?? shownValue(sample)}, wanted ${like.kind}`);
  const held = recordsHeld(sample);
  if (held !== sample.count) throw wrong(`says that it has ${sample.count} records and holds ${held}`);
  // text is counted in tokens
  const wanted = sample.kind === 'text' ? undefined : size;
  if (wanted !== undefined && sample.count !== wanted) throw wrong(`has ${sample.count} records, ${wanted} were asked for`);
}

/** As many records as its arrays have. */
function recordsHeld(data: Data): number {
  switch (data.kind) {
    case 'points':
      // its values are not made for this
      return data instanceof DrawnLine ? data.count : data.values.length / data.dimension;
    case 'rows':
      return data.y.length;
    case 'categories':
      return data.values.length;
    case 'text':
      return data.offsets.length - 1;
  }
}
