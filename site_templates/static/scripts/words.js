// Words that light up while a story plays, and captions where a browser loads none.
// Long words come as a script of their own, which calls storyroomWords with them.
(() => {
  "use strict";

  const story = document.querySelector("[data-story]");
  const media = story && story.querySelector(".player video, .player audio");
  if (!media) return;

  const piece = (name, holder, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    holder.append(made);
    return made;
  };

  const follow = (reading) => {
    const rows = [...reading.querySelectorAll("[data-from]")];
    if (!rows.length) return;
    let now = null;
    const reach = (row) => {
      rows.forEach((each) => { each.tabIndex = each === row ? 0 : -1; });
    };
    rows.forEach((row) => row.setAttribute("role", "button"));
    reach(rows[0]);
    const from = (row) => {
      media.currentTime = Number(row.dataset.from);
      media.play().catch(() => {});
    };
    const jump = (row) => {
      if (media.readyState) from(row);
      else {
        media.addEventListener("loadedmetadata", () => from(row), { once: true });
        media.load();
        media.play().catch(() => {});
      }
    };
    reading.addEventListener("click", (event) => {
      const row = event.target.closest("[data-from]");
      if (row && !String(getSelection())) jump(row);
    });
    reading.addEventListener("keydown", (event) => {
      const at = rows.indexOf(document.activeElement);
      if (at < 0) return;
      if (event.key === "Enter" || event.key === " ") jump(rows[at]);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
        if (!next) return;
        reach(next);
        next.focus();
      } else return;
      event.preventDefault();
    });
    media.addEventListener("timeupdate", () => {
      const time = media.currentTime;
      const row = rows.find((each) => each.dataset.from <= time && time < each.dataset.to) || null;
      if (row === now) return;
      if (now) now.removeAttribute("aria-current");
      now = row;
      if (!row) return;
      row.setAttribute("aria-current", "true");
      if (document.documentElement.classList.contains("calm")) return;
      const middle = row.offsetTop - reading.offsetTop - reading.clientHeight / 2;
      reading.scrollTo({ top: middle + row.clientHeight / 2, behavior: "smooth" });
    });
    captions(rows);
  };

  const captions = (rows) => {
    if (media.localName !== "video" || location.protocol !== "file:") return;
    const told = rows.map((row) => [row, row.querySelector(".said")]).filter(([, said]) => said);
    const language = told[0] && told[0][1].lang;
    const track = media.addTextTrack("captions", language, language);
    told.forEach(([row, said]) => {
      const cue = new VTTCue(Number(row.dataset.from), Number(row.dataset.to), said.textContent);
      track.addCue(cue);
    });
    track.mode = "showing";
  };

  if (media.localName === "video") {
    // From a file each file is an origin of its own, and a browser loads no captions.
    if (location.protocol === "file:") media.querySelectorAll("track").forEach((each) => each.remove());
    else {
      const first = [...media.textTracks].find((each) => each.kind === "captions");
      if (first) first.mode = "showing";
    }
  }

  window.storyroomWords = ({ languages, rows, beside }) => {
    const place = story.querySelector("[data-words]");
    const reading = document.createElement("div");
    reading.className = languages.length > 1 ? "reading two" : "reading";
    const say = (holder, text, side) => {
      const said = piece("p", holder, text);
      said.className = side ? "said other" : "said";
      [said.lang, said.dir] = languages[side] || languages[0];
    };
    rows.forEach(([from, to, told, other]) => {
      const row = piece("div", reading);
      row.className = "row";
      if (from !== null) [row.dataset.from, row.dataset.to] = [from, to];
      say(row, told, 0);
      if (other) say(row, other, 1);
    });
    if (beside.length) {
      const column = piece("div", reading);
      column.className = "beside";
      beside.forEach((text) => say(column, text, 1));
    }
    place.before(reading);
    follow(reading);
  };

  const apart = story.querySelector("[data-words]");
  if (apart) piece("script", document.head).src = apart.dataset.words;
  story.querySelectorAll("[data-reading]").forEach(follow);
})();
