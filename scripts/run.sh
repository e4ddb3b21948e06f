#!/bin/sh
# Prepares the demo installation when needed and serves it with its worker until Ctrl-C. Started by `make run`.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export SIPP_DEMO="${SIPP_DEMO:-1}"

sipp migrate
sipp seed --if-empty
[ "$SIPP_DEMO" != 1 ] || sipp user demo
[ -e "${SIPP_DATA:-instance}/index/CURRENT" ] || sipp reindex
exec sipp serve --with-worker
