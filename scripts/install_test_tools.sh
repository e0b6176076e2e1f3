#!/usr/bin/env bash
# Install what the tests need beyond Python: a browser, feed readers, web servers and an SSH server
# from Debian, validators from npm. Where that is not allowed, say loudly what is left out; with CI or
# STRICT set, fail.
set -u
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin"  # where Debian keeps servers

declare -A packages=([chromium-headless-shell]=chromium-headless-shell [newsboat]=newsboat [gpo]=gpodder [java]=openjdk-17-jre-headless [npm]=npm [nginx]=nginx [apache2]=apache2-bin [desktop-file-validate]=desktop-file-utils [sshd]=openssh-server)
missing=()
for command in "${!packages[@]}"; do
  command -v "$command" > /dev/null || missing+=("${packages[$command]}")
done

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

if [ ${#missing[@]} -gt 0 ] && command -v apt-get > /dev/null; then
  echo "Installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

# Installed again where the list of packages is another than last time.
installed=.tools/node_modules/.installed
if command -v npm > /dev/null && ! cmp -s tests/node/package.json "$installed"; then
  mkdir -p .tools
  cp tests/node/package.json .tools/package.json
  (cd .tools && npm install --silent --no-package-lock --no-audit --no-fund) && cp .tools/package.json "$installed"
fi

left=()
for command in "${!packages[@]}"; do
  command -v "$command" > /dev/null || left+=("$command")
done
cmp -s tests/node/package.json "$installed" || left+=("npm packages of tests/node")
if [ ${#left[@]} -gt 0 ]; then
  printf '\n!!! LEFT OUT, because they could not be installed here: %s\n' "${left[*]}"
  printf '!!! The tests that need them are skipped.\n\n'
  [ -z "${CI:-}${STRICT:-}" ] || exit 1
fi
