#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds the fuzzers with clang and lets each run for a minute:
#
#   sh tests/fuzz/run.sh [<seconds>]
#
# What they find is written to the current directory as crash-…; put it into the
# corpus together with the repair. Exit codes: 0 nothing found, 1 something was.
set -eu

cd "$(dirname "$0")/../.."
seconds=${1:-60}
cmake --preset fuzz
cmake --build --preset fuzz
for target in markers event_log observed resources; do
  corpus=${target%_log}
  test "$corpus" != event || corpus=events
  work=build/fuzz/corpus/$corpus
  mkdir -p "$work"
  build/fuzz/tests/fuzz/fuzz_$target -max_total_time="$seconds" -max_len=4096 \
    -print_final_stats=1 "$work" "tests/fuzz/corpus/$corpus"
done
