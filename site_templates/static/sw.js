// Answers for what somebody kept on this device, where the network does not. It stores nothing of
// its own accord: only what is kept already is renewed, and what the school took down is deleted.
'use strict';

const ROOT = self.registration.scope;
const SHARED = `kept ${ROOT}`;
const RECORD = `${ROOT}kept-record`;
const LOOKED = `${ROOT}kept-looked`;
const HOUR = 3600 * 1000; // milliseconds
const PATIENCE = 6000; // milliseconds that a bad network has, where the page is kept
const DEAD = 30000; // milliseconds that a network which was too late is not waited for again
const GONE = new Set([404, 410]);
const SOUND = /\/media\/(.+)-[0-9a-f]{12}\.(?:mp3|opus|mp4)$/;

const plain = (address) => address.replace(/[?#].*$/, '').replace(/index\.html$/, '');
const stories = async () => (await caches.keys()).filter((name) => name.startsWith(`${SHARED} `));
const told = async (name) => {
  const said = await caches.match(RECORD, { cacheName: name });
  return said ? said.json() : null;
};

// The cache that has an address, and what it has.
async function found(address) {
  for (const name of [SHARED, ...await stories()]) {
    const there = await caches.match(address, { cacheName: name });
    if (there) return { name, there };
  }
  return null;
}

// Of a kept story one sound is there, whichever of its files a player asks for; not that of an
// older take, which the page does not name any more.
async function instead(address) {
  const asked = SOUND.exec(address);
  const name = asked && `${SHARED} ${decodeURIComponent(asked[1])}`;
  const said = asked && await told(name);
  const page = said && await caches.match(said.page, { cacheName: name });
  const named = page && (await page.text()).includes(said.sound.slice(ROOT.length));
  return named ? found(said.sound) : null;
}

// Players seek by asking for a part.
async function part(request, whole) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') || '');
  if (!asked || !(asked[1] || asked[2])) return whole;
  const bytes = await whole.blob();
  const size = bytes.size;
  const from = asked[1] ? Number(asked[1]) : Math.max(0, size - Number(asked[2]));
  const to = asked[1] && asked[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  if (from > to) {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${size}` } });
  }
  return new Response(bytes.slice(from, to + 1), {
    status: 206,
    headers: {
      'Accept-Ranges': 'bytes',
      'Content-Length': String(to - from + 1),
      'Content-Range': `bytes ${from}-${to}/${size}`,
      'Content-Type': whole.headers.get('content-type') || 'application/octet-stream',
    },
  });
}

async function forget(name) {
  await caches.delete(name);
  if ((await stories()).length === 0) {
    await caches.delete(SHARED);
    await self.registration.unregister();
  }
}

const gone = async (address) => {
  const answer = await fetch(address, { method: 'HEAD', cache: 'no-store' });
  return GONE.has(answer.status);
};

// What the school took down goes from the device too: the story with its page or its sound (a new
// take has the page of the old one, which nobody is to hear any more), a picture or words alone.
async function check(name, said) {
  if (await gone(said.page) || await gone(said.sound)) {
    await forget(name);
    return;
  }
  const cache = await caches.open(name);
  for (const { url } of await cache.keys()) {
    if (url.startsWith(`${ROOT}media/`) && await gone(url)) {
      await cache.delete(url);
      const page = await fetch(said.page, { cache: 'no-cache' });
      if (page.status === 200 && !page.redirected) await cache.put(said.page, page);
    }
  }
}

async function look() {
  if ((await stories()).length === 0) return;
  const shared = await caches.open(SHARED);
  const last = await shared.match(LOOKED);
  if (last && Date.now() - Number(await last.text()) < HOUR) return;
  await shared.put(LOOKED, new Response(String(Date.now())));
  for (const name of await stories()) {
    const said = await told(name);
    if (!said) continue;
    try {
      await check(name, said);
    } catch {
      await shared.delete(LOOKED); // no network: look again when there is one
      return;
    }
  }
}

async function renew(name, address, copy) {
  if (!(await caches.has(name))) return;
  await (await caches.open(name)).put(address, copy);
  // What was deleted meanwhile was made anew by opening it.
  if (name !== SHARED && !(await told(name))) await caches.delete(name);
  if ((await stories()).length === 0) await caches.delete(SHARED);
}

// A network that answers nothing for long is none, and not waited for at each file of a page.
let dead = 0;
function soon(asking, kept) {
  if (!kept) return asking;
  return new Promise((yes, no) => {
    const late = setTimeout(() => {
      dead = Date.now() + DEAD;
      no(new Error('late'));
    }, Date.now() < dead ? 0 : PATIENCE);
    asking.then((fresh) => { dead = 0; yes(fresh); }, no).finally(() => clearTimeout(late));
  });
}

async function answer(event) {
  const { request } = event;
  const address = plain(request.url);
  const kept = await found(address)
    // Nobody pays for data twice: a player that asks for another file of the sound gets this one.
    || (request.destination === 'audio' && await instead(address));
  if (kept && address.startsWith(`${ROOT}media/`)) return part(request, kept.there);
  try {
    // The browser's own store may hold what is kept longer than the school has it so.
    const fresh = await soon(kept ? fetch(request, { cache: 'no-cache' }) : fetch(request), kept);
    if (kept && fresh.status === 200 && !fresh.redirected) {
      const copy = fresh.clone();
      event.waitUntil(renew(kept.name, address, copy));
    }
    if (kept && kept.name !== SHARED && GONE.has(fresh.status)) event.waitUntil(forget(kept.name));
    return fresh;
  } catch (error) {
    const other = kept || await instead(address);
    if (other) return part(request, other.there);
    // Any other page leads to what there is.
    const all = request.mode === 'navigate' ? await Promise.all((await stories()).map(told)) : [];
    const { list } = all.find(Boolean) || {};
    if (!list || list === address) throw error;
    return Response.redirect(list);
  }
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !event.request.url.startsWith(ROOT)) return;
  if (event.request.cache === 'reload') return; // what is being kept comes from the network
  event.respondWith(answer(event));
  if (event.request.mode === 'navigate') event.waitUntil(look());
});
