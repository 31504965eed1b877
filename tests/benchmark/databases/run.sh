#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Measures what fresh data costs a test by each way to have it, with a real
# PostgreSQL server, and prints a table for README.md:
#
#   sh tests/benchmark/databases/run.sh [<rounds> [quick]]
#
# Each line is 200 tests (quick: 50), a process each, started by ctest: the mean time of a
# test, and the time of ctest without that of the server's start and stop.
# Least of the rounds (3). Exit codes: 0 fine, 1 a test failed, 3 the machine
# lacks something.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
# shellcheck source=tools/setup.sh
. tools/setup.sh
setup_packages "g++ ninja-build libgtest-dev libfmt-dev libcli11-dev
  libsqlite3-dev libpq-dev postgresql"
setup_cmake "$PWD/build/packages/cmake"
cmake --preset benchmark >/dev/null
cmake --build --preset benchmark --target database_ways \
  parallel_testing_postgresql_server >/dev/null

which='[0-9]*'
[ "${2:-}" != quick ] || which='[0-4]?[0-9]'
tests=$PWD/build/benchmark/tests/benchmark/databases
results=$(mktemp)
trap 'rm -f "$results"' EXIT

# Prints the mean of the tests in ms and the total in s.
figures() {
  sed -n 's/.*<testcase name="\([^"]*\)".* time="\([0-9.]*\)".*/\1 \2/p' \
    "$results" |
    awk -v total="$1" '
      /^pg\./ { total -= $2; next }
      { sum += $2; ++count }
      END { printf "%.1f %.2f\n", 1000 * sum / count, total }'
}

run_way() {
  if ! output=$(ctest --test-dir "$tests" -R "^ways/$1/$which\$" -j "$2" \
    --output-junit "$results"); then
    printf '%s\n' "$output" >&2
    exit 1
  fi
  figures "$(printf '%s\n' "$output" |
    sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec/\1/p')"
}

echo '| way | ms per test, -j1 | total, -j1 | ms per test, -j4 | total, -j4 |'
echo '|---|---|---|---|---|'
for way in postgresql.nothing_isolated postgresql.session \
  postgresql.worker_truncate postgresql.clone postgresql.worker_reset \
  postgresql.schema_with_all_tables postgresql.naive_database_with_all_tables \
  postgresql.naive_createdb_by_hand sqlite.session sqlite.clone \
  sqlite.naive_file_with_all_tables; do
  line="| $way"
  for level in 1 4; do
    best=$(
      round=0
      while [ "$round" -lt "${1:-3}" ]; do
        run_way "$way" "$level"
        round=$((round + 1))
      done | sort -n -k 2 | head -n 1
    )
    [ -n "$best" ] || exit 1
    line="$line | ${best% *} | ${best#* } s"
  done
  printf '%s |\n' "$line"
done
