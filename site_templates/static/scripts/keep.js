// Keep for later: a story on the device, for when there is no network.
// Nothing is stored, and no worker started, before somebody presses the button. sw.js answers
// from the same caches: one for each story, and one for what their pages share.
(() => {
  'use strict';
  if (!location.protocol.startsWith('http') || !window.isSecureContext) return;
  if (!('serviceWorker' in navigator) || !('caches' in window)) return;

  const link = document.querySelector('[data-kept-link]');
  if (!link) return;
  const worker = new URL(link.dataset.worker, location).href;
  const root = new URL('.', worker).href;
  const shared = `kept ${root}`;
  const media = `${root}media/`;
  const cacheOf = (slug) => `${shared} ${slug}`;
  const record = `${root}kept-record`;
  const plain = (address) => address.replace(/[?#].*$/, '').replace(/index\.html$/, '');

  const told = async (name) => {
    const said = await caches.match(record, { cacheName: name });
    return said ? said.json() : null;
  };
  const kept = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(`${shared} `));
    return (await Promise.all(names.map(told))).filter(Boolean);
  };

  // With the last story goes all there is, also what a keeping began and never came to note.
  const clear = async () => {
    const of = (name) => name === shared || name.startsWith(`${shared} `); // no site below ours
    const ours = (await caches.keys()).filter(of);
    await Promise.all(ours.map((name) => caches.delete(name)));
    const registered = await navigator.serviceWorker.getRegistration(root);
    if (registered && registered.scope === root) await registered.unregister();
  };

  const remove = async (slug) => {
    await caches.delete(cacheOf(slug));
    if (!(await kept()).length) await clear();
  };

  const put = async (cache, address) => {
    // The name of a file in media/ says its bytes: what is there already stays, and costs nothing.
    if (address.startsWith(media) && await cache.match(address)) return;
    const answer = await fetch(plain(address), { cache: 'reload' });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    // A browser refuses an answer that was led elsewhere as a page.
    const whole = new Response(await answer.blob(), { headers: answer.headers });
    await cache.put(plain(address), whole);
  };

  const weight = async (cache) => {
    const answers = await Promise.all((await cache.keys()).map((each) => cache.match(each)));
    const blobs = await Promise.all(answers.map((each) => each.blob()));
    return blobs.reduce((sum, each) => sum + each.size, 0);
  };

  const point = async () => { link.hidden = !(await caches.has(shared)); };

  // What pages share, as they name it themselves: styles, scripts, the fonts that were needed.
  const named = (page, base) => [...page.querySelectorAll(
    'link[rel=stylesheet], link[rel=icon], script[src], header img'
  )].map((each) => new URL(each.getAttribute('href') || each.getAttribute('src'), base).href);
  const own = (address) => address.startsWith(root) && !address.startsWith(media);

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

    // The story's own files, as its page names them now; the first is its sound.
    const files = () => {
      const words = [...document.querySelectorAll('[data-words]')].map((each) => each.dataset.words);
      const tracks = [...document.querySelectorAll('article track, article .slides img')];
      const apart = [...document.querySelectorAll('[data-words] a, noscript a')];
      return [
        ...place.dataset.files.trim().split(/\s+/),
        ...words,
        ...tracks.map((each) => each.getAttribute('src')),
        ...apart.map((each) => each.getAttribute('href')),
      ].map((each) => plain(new URL(each, location).href)).filter((each) => each.startsWith(root));
    };

    const keep = async () => {
      const listed = new URL(place.dataset.page, location).href;
      const mine = [plain(location.href), ...files()];
      const said = {
        slug,
        page: plain(location.href),
        list: plain(listed),
        bytes: 0,
        told: Number(place.dataset.bytes),
        title: place.dataset.title,
        language: place.dataset.language,
        sound: mine[1],
        whole: false,
      };
      const [story, pages] = [await caches.open(cacheOf(slug)), await caches.open(shared)];
      const note = () => story.put(record, new Response(JSON.stringify(said)));
      // First, so that what is broken off here is listed, can be removed, and goes with its story.
      await note();
      await navigator.serviceWorker.register(worker);
      const fonts = performance.getEntriesByType('resource')
        .map((each) => each.name).filter((name) => name.includes('/fonts/'));
      const list = await (await fetch(listed)).text();
      const parsed = new DOMParser().parseFromString(list, 'text/html');
      const common = [...named(document, location), ...fonts, ...named(parsed, listed), listed];

      const all = [
        ...new Set(mine.map((each) => `own ${each}`)),
        ...new Set(common.map(plain).filter(own).map((each) => `shared ${each}`)),
      ];
      let done = 0;
      for (const each of all) {
        const [whose, address] = each.split(' ');
        await put(whose === 'own' ? story : pages, address);
        done += 1;
        progress.value = done / all.length;
      }
      for (const each of await story.keys()) {
        if (each.url !== record && !mine.includes(each.url)) await story.delete(each);
      }
      [said.whole, said.bytes] = [true, await weight(story)];
      await note();
      await navigator.serviceWorker.ready;
    };

    // New words or pictures of a kept story come when its page is opened, and old ones go.
    const renew = async () => {
      const story = await caches.open(cacheOf(slug));
      const there = (await story.keys()).map((each) => each.url);
      const named = files();
      const stale = there.some((each) => each.startsWith(media) && !named.includes(each));
      if (stale || named.some((each) => !there.includes(each))) await keep();
    };

    keeps.addEventListener('click', async () => {
      keeps.disabled = true;
      progress.hidden = false;
      try {
        await keep();
        show(true);
        await point();
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
      await point();
      show(false);
      status.textContent = status.dataset.removed;
      keeps.focus();
    });
    told(cacheOf(slug)).then((said) => {
      show(Boolean(said && said.whole));
      place.hidden = false;
      return said && said.whole && renew();
    }).catch(() => {});
  }

  const list = document.querySelector('[data-kept-list]');
  if (list) {
    const [rows, none] = [list.querySelector('ul'), list.querySelector('[data-none]')];
    const total = list.querySelector('[data-total]');
    const digits = [...list.dataset.digits];
    const megabytes = (bytes) => {
      const tenths = Math.max(1, Math.round(bytes / 100000));
      const number = `${Math.floor(tenths / 10)}${tenths % 10 ? `.${tenths % 10}` : ''}`;
      const said = number.replace(/\d/g, (each) => digits[each]).replace('.', list.dataset.point);
      return list.dataset.size.replace('{size}', said);
    };
    const fill = async () => {
      const there = await kept();
      if (!there.length) await clear();
      none.hidden = there.length > 0;
      total.hidden = !there.length;
      const common = there.length ? await weight(await caches.open(shared)) : 0;
      const used = there.reduce((sum, each) => sum + each.bytes, common);
      total.querySelector('bdi').textContent = megabytes(used);
      rows.textContent = '';
      rows.append(...there.map((each, number) => {
        const row = list.querySelector('template').content.cloneNode(true);
        const title = row.querySelector('a');
        title.href = each.page;
        title.textContent = each.title;
        title.lang = each.language;
        title.dir = 'auto';
        row.querySelector('bdi').textContent = megabytes(each.told || each.bytes);
        const button = row.querySelector('button');
        [title.id, button.id] = [`kept-${number}`, `remove-${number}`];
        button.setAttribute('aria-labelledby', `${button.id} ${title.id}`);
        button.addEventListener('click', async () => {
          await remove(each.slug);
          await fill();
          await point();
          (rows.querySelector('button') || none).focus();
        });
        return row;
      }));
    };
    fill().catch(() => {});
  }
})();
