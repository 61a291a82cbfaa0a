/** Whether two profiles were made so that they can be held against each other. */
import {DataError} from '../../core/error.ts';
import {requireCutAlike} from '../profile/cutting.ts';
import type {Profile} from '../profile/profile.ts';

/** In words, what a profile's groups of documents are made by. */
export const groupText = (field: string | undefined): string =>
  field === undefined ? 'by nothing (each is its own)' : `by the field ${field}`;

/** Throws DataError: words of both sides must be cut alike, intervals be made of the same kind of groups. */
export function requireComparable(reference: Profile, candidate: Profile): void {
  requireCutAlike(reference, candidate, ['the reference', 'the candidate']);
  if (reference.groupField === candidate.groupField) return;
  const sides = `the reference groups documents ${groupText(reference.groupField)}, the candidate ${groupText(candidate.groupField)}`;
  throw new DataError(`${sides}: their intervals cannot be compared`, {
    next: 'Make both with the same --group, or both without.',
  });
}
