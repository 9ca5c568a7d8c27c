#!/usr/bin/env bash
# What is known to be unsafe in Python (bandit). What needs node and java: Lighthouse, the Nu HTML
# checker; and the whole demonstration crawled, weighed, attacked by wapiti and read by axe, and
# every admin page. What is missing is said loudly; under CI it fails.
set -u
BIN=${BIN:-.venv/bin}
here=tests/quality
missing=()
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
export CHROMIUM QUALITY=1 PORTAL_ENV_FILE=/dev/null
"$BIN/bandit" -q -r config projects supervision -ll || exit 1

[ -n "$CHROMIUM" ] || missing+=("no Chromium (Debian: apt install chromium fonts-noto-cjk)")
command -v npm >/dev/null || missing+=("no node and npm (Debian: apt install nodejs npm)")
command -v java >/dev/null || missing+=("no java (Debian: apt install default-jre-headless)")

if [ ${#missing[@]} -gt 0 ]; then
  echo "############ QUALITY NOT CHECKED ############"
  printf '  %s\n' "${missing[@]}"
  [ -z "${CI:-}" ]
  exit
fi

if [ ! -e $here/node_modules/.stamp ] || [ $here/package.json -nt $here/node_modules/.stamp ]; then
  npm install --prefix $here --no-package-lock --no-audit --no-fund --loglevel=error || exit 1
  touch $here/node_modules/.stamp
fi
# A scanner of sites, apart from our own packages, whose versions it does not share.
if [ ! -x $here/.wapiti/bin/wapiti ]; then
  "$BIN/python" -m venv $here/.wapiti &&
    $here/.wapiti/bin/pip install -qq --disable-pip-version-check wapiti3==3.2.3 || exit 1
fi
[ $# -gt 0 ] || set -- $here
"$BIN/python" -m pytest "$@"
