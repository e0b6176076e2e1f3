// The player of a story's page: what a browser's own lacks for children and for small data.
// Without it the browser's own player stands there and works.
(() => {
  "use strict";

  const BACK = 15; // seconds
  const REMEMBER_FROM = 10; // seconds: nobody minds hearing less again
  const SLOW = new Set(["slow-2g", "2g", "3g"]);

  const story = document.querySelector("[data-story]");
  const media = story && story.querySelector(".player video, .player audio");
  const bar = story && story.querySelector("[data-bar]");
  if (!media || !bar) return;

  const memory = {
    get(name) {
      try { return localStorage.getItem(name); } catch { return null; }
    },
    set(name, value) {
      try {
        if (value === null) localStorage.removeItem(name);
        else localStorage.setItem(name, value);
      } catch { /* a browser that remembers nothing plays all the same */ }
    },
  };
  const find = (what) => bar.querySelector(what);
  const on = (what, event, act) => what && what.addEventListener(event, act);
  const line = find("[data-line]");
  const left = find("[data-left]");
  const wave = find(".wave");
  const done = wave && wave.cloneNode(true); // over it, as far as was heard
  if (done) {
    done.classList.add("done");
    wave.after(done);
  }
  const placed = `place:${story.dataset.story}`;

  const digits = [...bar.dataset.digits];
  const clock = (seconds) => {
    const whole = Math.max(0, Math.round(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const said = hours
      ? `${hours}:${two(minutes)}:${two(whole % 60)}`
      : `${minutes}:${two(whole % 60)}`;
    return said.replace(/\d/g, (digit) => digits[digit]);
  };

  // Files: the low-data one first where the network is slow or paid for.
  const savers = [...media.querySelectorAll("source[media]")];
  const screens = savers.map((each) => each.media);
  const choose = (less) => {
    savers.forEach((each, index) => {
      if (less === null) each.media = screens[index];
      else if (less) each.removeAttribute("media");
      else each.media = "not all";
    });
    const [at, playing] = [media.currentTime, !media.paused];
    if (media.currentSrc) {
      media.load();
      media.currentTime = at;
      if (playing) media.play().catch(() => {});
    }
  };
  const network = navigator.connection || {};
  const metered = network.saveData || network.type === "cellular" || SLOW.has(network.effectiveType);
  const asked = memory.get("less");
  const smallFirst = savers.length && (asked === null ? metered || null : asked === "1");

  // Settings that a family makes once.
  const kept = {};
  bar.querySelectorAll("[data-keep]").forEach((box) => {
    const name = box.dataset.keep;
    kept[name] = box;
    box.checked = memory.get(name) === "1";
    on(box, "change", () => memory.set(name, box.checked ? "1" : "0"));
  });
  if (kept.less) {
    kept.less.checked = smallFirst || (smallFirst === null && matchMedia(screens[0]).matches);
    if (smallFirst !== null) choose(Boolean(smallFirst));
    on(kept.less, "change", () => choose(kept.less.checked));
  }
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  if (kept.calm && memory.get("calm") === null) kept.calm.checked = motion.matches;
  const calm = () => {
    document.documentElement.classList.toggle("calm", Boolean(kept.calm && kept.calm.checked));
  };
  calm();
  on(kept.calm, "change", calm);
  const speed = find("[data-speed]");
  const go = () => { media.defaultPlaybackRate = media.playbackRate = Number(speed.value) || 1; };
  if (memory.get("speed")) speed.value = memory.get("speed");
  go();
  on(speed, "change", () => { memory.set("speed", speed.value); go(); });

  // Playing.
  const length = () => (Number.isFinite(media.duration) ? media.duration : Number(line.max));
  const play = () => media.play().catch(() => find("[data-do=play]").focus());
  const seek = (seconds) => {
    const to = Math.min(Math.max(0, seconds), length());
    if (media.readyState) media.currentTime = to;
    else on1(media, "loadedmetadata", () => { media.currentTime = to; });
    show(to);
  };
  const on1 = (what, event, act) => what.addEventListener(event, act, { once: true });
  const show = (at) => {
    line.value = at;
    line.setAttribute("aria-valuetext", line.dataset.say
      .replace("{place}", clock(at)).replace("{length}", clock(length())));
    left.textContent = left.dataset.left.replace("{time}", clock(length() - at));
    if (done) done.style.setProperty("clip-path", `inset(0 ${100 - (100 * at) / length()}% 0 0)`);
  };
  const remembered = Number(memory.get(placed)) || 0;
  const again = find("[data-do=again]");
  if (remembered > REMEMBER_FROM) {
    again.hidden = false;
    on1(media, "play", () => { if (media.currentTime < 1) seek(remembered); });
  }
  const remember = () => {
    const near = media.currentTime < REMEMBER_FROM || media.currentTime > length() - REMEMBER_FROM;
    memory.set(placed, near ? null : String(Math.floor(media.currentTime)));
  };

  const acts = {
    play: () => (media.paused ? play() : media.pause()),
    back: () => seek(media.currentTime - BACK),
    again: () => { memory.set(placed, null); again.hidden = true; seek(0); play(); },
  };
  Object.entries(acts).forEach(([name, act]) => on(find(`[data-do=${name}]`), "click", act));
  on(line, "input", () => seek(Number(line.value)));
  const big = find("[data-do=play]");
  const names = [big.getAttribute("aria-label"), big.dataset.other];
  const state = () => {
    bar.classList.toggle("is-playing", !media.paused);
    big.setAttribute("aria-label", names[media.paused ? 0 : 1]);
  };
  ["play", "pause", "ended"].forEach((event) => on(media, event, state));
  on(media, "timeupdate", () => { show(media.currentTime); });
  on(media, "durationchange", () => { line.max = Math.round(length()); show(media.currentTime); });
  on(media, "pause", remember);
  on(window, "pagehide", () => { if (media.currentTime) remember(); });
  on(media, "ended", () => {
    memory.set(placed, null);
    const next = story.querySelector("[data-next]");
    if (next && kept.on && kept.on.checked) location.href = `${next.href}#go-on`;
  });
  story.querySelectorAll("[data-seek]").forEach((link) => on(link, "click", (event) => {
    event.preventDefault();
    seek(Number(link.dataset.seek));
    play();
  }));

  media.controls = media.localName === "video";
  bar.hidden = false;
  show(0);
  if (location.hash === "#go-on") play();

  // Pictures in turn, in step with the sound.
  const slides = [...story.querySelectorAll("[data-slides] > li")];
  const turn = story.querySelector("[data-turn]");
  if (slides.length > 1) {
    let shown = 0;
    const put = (number) => {
      shown = (number + slides.length) % slides.length;
      slides.forEach((each, index) => { each.hidden = index !== shown; });
    };
    turn.hidden = false;
    on(turn.querySelector("[data-do=before]"), "click", () => put(shown - 1));
    on(turn.querySelector("[data-do=after]"), "click", () => put(shown + 1));
    on(media, "timeupdate", () => {
      if (kept.calm && kept.calm.checked) return;
      const now = slides.findLastIndex((each) => Number(each.dataset.from) <= media.currentTime);
      if (now >= 0 && now !== shown) put(now);
    });
    put(0);
  }

  // Send it on.
  const share = story.querySelector("[data-share]");
  if (share && (navigator.share || navigator.clipboard)) {
    share.hidden = false;
    on(share, "click", async () => {
      const url = share.dataset.share;
      try {
        if (navigator.share) await navigator.share({ url, title: document.title });
        else {
          await navigator.clipboard.writeText(url);
          story.querySelector(".share .done").textContent = share.dataset.done;
        }
      } catch { /* they thought better of it */ }
    });
  }
})();
