/**
 * A candidate's slices: each judged as the candidate is, and which of them carry what it fails.
 *
 *   carries   a gate that the candidate fails and that the rest, without the slice, does not
 *
 * cost     two checks a slice
 * checked  with damage planted in one slice (slices.test.ts)
 */
import type {CheckedSlice, CheckReport, Gate} from '../check-report.ts';
import {mergeProfiles, type Profile, totalOf} from '../profile/profile.ts';
import {check} from './check.ts';

export interface CandidateSlice {
  readonly value: string;
  readonly profile: Profile;
}

export interface SlicesInput {
  readonly reference: Profile;
  readonly slices: readonly CandidateSlice[];
  readonly field: string;
  readonly gates?: readonly Gate[];
  /** Of the candidate as a whole. */
  readonly whole: CheckReport;
}

/** By documents, most first. */
export function checkSlices({reference, slices, field, gates, whole}: SlicesInput): CheckedSlice[] {
  const names = {reference: whole.reference.name, candidate: whole.candidate.name};
  const failed = whole.checks.filter(({verdict}) => verdict === 'fail').map(({name}) => name);
  const judged = (candidate: Profile) => check({reference, candidate, names, ...(gates && {gates})});
  return slices
    .map(({value, profile}, s): CheckedSlice => {
      const {verdict, reason, checks} = judged(profile);
      const others = slices.filter((_, other) => other !== s).map((slice) => slice.profile);
      const rest = failed.length > 0 && others.length > 0 ? judged(others.reduce((a, b) => mergeProfiles(a, b))) : undefined;
      const held = new Set(rest?.checks.filter((one) => one.verdict !== 'fail').map(({name}) => name));
      return {
        ...{field, value, verdict, reason, checks},
        documents: totalOf(profile, 'documents'),
        words: totalOf(profile, 'words'),
        carries: failed.filter((name) => held.has(name)),
      };
    })
    .sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1));
}
