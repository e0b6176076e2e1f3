// Keep for later: a story on the device, for when there is no network.
// Nothing is stored, and no worker started, before somebody presses the button. sw.js answers
// from the same caches: one for each story, and one for what their pages share.
(() => {
  'use strict';
  if (!location.protocol.startsWith('http') || !window.isSecureContext) return;
  if (!('serviceWorker' in navigator) || !('caches' in window)) return;

  const holder = document.querySelector('[data-worker]');
  if (!holder) return;
  const worker = new URL(holder.dataset.worker, location).href;
  const root = new URL('.', worker).href;
  const shared = `kept ${root}`;
  const cacheOf = (slug) => `${shared} ${slug}`;
  const record = `${root}kept-record`;
  const plain = (address) => address.replace(/[?#].*$/, '').replace(/index\.html$/, '');

  const kept = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(`${shared} `));
    const found = await Promise.all(names.map(async (name) => {
      const said = await (await caches.open(name)).match(record);
      return said ? said.json() : null;
    }));
    return found.filter(Boolean);
  };

  const remove = async (slug) => {
    await caches.delete(cacheOf(slug));
    if ((await kept()).length) return;
    await caches.delete(shared);
    const registered = await navigator.serviceWorker.getRegistration(root);
    if (registered && registered.scope === root) await registered.unregister();
  };

  const put = async (cache, address) => {
    const answer = await fetch(plain(address), { cache: 'no-cache' });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    // A browser refuses an answer that was led elsewhere as a page.
    const whole = new Response(await answer.blob(), { headers: answer.headers });
    await cache.put(plain(address), whole);
  };

  // What pages share, as they name it themselves: styles, scripts, the fonts that were needed.
  const named = (page, base) => [...page.querySelectorAll(
    'link[rel=stylesheet], link[rel=icon], script[src], header img'
  )].map((each) => new URL(each.getAttribute('href') || each.getAttribute('src'), base).href);
  const own = (address) => address.startsWith(root) && !address.startsWith(`${root}media/`);

  const place = document.querySelector('[data-keeping]');
  if (place) {
    const find = (what) => place.querySelector(what);
    const [keeps, removes] = ['keep', 'remove'].map((act) => find(`[data-keep-do=${act}]`));
    const [status, progress] = [find('[role=status]'), find('progress')];
    const slug = place.dataset.keeping;

    const show = (there) => {
      [keeps.hidden, removes.hidden] = [there, !there];
      if (there) status.textContent = status.dataset.kept;
    };

    const keep = async () => {
      const listed = new URL(place.dataset.page, location).href;
      const words = [...document.querySelectorAll('[data-words]')].map((each) => each.dataset.words);
      const tracks = [...document.querySelectorAll('article track, article .slides img')];
      const apart = [...document.querySelectorAll('[data-words] a, noscript a')];
      const mine = [
        ...place.dataset.files.trim().split(/\s+/),
        ...words,
        ...tracks.map((each) => each.getAttribute('src')),
        ...apart.map((each) => each.getAttribute('href')),
      ].map((each) => new URL(each, location).href).filter((each) => each.startsWith(root));
      const fonts = performance.getEntriesByType('resource')
        .map((each) => each.name).filter((name) => name.includes('/fonts/'));
      const list = await (await fetch(listed)).text();
      const parsed = new DOMParser().parseFromString(list, 'text/html');
      const common = [...named(document, location), ...fonts, ...named(parsed, listed), listed];

      const all = [
        ...new Set([location.href, ...mine].map(plain).map((each) => `own ${each}`)),
        ...new Set(common.map(plain).filter(own).map((each) => `shared ${each}`)),
      ];
      const [story, pages] = [await caches.open(cacheOf(slug)), await caches.open(shared)];
      let done = 0;
      for (const each of all) {
        const [whose, address] = each.split(' ');
        await put(whose === 'own' ? story : pages, address);
        done += 1;
        progress.value = done / all.length;
      }
      const said = {
        slug,
        page: plain(location.href),
        title: place.dataset.title,
        language: place.dataset.language,
        sound: plain(new URL(mine[0], location).href),
      };
      await story.put(record, new Response(JSON.stringify(said)));
      await navigator.serviceWorker.register(worker);
      await navigator.serviceWorker.ready;
    };

    keeps.addEventListener('click', async () => {
      keeps.disabled = true;
      progress.hidden = false;
      try {
        await keep();
        show(true);
        removes.focus();
      } catch {
        await remove(slug);
        status.textContent = status.dataset.failed;
      }
      keeps.disabled = false;
      progress.hidden = true;
    });
    removes.addEventListener('click', async () => {
      await remove(slug);
      show(false);
      status.textContent = status.dataset.removed;
      keeps.focus();
    });
    caches.match(record, { cacheName: cacheOf(slug) }).then((there) => {
      show(Boolean(there));
      place.hidden = false;
    }).catch(() => {});
  }

  const list = document.querySelector('[data-kept-list]');
  if (list) {
    const [rows, none] = [list.querySelector('ul'), list.querySelector('[data-none]')];
    const fill = async () => {
      const there = await kept();
      none.hidden = there.length > 0;
      rows.replaceChildren(...there.map((each) => {
        const row = list.querySelector('template').content.cloneNode(true);
        const link = row.querySelector('a');
        link.href = each.page;
        link.textContent = each.title;
        link.lang = each.language;
        link.dir = 'auto';
        row.querySelector('button').addEventListener('click', async () => {
          await remove(each.slug);
          await fill();
        });
        return row;
      }));
    };
    fill().catch(() => {});
  }
})();
