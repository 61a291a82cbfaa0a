/**
 * Keeps the site for visits without a network. The page itself is asked of the server first, so that a newer build shows as soon as it can be
 * had; all other files are named by what is in them, and are taken from what is kept.
 */
declare const BUILD: string;
declare const KEPT: readonly string[];
/** Files that are kept once they were asked for. */
declare const KEPT_ONCE_USED: readonly string[];

/** What of a service worker is used here; the page's own types do not know it. */
interface Service {
  readonly registration: {readonly scope: string};
  readonly clients: {claim(): Promise<void>};
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', hear: (event: {waitUntil(done: Promise<unknown>): void}) => void): void;
  addEventListener(kind: 'fetch', hear: (event: {readonly request: Request; respondWith(answer: Promise<Response>): void}) => void): void;
}

const service = globalThis as unknown as Service;
/** Other sites of the same origin keep theirs. */
const OURS = `genloss:${new URL(service.registration.scope).pathname}:`;
const NAME = `${OURS}${BUILD}`;

service.addEventListener('install', (event) => event.waitUntil(keep().then(() => service.skipWaiting())));

/** What an earlier build kept and is the same by its name is not fetched again. */
async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  for (const path of KEPT_ONCE_USED) {
    const known = await caches.match(path);
    if (known) await cache.put(path, known);
  }
  for (const path of KEPT) {
    const known = path === './' ? undefined : await caches.match(path);
    if (known) await cache.put(path, known);
    else await cache.add(new Request(path, {cache: path === './' ? 'reload' : 'default'}));
  }
}

service.addEventListener('activate', (event) => event.waitUntil(forget().then(() => service.clients.claim())));

async function forget(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
}

service.addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method !== 'GET' || !request.url.startsWith(service.registration.scope)) return;
  event.respondWith(request.mode === 'navigate' ? newest(request) : kept(request));
});

async function newest(request: Request): Promise<Response> {
  try {
    // not what the browser keeps for as long as a server says
    const answer = await fetch(request, {cache: 'no-cache'});
    if (answer.ok) return answer;
  } catch {
    // without a network: what is kept
  }
  return (await caches.match('./')) ?? Response.error();
}

async function kept(request: Request): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  const path = request.url.slice(service.registration.scope.length);
  if (answer.ok && KEPT_ONCE_USED.includes(path)) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}
