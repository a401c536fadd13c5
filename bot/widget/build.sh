#!/bin/sh
# Builds the widget. `build.sh check` fails when the committed build is not what the sources give.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npm run --silent build
if [ "${1:-}" = check ]; then
    git diff --exit-code --stat -- widget.js widget.js.gz package-lock.json
    echo "The committed widget is what its sources give."
fi
