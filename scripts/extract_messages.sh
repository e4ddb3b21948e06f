#!/bin/sh
# Writes every interface text of code and templates to the given template file (.pot).
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pybabel --quiet extract --mapping pyproject.toml --no-location --sort-output --omit-header \
    --keyword lazy_gettext --keyword _l --keyword lazy_ngettext:1,2 --keyword lazy_pgettext:1c,2 --output-file "$1" sipp templates
