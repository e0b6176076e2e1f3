// Pictures in turn, in step with the sound. Without it they stand in a list, all of them.
(() => {
  "use strict";

  const story = document.querySelector("[data-story]");
  const slides = story ? [...story.querySelectorAll("[data-slides] > li")] : [];
  const media = story && story.querySelector(".player audio");
  const turn = story && story.querySelector("[data-turn]");
  if (!media || !turn || slides.length < 2) return;

  const begins = slides.map((each) => Number(each.dataset.from));
  let shown = 0;
  let due = 0;
  const put = (number) => {
    shown = (number + slides.length) % slides.length;
    slides.forEach((each, index) => { each.hidden = index !== shown; });
  };
  turn.querySelector("[data-do=before]").addEventListener("click", () => put(shown - 1));
  turn.querySelector("[data-do=after]").addEventListener("click", () => put(shown + 1));
  media.addEventListener("timeupdate", () => {
    // Only where one picture gives way to the next: who leafs by hand is left alone until then.
    const now = begins.filter((begin) => begin <= media.currentTime).length - 1;
    if (now === due) return;
    due = now;
    if (!document.documentElement.classList.contains("calm")) put(Math.max(0, now));
  });
  slides.forEach((each) => each.querySelector("img").removeAttribute("loading"));
  turn.hidden = false;
  put(0);
})();
