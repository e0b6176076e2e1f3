/* A button that says a language's name, in place of the browser's own player. */
(function () {
  'use strict';

  document.querySelectorAll('.spoken').forEach(function (place) {
    var sound = place.querySelector('audio');
    var button = place.querySelector('button');
    sound.hidden = true;
    button.hidden = false;
    button.addEventListener('click', function () {
      document.querySelectorAll('.spoken audio').forEach(function (other) {
        other.pause();
      });
      sound.currentTime = 0;
      sound.play().catch(function (error) {
        if (error.name === 'AbortError') return; // another was pressed while it was still coming
        // The browser can't play it: let its own player say so.
        sound.hidden = false;
        button.hidden = true;
      });
    });
  });
})();
