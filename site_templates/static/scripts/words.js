// Words that light up while a story plays, and captions where a browser loads none.
// Long words come as a script of their own, which calls storyroomWords with them; it is fetched
// only when somebody plays the story or asks for its words.
(() => {
  "use strict";

  const LET_BE = 4000; // milliseconds: who scrolls by hand is not pulled back at once

  const story = document.querySelector("[data-story]");
  const media = story && story.querySelector(".player video, .player audio");
  if (!media) return;

  let voice = media; // a film's sound also plays alone
  const apart = story.querySelector("[data-words]");

  const piece = (name, holder, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    holder.append(made);
    return made;
  };

  const playFrom = (row) => {
    voice.currentTime = Number(row.dataset.from);
    voice.play().catch(() => {});
  };

  // A box of its own, so that the words can move and the page stays.
  const hold = (reading) => {
    reading.classList.add("held");
    reading.setAttribute("role", "group");
    reading.setAttribute("aria-labelledby", "words");
  };

  const reachable = (reading, rows) => {
    const reach = (row) => rows.forEach((each) => { each.tabIndex = each === row ? 0 : -1; });
    rows.forEach((row) => row.setAttribute("role", "button"));
    reach(rows[0]);
    reading.addEventListener("click", (event) => {
      const row = event.target.closest("[data-from]");
      if (!row || String(getSelection())) return;
      reach(row);
      playFrom(row);
    });
    reading.addEventListener("keydown", (event) => {
      const at = rows.indexOf(document.activeElement);
      if (at < 0) return;
      if (event.key === "Enter" || event.key === " ") playFrom(rows[at]);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
        if (!next) return;
        reach(next);
        next.focus();
      } else return;
      event.preventDefault();
    });
  };

  const follow = (reading) => {
    const rows = [...reading.querySelectorAll("[data-from]")];
    if (!rows.length) return;
    hold(reading);
    reachable(reading, rows);
    const times = rows.map((row) => [Number(row.dataset.from), Number(row.dataset.to)]);
    let now = -1;
    let touched = -LET_BE;
    ["wheel", "touchmove", "keydown", "pointerdown"].forEach((event) => {
      reading.addEventListener(event, () => { touched = performance.now(); }, { passive: true });
    });
    const light = (event) => {
      const time = event.target.currentTime;
      const next = times.findIndex(([from, to]) => from <= time && time < to);
      if (next === now) return;
      if (rows[now]) rows[now].removeAttribute("aria-current");
      now = next;
      if (now < 0) return;
      rows[now].setAttribute("aria-current", "true");
      const calm = document.documentElement.classList.contains("calm");
      if (calm || performance.now() - touched < LET_BE) return;
      const tall = reading.clientHeight;
      const top = rows[now].offsetTop + rows[now].clientHeight / 2 - tall / 2;
      const far = Math.abs(top - reading.scrollTop) > tall;
      reading.scrollTo({ top, behavior: far ? "auto" : "smooth" });
    };
    story.querySelectorAll("audio, video").forEach((each) => {
      each.addEventListener("timeupdate", light);
      each.addEventListener("play", () => { voice = each; });
    });
    captions(rows);
  };

  // From a file each file is an origin of its own, and a browser loads no captions: the page's
  // words stand in for them, in each language that the page has beside the film.
  const tracks = [...media.querySelectorAll("track")];
  const here = document.documentElement.lang;
  const captions = (rows) => {
    if (location.protocol !== "file:") return;
    tracks.forEach(({ kind, label, srclang }) => {
      const said = rows.flatMap((row) => [...row.querySelectorAll(".said")]
        .filter((each) => each.textContent && (each.lang || here) === srclang)
        .map((each) => [row, each.textContent]));
      if (!said.length) return;
      const track = media.addTextTrack(kind, label, srclang);
      said.forEach(([{ dataset }, text]) => {
        track.addCue(new VTTCue(Number(dataset.from), Number(dataset.to), text));
      });
      track.mode = kind === "captions" ? "showing" : "disabled";
    });
  };
  if (location.protocol === "file:") tracks.forEach((each) => each.remove());
  else tracks.filter((each) => each.kind === "captions").slice(0, 1).forEach((each) => {
    each.track.mode = "showing";
  });

  const build = ({ languages, rows, beside }) => {
    const two = languages.length > 1;
    const reading = document.createElement("div");
    reading.className = `reading${two ? " two" : ""}${beside.length ? " apart" : ""}`;
    const say = (holder, text, side) => {
      const said = piece("p", holder, text, side ? "said other" : "said");
      [said.lang, said.dir] = languages[side];
    };
    const names = piece("div", reading, "", "row names");
    languages.forEach((each, side) => {
      const name = piece("p", names, each[2]);
      [name.lang, name.dir] = languages[side];
    });
    const held = piece("div", reading, "", "rows");
    rows.forEach(([from, to, told, other]) => {
      const row = piece("div", held, "", "row");
      if (from !== null) [row.dataset.from, row.dataset.to] = [from, to];
      say(row, told, 0);
      if (other) say(row, other, 1);
    });
    if (beside.length) {
      const column = piece("div", reading, "", "beside");
      beside.forEach((text) => say(column, text, 1));
    }
    return reading;
  };

  if (apart) {
    const link = apart.querySelector("a");
    let wanted = false;
    let pressed = false;
    window.storyroomWords = (said) => {
      const reading = build(said);
      apart.before(reading);
      follow(reading);
      if (!reading.classList.contains("held")) {
        hold(reading);
        reading.tabIndex = 0;
      }
      if (pressed) (reading.querySelector("[tabindex='0']") || reading).focus();
    };
    const fetchWords = () => {
      if (wanted) return;
      wanted = true;
      const script = document.createElement("script");
      script.src = apart.dataset.words;
      script.addEventListener("error", () => { if (pressed) location.href = link.href; });
      document.head.append(script);
    };
    story.querySelectorAll("audio, video").forEach((each) => {
      each.addEventListener("play", fetchWords);
    });
    link.addEventListener("click", (event) => {
      // The second time it leads to their own page, where all languages are.
      if (wanted || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      pressed = true;
      fetchWords();
    });
  }
  story.querySelectorAll("[data-reading]").forEach(follow);
})();
