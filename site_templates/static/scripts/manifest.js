// The manifest is linked only where there is a web: off a memory stick browsers complain of it.
(() => {
  'use strict';
  const manifest = document.currentScript.dataset.manifest;
  if (!location.protocol.startsWith('http')) return;
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = manifest;
  document.head.append(link);
})();
