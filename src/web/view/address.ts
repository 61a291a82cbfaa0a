/**
 * What the page shows, as its address says it: everything after `#`. The token of the address stays in it. What a page begins with is left
 * out, and what no page can show is taken for that.
 */
import {HIDDEN} from '../../core/text/plain.ts';
import type {RunStatus} from '../../report/pages/view/records.ts';

export const TABS = ['report', 'generations', 'samples', 'compare'] as const;
export type Tab = (typeof TABS)[number];

export const STATUSES: readonly RunStatus[] = ['running', 'stopped', 'done'];
export const SORT_KEYS = ['changed', 'title', 'status', 'progress'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export interface Sort {
  readonly key: SortKey;
  readonly up: boolean;
}

/** What is chosen on a page; absent: what the page begins with. */
export interface Choices {
  readonly find?: string;
  readonly status?: RunStatus;
  readonly sort?: Sort;
  /** Runs that are ticked. */
  readonly ticked?: readonly string[];
  readonly generation?: number;
  readonly arm?: string;
  readonly lineage?: number;
  /** The first record of a page of them, from 0. */
  readonly from?: number;
  readonly measure?: string;
  readonly against?: string;
}

type Choice = keyof Choices;
const ON_LIST = ['find', 'status', 'sort', 'ticked'] as const;
const ON_COMPARE = ['measure', 'against', 'generation'] as const;
const ON_TAB = {
  report: [],
  generations: ['generation'],
  samples: ['arm', 'lineage', 'generation', 'find', 'from'],
  compare: ON_COMPARE,
} as const satisfies Record<Tab, readonly Choice[]>;

export type ListRoute = {readonly page: 'list'} & Pick<Choices, (typeof ON_LIST)[number]>;
export type RunRoute = {readonly page: 'run'; readonly id: string; readonly tab: Tab} & Choices;
export type CompareRoute = {readonly page: 'compare'; readonly ids: readonly string[]} & Pick<Choices, (typeof ON_COMPARE)[number]>;
export type Route = ListRoute | {readonly page: 'checks'} | RunRoute | CompareRoute;

const ID = /^[\w-]{1,64}$/;
export const MOST_COMPARED = 8;
const MOST_TICKED = 64;
/** Of a name or of words to find. */
const MOST_LETTERS = 500;
const WHOLE = /^\d{1,9}$/;

interface Field<T> {
  read(text: string): T | undefined;
  write(value: T): string;
}

const words: Field<string> = {
  read: (text) => (text !== '' && text.length <= MOST_LETTERS && text.search(HIDDEN) < 0 ? text : undefined),
  write: (value) => value,
};
const whole: Field<number> = {read: (text) => (WHOLE.test(text) ? Number(text) : undefined), write: String};

const FIELDS: {readonly [C in Choice]-?: Field<NonNullable<Choices[C]>>} = {
  find: words,
  status: {read: (text) => STATUSES.find((one) => one === text), write: (value) => value},
  // the way that a column is sorted first has no word
  sort: {
    read(text) {
      const [name, way, ...more] = text.split('-');
      const key = SORT_KEYS.find((one) => one === name);
      if (key === undefined || more.length > 0 || (way !== undefined && way !== 'back')) return undefined;
      return {key, up: (way === undefined) === beginsUp(key)};
    },
    write: ({key, up}) => (up === beginsUp(key) ? key : `${key}-back`),
  },
  ticked: {read: (text) => idsIn(text, MOST_TICKED), write: (value) => value.join('.')},
  generation: whole,
  arm: words,
  lineage: whole,
  from: whole,
  measure: words,
  against: words,
};

/** Whether a column that is sorted by for the first time goes up. */
export const beginsUp = (key: SortKey): boolean => key === 'title';

export const FIRST_SORT: Sort = {key: 'changed', up: beginsUp('changed')};

function idsIn(text: string, most: number): readonly string[] | undefined {
  const ids = [...new Set(text.split('.'))].filter((one) => ID.test(one)).slice(0, most);
  return ids.length > 0 ? ids : undefined;
}

const fieldsOf = (hash: string): URLSearchParams => new URLSearchParams(hash.replace(/^#/, ''));

export function readRoute(hash: string): Route {
  const fields = fieldsOf(hash);
  const id = fields.get('run') ?? '';
  if (ID.test(id)) {
    const tab = TABS.find((one) => one === fields.get('tab')) ?? 'report';
    return {page: 'run', id, tab, ...chosenIn(fields, ON_TAB[tab])};
  }
  if (fields.has('checks')) return {page: 'checks'};
  const ids = idsIn(fields.get('compare') ?? '', MOST_COMPARED);
  return ids ? {page: 'compare', ids, ...chosenIn(fields, ON_COMPARE)} : {page: 'list', ...chosenIn(fields, ON_LIST)};
}

function chosenIn(fields: URLSearchParams, choices: readonly Choice[]): Choices {
  const found = choices.flatMap((choice) => {
    const value = FIELDS[choice].read(fields.get(choice) ?? '');
    return value === undefined ? [] : [[choice, value] as const];
  });
  return Object.fromEntries(found);
}

export const readToken = (hash: string): string | undefined => fieldsOf(hash).get('token') ?? undefined;

export function writeRoute(route: Route, token?: string): string {
  const fields = new URLSearchParams(token === undefined ? {} : {token});
  if (route.page === 'run') {
    fields.set('run', route.id);
    if (route.tab !== 'report') fields.set('tab', route.tab);
  }
  if (route.page === 'checks') fields.set('checks', '');
  if (route.page === 'compare') fields.set('compare', route.ids.join('.'));
  for (const choice of choicesOn(route)) write(fields, choice, route as Choices);
  return `#${fields}`;
}

function write<C extends Choice>(fields: URLSearchParams, choice: C, {[choice]: value}: Choices): void {
  const text = value === undefined ? '' : (FIELDS[choice] as Field<NonNullable<Choices[C]>>).write(value);
  if (text !== '') fields.set(choice, text);
}

function choicesOn(route: Route): readonly Choice[] {
  if (route.page === 'run') return ON_TAB[route.tab];
  return {list: ON_LIST, compare: ON_COMPARE, checks: []}[route.page];
}
