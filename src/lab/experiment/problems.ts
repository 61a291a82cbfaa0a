/**
 * What is wrong with an experiment, as data: zod's issues in plain words, each with the path of the field. Whoever read the file turns
 * paths into lines.
 */
import type {z} from 'zod';
import {shownValue} from '../../core/plain/value.ts';

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The problem is about the key itself, not its value. */
  readonly key?: boolean;
  /** A word that is not one of a known list: whoever reports it may guess what was meant. */
  readonly unknown?: {
    readonly word: string;
    readonly known?: readonly string[];
    /** Of a long list: what is said in place of all of it where a guess is near, and where the list stands. */
    readonly brief?: string;
    readonly list?: string;
    /** Where the word has a meaning, where that is known: said in place of a guess. */
    readonly elsewhere?: string;
  };
}

type Issue = z.core.$ZodIssue;

/** zod's issues, with the branch of a union that the writer most likely meant, in plain words. */
export function problemsOf(issues: readonly Issue[], data: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], data));
}

function problemsOfIssue(issue: Issue, above: readonly PropertyKey[], root: unknown): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const ranked = issue.errors.map((branch) => ({branch, cost: costOf(branch)}));
    const least = Math.min(...ranked.map((r) => r.cost));
    const best = ranked.filter((r) => r.cost === least);
    if (best.length === 1) return best[0].branch.flatMap((inner) => problemsOfIssue(inner as Issue, path, root));
    const got = valueAt(root, path);
    const wanted = [...new Set(best.map((r) => wantedOf(r.branch)))].join(' or ');
    return [{path, message: `${got === undefined ? 'is missing: ' : gotOf(got)}wanted ${wanted}`}];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      key: true,
      message: `unknown key ${shownValue(key)}`,
      unknown: {word: key},
    }));
  }
  if (issue.code === 'invalid_key') return [{path, key: true, message: `is not a valid key: wanted ${wantedOf(issue.issues)}`}];
  const value = valueAt(root, path);
  if (issue.code === 'custom') return [{path, message: issue.message}];
  if (value === undefined) return [{path, message: `is missing: wanted ${wantedOf([issue])}`}];
  const known =
    issue.code === 'invalid_value'
      ? issue.values.map(String)
      : ((issue as {options?: readonly unknown[]}).options?.map(String) ?? undefined);
  const brief = known && known.length > MOST_LISTED ? {brief: `got ${shownValue(value)}`, list: (issue as {list?: string}).list} : {};
  return [
    {
      path,
      message: `${gotOf(value)}wanted ${wantedOf([issue])}`,
      ...(known && typeof value === 'string' && {unknown: {word: value, known, ...brief}}),
    },
  ];
}

/** Names that are read as a sentence: more of them hide what it says. */
const MOST_LISTED = 12;

const gotOf = (value: unknown): string => `got ${shownValue(value)}, `;

/** How far a value is from a branch of a union: whole other types cost most, unknown keys next, other errors inside least. */
function costOf(
  branch: readonly {code: string; path: readonly PropertyKey[]; keys?: readonly string[]; discriminator?: unknown}[],
): number {
  let cost = 0;
  for (const issue of branch) {
    if (issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom') cost += 1000;
    else if (issue.code === 'unrecognized_keys') cost += 10 * (issue.keys?.length ?? 1);
    else cost += issue.code === 'invalid_union' ? 2 : 1;
  }
  return cost;
}

function wantedOf(issues: readonly Issue[] | readonly unknown[]): string {
  const issue = issues[0] as Issue;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return sizeOf(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return sizeOf(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_union': {
      const options = (issue as {options?: readonly unknown[]}).options;
      return options ? `one of ${options.join(', ')}` : issue.message;
    }
    case 'invalid_key':
      return wantedOf(issue.issues);
    default:
      return issue.message;
  }
}

function sizeOf(origin: string, relation: string, bound: number | bigint): string {
  if (origin === 'array') return `${relation} ${bound} item${bound === 1 ? '' : 's'}`;
  if (origin === 'string') return bound === 1 ? 'some text' : `${relation} ${bound} characters`;
  return `a number ${relation} ${bound}`;
}

/** Of own properties. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let at = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
