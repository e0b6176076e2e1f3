// Searches the index of every language at once; what was asked stands in the page's address.
(() => {
  "use strict";

  const form = document.querySelector("[data-find]");
  if (!form || location.protocol === "file:") return;

  const PAGE = 24;
  const WAIT = 250; // ms after a key, so that a word is not searched letter by letter
  const SORTS = ["language", "class", "kind", "length"];
  const part = (name) => document.querySelector(`[data-${name}]`);
  const [count, none, broken, list, more] = ["count", "none", "broken", "results", "more"].map(part);
  const [choices, names] = ["choices", "chosen"].map(part);
  const chips = [...form.querySelectorAll("[type=checkbox]")];
  const engine = new URL(form.dataset.engine, location.href);
  const root = new URL("..", engine);
  const stories = new URL(".", new URL(form.dataset.stories, location.href));
  const bundles = [...form.querySelectorAll("[data-bundle]")];
  let loading = null;
  let asked = 0;
  let found = [];
  let shown = 0;
  let failed = false;

  const load = async () => {
    const search = await import(engine.href);
    await search.options({ exactDiacritics: true });
    await search.init();
    return search;
  };
  // Each index is fetched once, and only when its language is asked for.
  const merge = async (search, each) => {
    const place = new URL(".", new URL(each.value, location.href));
    await search.mergeIndex(place.href, { language: "unknown", exactDiacritics: true });
  };
  const merged = new Map();
  const ready = async (languages) => {
    if (!loading) loading = load();
    try {
      const search = await loading;
      const wanted = bundles.filter((each) => !languages.length || languages.includes(each.dataset.told));
      await Promise.all(wanted.map((each) => {
        if (!merged.has(each)) merged.set(each, merge(search, each));
        return merged.get(each);
      }));
      return search;
    } catch (error) {
      failed = true; // the engine keeps what it half loaded: only a new page begins anew
      throw error;
    }
  };

  // As the words of the index were written: see folding.py.
  const ALIKE = "łlŁLøoØOđdĐDıiٱایيىيےيکكگگہهھهۂهةه";
  const SPELT = { œ: "oe", Œ: "OE", æ: "ae", Æ: "AE", ß: "ss", ẞ: "SS" };
  const JOINT = /['’ʼ‘‐-]+/g;
  const NOUGHTS = "٠۰०০੦૦୦௦౦೦൦๐";
  const letters = new Map([
    ...ALIKE.match(/../gu).map((pair) => [...pair]),
    ...Object.entries(SPELT),
    ...[...NOUGHTS].flatMap((nought) => [..."0123456789"].map((each) => [
      String.fromCodePoint(nought.codePointAt(0) + Number(each)), each,
    ])),
  ]);
  const folded = (text) => {
    const bare = text.normalize("NFD").replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g, "");
    const plain = [...bare.normalize("NFC")].map((each) => letters.get(each) || each).join("");
    return plain.toLowerCase().replace(JOINT, " ");
  };
  // Each Chinese character and Japanese letter is a word in the index, and a word of theirs a phrase.
  const SIGN = /[\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
    .source;
  const SIGNS = new RegExp(SIGN, "gu");
  const setApart = (text) => text.replace(SIGNS, " $& ");
  const WORDS = new RegExp(`${SIGN}+|(?:(?!${SIGN})\\S)+`, "gu");

  // The engine finds in what a card is made of, too, were it a picture's path: there "words", the
  // places in the story's text, are none. And where an index has no word that begins as the one that
  // was asked for, it takes the longest that this one begins with: "a" for "Ahmed". Both are dropped.
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7a3]/;
  const inText = async (engine, term, filters) => {
    const { results } = await engine.search(term, { filters });
    return results.filter((each) => !term || each.words.length);
  };
  const places = async (engine, term, filters) =>
    new Map((await inText(engine, term, filters)).map((each) => [each.id, each.words]));
  // A guess stands exactly where the shorter word does, which a phrase finds to the letter (one
  // place of it in each story). Where there is nothing better, one that is half of the word or more
  // is let pass: "bateau" is what "bateaux" means.
  const beginning = async (engine, word, filters) => {
    const hits = await places(engine, word, filters);
    const exact = await places(engine, `"${word}"`, filters);
    const near = new Set();
    const whole = [...word];
    for (let end = whole.length - 1; end > 0; end -= 1) {
      if ([...hits.keys()].every((id) => exact.has(id))) break;
      const shorter = await places(engine, `"${whole.slice(0, end).join("")}"`, filters);
      for (const [id, [place]] of shorter) {
        if (!hits.has(id) || exact.has(id) || !hits.get(id).includes(place)) continue;
        hits.delete(id);
        if (2 * end >= whole.length) near.add(id);
      }
    }
    return hits.size ? new Set(hits.keys()) : near;
  };
  // "3.5" is one word to the engine, and two; "youtube.c" is the beginning of neither.
  const holding = async (engine, word, filters) => {
    const signs = word.match(SIGNS);
    if (signs) return new Set((await places(engine, `"${signs.join(" ")}"`, filters)).keys());
    const parts = word.match(/[\p{L}\p{M}\p{N}]+/gu) || [];
    const [whole, ...each] = await Promise.all(
      [word, ...(parts.length > 1 ? parts : [])].map((one) => beginning(engine, one, filters)),
    );
    const all = each.length ? [...each[0]].filter((id) => each.every((one) => one.has(id))) : [];
    return new Set([...whole, ...all]);
  };
  const matching = async (engine, words, filters) => {
    const results = await inText(engine, words && setApart(words), filters);
    if (!words || !results.length || UNSPACED.test(words)) return results;
    const typed = words.replace(/"/g, " ").match(WORDS) || [];
    const asked = typed.filter((each) => /[\p{L}\p{N}]/u.test(each));
    const found = await Promise.all(asked.map((each) => holding(engine, each, filters)));
    return results.filter(({ id }) => found.every((each) => each.has(id)));
  };

  const digits = (text) => text.replace(/[0-9]/g, (each) => [...form.dataset.digits][each]);
  const length = (seconds) => {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const two = (number) => String(number).padStart(2, "0");
    return digits(
      (hours ? `${hours}:${two(minutes)}` : `${minutes}`) + `:${two(seconds % 60)}`,
    );
  };
  const counted = (number) => {
    const rule = new Intl.PluralRules(document.documentElement.lang).select(number);
    const said = form.dataset[rule] || form.dataset.other;
    return said.replace("%(number)s", digits(String(number)));
  };

  const piece = (name, text, tag, direction) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (tag) [made.lang, made.dir] = [tag, direction];
    return made;
  };
  const card = ({ meta }) => {
    const made = piece("li", "");
    made.className = "card";
    const heading = piece("h2", "");
    heading.className = "card-title";
    const link = piece("a", "");
    link.href = new URL(`${meta.slug}/index.html`, stories).href;
    link.append(piece("span", meta.title, meta.tag, meta.direction));
    heading.append(link);
    made.append(heading);
    if (meta.picture) {
      const picture = document.createElement("img");
      [picture.alt, picture.loading] = ["", "lazy"];
      picture.src = new URL(meta.picture, root).href;
      const frame = piece("div", "");
      frame.className = "card-picture";
      frame.append(picture);
      made.append(frame);
    }
    const facts = piece("p", "");
    facts.className = "facts";
    if (meta.kind) {
      const kind = document.createElement("img");
      [kind.className, kind.alt, kind.src] = ["kind", "", new URL(meta.kind, root).href];
      facts.append(kind);
    }
    const told = piece("span", "");
    told.className = "tongue";
    told.append(piece("span", meta.told, meta["told-tag"], meta["told-direction"]));
    const long = piece("span", length(Number(meta.seconds)));
    long.className = "length";
    facts.append(told, " ", long);
    if (meta.teller) {
      const teller = piece("span", meta.teller);
      teller.dir = "auto";
      facts.append(" ", teller);
    }
    made.append(facts);
    return made;
  };

  const chosen = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) said.append(name, value.trim());
    }
    return said;
  };
  const show = async (ask) => {
    const from = shown;
    shown += PAGE;
    const next = await Promise.all(found.slice(from, shown).map((each) => each.data()));
    if (ask !== asked) return;
    list.append(...next.filter(({ meta }) => meta.slug).map(card));
    more.hidden = shown >= found.length;
  };
  const clear = () => {
    [found, shown] = [[], 0];
    list.textContent = "";
    count.textContent = "";
    [broken, more].forEach((each) => { each.hidden = true; });
  };
  // How many there are stands at the edge of the screen while the choices are open, and leads to them.
  const say = () => {
    count.textContent = found.length ? "" : none.textContent;
    if (!found.length) return;
    const link = piece("a", counted(found.length));
    link.href = `#${list.id}`;
    count.append(link);
  };
  // What is found stands right below the words that were typed: the choices make room for it. They
  // stay for whoever chooses, and are there again where nothing is asked for.
  const fold = (asks, typed) => {
    if (!asks || typed) choices.open = !asks;
    names.replaceChildren(...chips.filter((each) => each.checked).map((each) => {
      const name = each.nextElementSibling.cloneNode(true);
      name.className = "chip";
      return name;
    }));
  };
  const search = async (typed) => {
    const said = chosen();
    const ask = ++asked;
    fold(String(said) !== "", typed);
    history.replaceState(null, "", String(said) ? `?${said}` : location.pathname);
    if (!String(said)) {
      clear();
      return;
    }
    try {
      const filters = {};
      SORTS.forEach((sort) => {
        if (said.has(sort)) filters[sort] = { any: said.getAll(sort) };
      });
      const words = said.has("q") ? folded(said.get("q")) : null;
      const results = await matching(await ready(said.getAll("language")), words, filters);
      if (ask !== asked) return;
      clear();
      found = results;
      say();
      await show(ask);
    } catch {
      failed = true;
      if (ask !== asked) return;
      clear();
      broken.hidden = false;
    }
  };

  const before = new URLSearchParams(location.search);
  form.elements.q.value = before.get("q") || "";
  chips.forEach((each) => {
    each.checked = before.getAll(each.name).includes(each.value);
  });
  form.hidden = false;
  part("without").hidden = true;

  let waiting = 0;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(search, WAIT, target === form.elements.q);
  });
  form.elements.q.addEventListener("focus", () => {
    ready(chosen().getAll("language")).catch(() => {});
  }, { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (failed) location.reload(); // what was asked stands in the address
    else search(true);
    // Half a screen is left where a telephone's keyboard lies over the rest.
    if (!choices.open && list.getBoundingClientRect().top > innerHeight / 2) form.scrollIntoView();
  });
  more.addEventListener("click", async () => {
    const last = list.lastElementChild;
    more.disabled = true;
    await show(asked).catch(() => { broken.hidden = false; });
    more.disabled = false;
    const next = last && last.nextElementSibling;
    if (next) next.querySelector("a").focus();
  });
  search(true);
})();
