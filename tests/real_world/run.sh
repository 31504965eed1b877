#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runs the tests of a public project, taken from the distribution's source
# package and not edited, first registered without help and then through
# parallel_discover_tests, and prints both side by side.
#
# usage: run.sh [-w work folder] [-r rounds] [-j build jobs] sqlitecpp|cli11
#
# Exit status: 0 fine; 1 one of our runs failed or lost a case; 2 usage;
# 3 something needed is missing, or cannot be fetched or built.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
rounds=5
build_jobs=2
test_jobs=8
work=
verdict=0

usage() {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 2
}

cannot() {
  echo "run.sh: $*" >&2
  exit 3
}

# Shows what a command printed only when it fails.
quietly() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    cannot "failed: $*"
  }
}

require_number() {
  case $1 in
    '' | 0* | *[!0-9]*) usage ;;
  esac
}

describe_suite() {
  case $1 in
    sqlitecpp)
      build_packages='libgtest-dev libsqlite3-dev'
      list_option=--gtest_list_tests
      case_line='^  [^ ]'
      ;;
    cli11)
      build_packages=catch2
      list_option=--list-test-names-only
      case_line='.'
      ;;
    *) usage ;;
  esac
}

require_packages() {
  missing=
  for package in cmake g++ make dpkg-dev libfmt-dev libcli11-dev \
    nlohmann-json3-dev libpugixml-dev libarchive-dev $build_packages; do
    # shellcheck disable=SC2016 # the braces are dpkg's
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
      grep -qx installed || missing="$missing $package"
  done
  [ -z "$missing" ] || cannot "not installed:$missing
  remedy: apt-get install$missing"
}

use_work_folder() {
  if [ -n "$work" ]; then
    mkdir -p "$work"
    work=$(cd "$work" && pwd)
  else
    work=$(mktemp -d)
    # What failed stays, to be looked at.
    trap '[ "$verdict" -eq 1 ] || rm -rf "$work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
  fi
}

build() {
  echo "building $suite, registration: $1"
  quietly cmake -S "$here/$suite" -B "$work/$1" \
    -DSUITE="$source" -DREGISTRATION="$1" \
    -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$work/$1/bin"
  quietly nice cmake --build "$work/$1" --parallel "$build_jobs"
}

# The program that judges event logs.
build_tool() {
  quietly cmake -S "$here/../.." -B "$work/tools" \
    -DPARALLEL_TESTING_BUILD_TESTS=OFF
  quietly nice cmake --build "$work/tools" --parallel "$build_jobs" \
    --target parallel-testing
  tool=$(find "$work/tools" -type f -name parallel-testing)
}

# How many cases the test programs themselves say they have.
count_listed() {
  for program in "$work/plain/bin"/*[tT]est*; do
    # Catch2 2 returns the number of cases as its exit status.
    "$program" "$list_option" || :
  done | grep -c "$case_line"
}

# run_round <registration> <jobs> [ctest option]...
# Sets status, ran, failed and seconds. ctest sorts by what it remembers of
# earlier runs and the suites leave files behind: each round starts clean.
run_round() {
  build_folder=$work/$1
  shift
  rm -rf "$build_folder/Testing"
  rm -f "$build_folder"/*.db3* "$build_folder/tests"/*
  status=0
  ctest --test-dir "$build_folder" --output-on-failure -j "$@" \
    >"$work/round.log" 2>&1 || status=$?
  ran=$(sed -n 's/.* tests failed out of \([0-9]*\)$/\1/p' "$work/round.log")
  failed=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of .*/\1/p' \
    "$work/round.log")
  seconds=$(sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec$/\1/p' \
    "$work/round.log")
  [ -n "$ran" ] && [ -n "$failed" ] && [ -n "$seconds" ] && return
  cat "$work/round.log" >&2
  cannot "ctest ended with status $status and without its summary"
}

# How many cases the event log of the last round says passed.
count_passed() {
  grep -c '"event":"case_finish".*"outcome":"pass"' "$log"
}

# With our help nothing may fail, nothing may have been shared, and every
# listed case must have run, which ctest alone cannot know: a program that
# runs nothing passes, and so does one that runs everything.
judge_round() {
  log=$(find "$work/parallel/Testing/ParallelTesting/runs" \
    -name events.ndjson)
  passed=$(count_passed) || :
  problem=
  [ "$status" -eq 0 ] || problem="ctest returned $status"
  [ "$failed" -eq 0 ] || problem="$failed cases failed"
  [ "$ran" -eq "$listed" ] || problem="$listed listed, $ran registered"
  [ "$passed" -eq "$listed" ] ||
    problem="$listed listed, $passed passed by the event log"
  "$tool" audit --other-runs "$log" >>"$work/round.log" 2>&1 ||
    problem="the event log shows something shared"
  [ -n "$problem" ] || return 0
  verdict=1
  kept=$(mktemp -d "$work/failed-XXXXXX")
  cp "$work/round.log" "$log" "$kept"
  echo "run.sh: $1: $problem; see $kept" >&2
}

print_row() {
  printf '%-9s %-25s %6s %8s %13s\n' "$@"
}

# The least and the greatest of one column of the figures.
range() {
  cut -d ' ' -f "$1" "$work/figures" | sort -n | sed -n '1p;$p' | uniq |
    paste -s -d - | sed 's/-/../'
}

# run_rounds <registration> <label> <number> <jobs> [ctest option]...
run_rounds() {
  registration=$1 label=$2 number=$3
  shift 3
  : >"$work/figures"
  while [ "$number" -gt 0 ]; do
    run_round "$registration" "$@"
    echo "$failed $seconds" >>"$work/figures"
    [ "$registration" = plain ] || judge_round "$label"
    number=$((number - 1))
  done
  print_row "$registration" "$label" "$ran" "$(range 1)" "$(range 2)"
}

measure() {
  run_rounds "$1" "-j1" 1 1
  run_rounds "$1" "-j$test_jobs, $rounds rounds" "$rounds" "$test_jobs"
  run_rounds "$1" "-j$test_jobs random, $rounds rounds" "$rounds" \
    "$test_jobs" --schedule-random
}

while getopts w:r:j: option; do
  case $option in
    w) work=$OPTARG ;;
    r) rounds=$OPTARG ;;
    j) build_jobs=$OPTARG ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || usage
suite=$1
require_number "$rounds"
require_number "$build_jobs"
describe_suite "$suite"
require_packages
use_work_folder

source=$("$here/fetch_source.sh" "$suite" "$work/apt")
build plain
build parallel
build_tool
listed=$(count_listed)

echo "$(basename "$source"): $listed cases listed"
print_row registration ctest cases failed seconds
measure plain
measure parallel
echo "what it took:"
awk '/^ *(parallel|register)_/ { inside = 1 } inside { print }
  /)$/ { inside = 0 }' \
  "$here/$suite/CMakeLists.txt"
exit "$verdict"
