#!/bin/sh
# Slow checks by outside programs: they need a network (a vulnerability feed) and are therefore no part of `make test`.
set -eu
cd "$(dirname "$0")/.."
tools=build/audit-tools
[ -x $tools/bin/pip-audit ] || { "${PYTHON:-python3}" -m venv $tools && $tools/bin/pip install --quiet pip-audit; }
$tools/bin/pip-audit --disable-pip --require-hashes --requirement requirements/base.txt
