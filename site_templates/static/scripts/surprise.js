/* Another surprise at each visit. Without this the link leads to one story, the same for everyone. */
(function () {
  'use strict';

  var link = document.querySelector('a[data-stories]');
  var slugs = link ? link.dataset.stories.split(' ') : [];
  var shown = slugs[0];

  function draw() {
    var drawn = slugs[Math.floor(Math.random() * slugs.length)];
    link.href = link.getAttribute('href').replace('/' + shown + '/', '/' + drawn + '/');
    shown = drawn;
  }

  if (slugs.length > 1) {
    // A browser that comes back shows the page as it was left: draw again.
    window.addEventListener('pageshow', draw);
  }
})();
