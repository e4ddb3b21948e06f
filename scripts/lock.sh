#!/bin/sh
# Resolves setup.cfg into requirements/*.txt with hashes. Needs uv, which only who updates needs: it lives under build/.
# Extras stay in the names: the pip of Debian 12 refuses "coverage" where "coverage[toml]" is asked for.
set -eu
cd "$(dirname "$0")/.."
tools=build/lock-tools
[ -x $tools/bin/uv ] || { "${PYTHON:-python3}" -m venv $tools && $tools/bin/pip install --quiet uv; }

resolve() {
    output=$1
    shift
    $tools/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --no-annotate \
        --no-strip-extras --python-version 3.11 "$@" --output-file "$output"
}
resolve requirements/base.txt --extra build --extra postgres setup.cfg
resolve requirements/dev.txt --extra build --extra postgres --extra test --extra lint setup.cfg
# Only what the bench adds to dev.txt, so that it can be missing and never changes a version.
sed -n '/^bench =/,/^[^ ]*$/s/^ \{1,\}//p' setup.cfg | resolve requirements/bench.txt --constraint requirements/dev.txt -
