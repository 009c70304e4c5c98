#!/bin/sh
# deps.sh [test] [clang] [bench] [soundness] [inputs] — installs the Debian packages that hasten builds and runs with, and
# those of the named sets. Does nothing when all are there. Uses sudo when not root.
set -eu
build="gcc make pkg-config git ca-certificates libmicrohttpd-dev libcurl4-openssl-dev libcjson-dev
       libsqlite3-dev libseccomp-dev libsodium-dev python3"

wanted=$build
for set in "$@"; do
    case $set in
    test) wanted="$wanted libcmocka-dev python3-pytest python3-numpy" ;;
    clang) wanted="$wanted clang libclang-rt-14-dev clang-format" ;;
    soundness) wanted="$wanted libpython3.11-testsuite python3-numpy" ;;
    inputs) wanted="$wanted python3-toolz python3-networkx python3-mpmath python3-tabulate
        python3-docutils python3-markdown python3-dateutil python3-sortedcontainers python3-chardet
        python3-html5lib python3-bs4 python3-jinja2 python3-humanize python3-sqlparse
        python3-more-itertools python3-pyparsing python3-toml python3-yaml" ;;
    bench) wanted="$wanted wrk python3-flask gunicorn" ;;
    esac
done
# Debian's npm needs Debian's nodejs; a machine that has npm from elsewhere keeps it.
command -v npm >/dev/null 2>&1 || wanted="$wanted nodejs npm"

missing=
for package in $wanted; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
        echo "hasten needs these Debian packages, and sudo is not here to install them:$missing" >&2
        exit 1
    }
    sudo=sudo
fi
echo "installing Debian packages:$missing"
$sudo apt-get update -qq
# shellcheck disable=SC2086  # one word per package
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
