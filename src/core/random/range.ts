/** The one check of every bulk sampler: out[from..to) lies inside out. Throws DomainError. */
import {DomainError} from '../error.ts';

export function checkRange(where: string, length: number, from: number, to: number): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= length) return;
  throw new DomainError(`${where} fills out[from..to) with 0 <= from <= to <= ${length}, got from ${from} to ${to}`, {
    where,
    next: 'pass integers inside the array',
  });
}
