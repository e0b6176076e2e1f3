// The player of a story's page: what a browser's own lacks for children and for small data.
// Without it the browser's own player stands there and works.
(() => {
  "use strict";

  const BACK = 15; // seconds
  const STEP = 5; // seconds that an arrow key moves
  const REMEMBER_FROM = 10; // seconds: nobody minds hearing less again
  const EVERY = 5; // seconds: a telephone that is put away says no goodbye
  const SLOW = new Set(["slow-2g", "2g", "3g"]);

  const story = document.querySelector("[data-story]");
  const media = story && story.querySelector(".player video, .player audio");
  const bar = story && story.querySelector("[data-bar]");
  if (!media || !bar) return;

  const memory = {
    get(name) {
      try { return localStorage.getItem(name); } catch (error) { return null; }
    },
    set(name, value) {
      try {
        if (value === null) localStorage.removeItem(name);
        else localStorage.setItem(name, value);
      } catch (error) { /* a browser that remembers nothing plays all the same */ }
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
  const big = find("[data-do=play]");
  const again = find("[data-do=again]");
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
    const [at, playing] = [media.currentTime, !media.paused];
    savers.forEach((each) => { each.media = less ? "all" : "not all"; });
    if (!media.currentSrc) return;
    media.load();
    media.currentTime = at;
    if (playing) media.play().catch(() => {});
  };
  const network = navigator.connection || {};
  const metered = network.saveData || network.type === "cellular" || SLOW.has(network.effectiveType);
  const asked = memory.get("less");

  // Settings that a family makes once.
  const kept = {};
  bar.querySelectorAll("[data-keep]").forEach((box) => {
    const name = box.dataset.keep;
    kept[name] = box;
    box.checked = memory.get(name) === "1";
    on(box, "change", () => memory.set(name, box.checked ? "1" : "0"));
  });
  if (kept.less) {
    if (asked === null) kept.less.checked = metered || matchMedia(screens[0]).matches;
    if (asked !== null || metered) choose(kept.less.checked);
    on(kept.less, "change", () => choose(kept.less.checked));
  }
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  if (memory.get("calm") === null) kept.calm.checked = motion.matches;
  const calm = () => document.documentElement.classList.toggle("calm", kept.calm.checked);
  calm();
  on(kept.calm, "change", calm);
  const speed = find("[data-speed]");
  const go = () => { media.defaultPlaybackRate = media.playbackRate = Number(speed.value) || 1; };
  if (memory.get("speed")) speed.value = memory.get("speed");
  if (!speed.value) speed.value = "1";
  go();
  on(speed, "change", () => { memory.set("speed", speed.value); go(); });

  // Playing. A place that is set before anything was fetched is where it will begin.
  const length = () => (Number.isFinite(media.duration) ? media.duration : Number(line.max));
  const show = (at) => {
    line.value = at;
    line.setAttribute("aria-valuetext", line.dataset.say
      .replace("{place}", clock(at)).replace("{length}", clock(length())));
    left.textContent = left.dataset.left.replace("{time}", clock(length() - at));
    if (done) {
      const rest = 100 - (100 * at) / (length() || 1);
      done.style.setProperty("clip-path", `inset(0 ${Math.max(0, rest)}% 0 0)`);
    }
  };
  const seek = (seconds) => {
    media.currentTime = Math.min(Math.max(0, seconds), length());
    show(media.currentTime);
  };
  const plain = () => {
    // What this browser can't play here it says itself, in its own player.
    media.controls = true;
    bar.remove();
  };
  on(media.querySelector("source:last-of-type"), "error", plain); // none of them could be had
  on(media, "error", plain);
  const play = () => media.play().catch((error) => {
    if (error.name === "NotAllowedError") big.focus();
  });
  const told = ({ hash }) => (hash.startsWith("#t=") ? Number(hash.slice(3)) || 0 : null); // seconds
  let noted = 0;
  const remember = () => {
    noted = media.currentTime;
    const near = noted < REMEMBER_FROM || noted > length() - REMEMBER_FROM;
    memory.set(placed, near ? null : String(Math.floor(noted)));
  };

  const acts = {
    play: () => (media.paused ? play() : media.pause()),
    back: () => seek(media.currentTime - BACK),
    again: () => { memory.set(placed, null); again.hidden = true; seek(0); play(); big.focus(); },
  };
  Object.entries(acts).forEach(([name, act]) => on(find(`[data-do=${name}]`), "click", act));
  on(line, "input", () => seek(Number(line.value)));
  on(bar, "keydown", (event) => {
    const where = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const moves = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (moves && (where === line || where.localName === "button")) seek(media.currentTime + moves);
    else if (event.key === " " && where === line) acts.play();
    else return;
    event.preventDefault();
  });
  const names = [big.getAttribute("aria-label"), big.dataset.other];
  const state = () => {
    bar.classList.toggle("is-playing", !media.paused);
    big.setAttribute("aria-label", names[media.paused ? 0 : 1]);
  };
  ["play", "pause", "ended"].forEach((event) => on(media, event, state));
  on(media, "timeupdate", () => {
    show(media.currentTime);
    if (Math.abs(media.currentTime - noted) > EVERY) remember();
  });
  on(media, "durationchange", () => { line.max = Math.round(length()); show(media.currentTime); });
  on(media, "pause", remember);
  on(window, "pagehide", () => { if (media.currentTime) remember(); });
  on(media, "ended", () => {
    memory.set(placed, null);
    const next = story.querySelector("[data-next]");
    if (next && kept.on && kept.on.checked) location.href = `${next.href}#go-on`;
  });
  story.querySelectorAll("[data-seek]").forEach((link) => on(link, "click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    seek(told(link));
    play();
  }));
  on(window, "hashchange", () => { if (told(location) !== null) seek(told(location)); });
  document.addEventListener("play", (event) => {
    document.querySelectorAll("audio, video").forEach((other) => {
      if (other !== event.target) other.pause();
    });
  }, true);

  // What a telephone shows while its screen is locked.
  const locked = navigator.mediaSession;
  if (locked && window.MediaMetadata) {
    const cover = story.querySelector(".player img");
    locked.metadata = new MediaMetadata({
      title: story.querySelector("h1").textContent.trim(),
      artwork: cover && cover.src.startsWith("http") ? [{ src: cover.src }] : [],
    });
    locked.setActionHandler("seekbackward", acts.back);
  }

  media.controls = media.localName === "video";
  bar.hidden = false;
  // An address that tells a place comes from somebody who means it, whatever was heard before.
  const remembered = Number(memory.get(placed)) || 0;
  const begin = told(location) === null ? remembered : told(location);
  again.hidden = begin < REMEMBER_FROM;
  if (begin) seek(begin);
  show(media.currentTime);
  if (location.hash === "#go-on") {
    try { history.replaceState(null, "", location.pathname); } catch (error) { /* off a stick */ }
    play();
  }
})();
