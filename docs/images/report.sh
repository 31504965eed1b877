#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Makes docs/images/report.png: builds examples/01_quickstart, runs its tests
# and photographs the page of `parallel-testing report`.
#
#   sh docs/images/report.sh <prefix where ParallelTesting is installed>
#
# Needs chromium; the other scripts of this repository do not.
set -eu

folder=$(cd "$(dirname "$0")" && pwd)
prefix=${1:?usage: report.sh <prefix where ParallelTesting is installed>}
tool=$prefix/bin/parallel-testing
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake -S "$folder/../../examples/01_quickstart" -B "$work/build" \
  -DCMAKE_BUILD_TYPE=Debug -DCMAKE_PREFIX_PATH="$prefix"
cmake --build "$work/build"
# The second run knows how long each test takes, and starts the long ones first.
"$tool" run --test-dir "$work/build" -j 4
"$tool" run --test-dir "$work/build" -j 4
"$tool" report "$work/build" --html="$work/report.html"
HOME=$work chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
  --window-size=1100,620 --screenshot="$work/report.png" \
  "file://$work/report.html"
cp "$work/report.png" "$folder/report.png"
