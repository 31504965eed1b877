#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs what is needed, builds examples/01_quickstart, runs its tests first
# one by one and then in parallel, and shows which worker ran which test:
#
#   sh tools/demo.sh
#
# Exit codes: 0 success, 1 a test failed, 3 something is missing.
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
# shellcheck source=tools/setup.sh
. tools/setup.sh
setup_packages "$demo_packages"
setup_cmake "$source_folder/build/packages/cmake"

say() {
  printf '\n== %s\n' "$*"
}

# Runs the test preset $1 with the run id "demo-$1-<pid>", and sets $seconds to
# the time it took.
run_tests() {
  run_id=demo-$1-$$
  log=$(mktemp)
  PARALLEL_TESTING_RUN_ID=$run_id ctest --preset "$1" >"$log" && passed=yes ||
    passed=no
  cat "$log"
  seconds=$(sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec$/\1/p' "$log")
  rm -f "$log"
  [ "$passed" = yes ] || exit 1
}

# Every event is one line whose first fields have a fixed order: docs/events.md.
show_workers() {
  awk '
    function field(name, text) {
      text = $0
      if (!sub(".*\"" name "\":\"?", "", text)) return ""
      sub(/[",}].*/, "", text)
      return text
    }
    { at = field("mono_ns") / 1e9; if (!first) first = at }
    /"event":"case_start"/ { start[field("pid")] = at }
    /"event":"case_finish"/ {
      begin = start[field("pid")]
      printf "%s %6.2f s to %5.2f s  %s\n", field("worker"), begin - first,
        at - first, field("test")
    }
  ' "build/Testing/ParallelTesting/runs/$run_id/events.ndjson" | sort -k1,1 -k2,2n
}

cd examples/01_quickstart
say "Building examples/01_quickstart"
cmake --preset ci-parallel
cmake --build --preset ci-parallel --parallel "$(nproc)"
say "One by one: ctest --preset serial"
run_tests serial
serial_seconds=$seconds
say "In parallel: ctest --preset ci-parallel"
run_tests ci-parallel
say "Which worker ran what"
show_workers
workers=$(show_workers | cut -d ' ' -f 1 | sort -u | wc -l)
say "Speed-up"
awk -v serial="$serial_seconds" -v parallel="$seconds" -v workers="$workers" '
  BEGIN {
    printf "serial %.2f s, parallel %.2f s with %d workers: %.1f times as fast\n",
      serial, parallel, workers, serial / parallel
  }'
