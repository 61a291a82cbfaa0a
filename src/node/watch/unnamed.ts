/**
 * Late and changed periods that are written, and not yet named by a call that has ended: one that fails or is killed leaves them to the next.
 *
 * They lie where deliveries do, beside the state, so that the state is of the data alone.
 */
import {existsSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {DataError} from '../../core/error.ts';
import {outputError} from '../files.ts';
import {fileOutbox} from './delivery/outbox.ts';
import type {StoredRow} from './stored.ts';

const NAME = 'unnamed';
const schema = z.strictObject({format: z.literal(1), late: z.array(z.string()), changed: z.array(z.string())});

/** In order. */
export interface Named {
  readonly late: readonly string[];
  readonly changed: readonly string[];
}

const outbox = (directory: string) =>
  fileOutbox({directory, name: NAME, schema}, 'late and changed periods of a call that failed are not named then');

/** With a warning where it is damaged, and nothing is known then: a verdict does not depend on it. */
export function readUnnamed(directory: string): Named & {readonly warning?: string} {
  try {
    const {late, changed} = outbox(directory).read() ?? {late: [], changed: []};
    return {late, changed};
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return {late: [], changed: [], warning: `late and changed periods of a call that failed are not named: ${error.where} is damaged`};
  }
}

/** Throws OutputError. */
export function writeUnnamed(directory: string, {late, changed}: Named): void {
  if (late.length > 0 || changed.length > 0) outbox(directory).write({format: 1, late: [...late], changed: [...changed]});
}

/** To be called when a call has ended. */
export function forgetUnnamed(directory: string): void {
  const path = join(directory, `${NAME}.json`);
  if (!existsSync(path)) return;
  try {
    rmSync(path);
  } catch (error) {
    throw outputError(error, path);
  }
}

/** Those of both; what came late and changed since has not been named, and is late. */
export function withUnnamed(a: Named, b: Named): Named {
  const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort();
  const late = union(a.late, b.late);
  return {late, changed: union(a.changed, b.changed).filter((period) => !late.includes(period))};
}

/**
 * Whether the data of a period are others. `madeAlike`: whether both rows were made of the data in the same way; else what is measured says
 * nothing. `knownWhole`: whether the earlier one had all that was asked of it.
 */
export function isOtherData(
  before: StoredRow,
  now: StoredRow,
  {madeAlike, knownWhole}: {madeAlike: boolean; knownWhole: boolean},
): boolean {
  if (before.profile !== now.profile) return true;
  if (!knownWhole) return false;
  if (madeAlike) return JSON.stringify(before.slices) !== JSON.stringify(now.slices);
  const fieldsOf = ({slices = []}: StoredRow) => new Set(slices.map(({field}) => field));
  const both = [...fieldsOf(before)].filter((field) => fieldsOf(now).has(field));
  const sizes = ({slices = []}: StoredRow) =>
    slices.filter(({field}) => both.includes(field)).map(({field, value, documents, words}) => [field, value, documents, words]);
  return JSON.stringify(sizes(before)) !== JSON.stringify(sizes(now));
}
