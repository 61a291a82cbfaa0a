/** What the page shows, as its address says it: everything after `#`. The token of the address stays in it. */

export const TABS = ['report', 'generations', 'samples', 'compare'] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | {readonly page: 'list'}
  | {readonly page: 'checks'}
  | {readonly page: 'run'; readonly id: string; readonly tab: Tab}
  | {readonly page: 'compare'; readonly ids: readonly string[]};

const ID = /^[\w-]{1,64}$/;
const MOST_COMPARED = 8;

export function readRoute(hash: string): Route {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const id = fields.get('run') ?? '';
  if (ID.test(id)) return {page: 'run', id, tab: TABS.find((tab) => tab === fields.get('tab')) ?? 'report'};
  const ids = [...new Set((fields.get('compare') ?? '').split('.'))].filter((one) => ID.test(one)).slice(0, MOST_COMPARED);
  if (fields.has('checks')) return {page: 'checks'};
  return ids.length > 0 ? {page: 'compare', ids} : {page: 'list'};
}

export const readToken = (hash: string): string | undefined => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined;

export function writeRoute(route: Route, token?: string): string {
  const fields = new URLSearchParams(token === undefined ? {} : {token});
  if (route.page === 'run') {
    fields.set('run', route.id);
    if (route.tab !== 'report') fields.set('tab', route.tab);
  }
  if (route.page === 'checks') fields.set('checks', '');
  if (route.page === 'compare') fields.set('compare', route.ids.join('.'));
  return `#${fields}`;
}
