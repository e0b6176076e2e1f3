// The way to what is kept, at the foot of every page, once anything is kept.
(() => {
  'use strict';
  const link = document.querySelector('[data-kept-link]');
  if (!link || !location.protocol.startsWith('http') || !('caches' in window)) return;
  const root = new URL('.', new URL(link.dataset.worker, location)).href;
  caches.has(`kept ${root}`).then((any) => { link.hidden = !any; }).catch(() => {});
})();
