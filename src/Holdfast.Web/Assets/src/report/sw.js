// The service worker of the report form. Its scope is that one page: it keeps the page, the scripts and the base map, and answers for nothing else.
// `version` and `files` are written above this text when the assets are built (build/worker.mjs).

const cacheName = `holdfast-report-${version}`;
const patience = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll([...files, self.registration.scope].map((path) => new Request(path, { cache: "reload" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("holdfast-report-") && name !== cacheName);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (files.includes(pathname)) {
    event.respondWith(file(request));
  }
});

/** The page as the server has it now; as it was when there is no answer in time. */
async function page(request) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (answer.ok && !answer.redirected) {
      await cache.put(self.registration.scope, answer.clone());
    }
    return answer;
  } catch {
    const kept = await cache.match(self.registration.scope, { ignoreSearch: true, ignoreVary: true });
    return kept ?? new Response("Offline, and this page was not kept on the device.", { status: 503, headers: { "Content-Type": "text/plain" } });
  }
}

async function file(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}
