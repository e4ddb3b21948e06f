#!/bin/sh
# Collects the interface texts and merges them into every catalogue; what is new waits there for its translation.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
scripts/extract_messages.sh build/messages.pot
.venv/bin/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
    --input-file build/messages.pot --output-dir sipp/translations
