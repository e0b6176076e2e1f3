// A button copies an address: <button data-copy="…" data-copied="Copied" hidden>Copy</button> and,
// after it, an element with role="status" that says so. Without scripts there is no button.
// With data-share, a title, it is sent with the browser's own list of apps where there is one.
(function () {
  'use strict';

  function byHand(text) {
    // Off a memory stick, and in old browsers, there is no clipboard to write to.
    var field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('readonly', '');
    field.className = 'copied-from';
    document.body.appendChild(field);
    field.select();
    var done = false;
    try {
      done = document.execCommand('copy');
    } catch (error) {
      done = false;
    }
    document.body.removeChild(field);
    return done;
  }

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(
        function () { return true; },
        function () { return byHand(text); }
      );
    }
    return Promise.resolve(byHand(text));
  }

  document.querySelectorAll('button[data-copy]').forEach(function (button) {
    var status = button.parentElement.querySelector('[role=status]');
    button.hidden = false;
    button.addEventListener('click', function () {
      if ('share' in button.dataset && navigator.share) {
        // Who closes the list again thought better of it.
        navigator.share({ title: button.dataset.share, url: button.dataset.copy }).catch(function () {});
        return;
      }
      copy(button.dataset.copy).then(function (done) {
        button.focus();
        if (done && status) {
          status.textContent = button.dataset.copied;
        }
      });
    });
  });
})();
