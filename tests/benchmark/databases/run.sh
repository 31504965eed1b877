#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Measures what fresh data costs a test by each way to have it, with a real
# PostgreSQL server, and prints a table for README.md:
#
#   sh tests/benchmark/databases/run.sh [<rounds> [quick]]
#
# Each line is 200 tests (quick: 50), a process each, started by ctest: the
# mean time of a test, and the time of ctest without that of the server's start
# and stop. Least of the rounds (3). All ways are measured in each round, so
# that what else the machine does meets them alike. Behind the table: what a
# session adds to a statement, and how long the server took to start.
# Exit codes: 0 fine, 1 a test failed, 3 the machine lacks something.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
# shellcheck source=tools/setup.sh
. tools/setup.sh
setup_packages "g++ ninja-build libgtest-dev libfmt-dev libcli11-dev
  libsqlite3-dev libpq-dev postgresql"
setup_cmake "$PWD/build/packages/cmake"
unset DATABASE_URL PGHOST PGHOSTADDR PGSERVICE
cmake --preset benchmark >/dev/null
cmake --build --preset benchmark --target database_ways \
  parallel_testing_postgresql_server >/dev/null

rounds=${1:-3}
which='[0-9]*'
[ "${2:-}" != quick ] || which='[0-4]?[0-9]'
ways='postgresql.nothing_isolated postgresql.session
  postgresql.worker_truncate postgresql.clone postgresql.worker_reset
  postgresql.schema_with_all_tables postgresql.naive_database_with_all_tables
  postgresql.naive_createdb_by_hand sqlite.session sqlite.clone
  sqlite.naive_file_with_all_tables'
tests=$PWD/build/benchmark/tests/benchmark/databases
results=$(mktemp)
measured=$(mktemp)
trap 'rm -f "$results" "$measured"' EXIT

run_ctest() {
  if ! output=$(ctest --test-dir "$tests" --output-junit "$results" "$@"); then
    printf '%s\n' "$output" >&2
    exit 1
  fi
}

# "<test> <seconds>" of the last run.
durations() {
  sed -n 's/.*<testcase name="\([^"]*\)".* time="\([0-9.]*\)".*/\1 \2/p' \
    "$results"
}

# Appends "<way> <level> <mean in ms> <total in s>", and the server's start.
measure() {
  run_ctest -R "^ways/$1/$which\$" -j "$2"
  total=$(printf '%s\n' "$output" |
    sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec/\1/p')
  durations | awk -v way="$1" -v level="$2" -v total="$total" '
    $1 == "pg.start" { print "server", 0, 1000 * $2, $2 }
    /^pg\./ { total -= $2; next }
    { sum += $2; ++count }
    END { printf "%s %d %.1f %.2f\n", way, level, 1000 * sum / count, total }' \
    >>"$measured"
}

# The least total of a way at a level, with its mean.
best() {
  awk -v way="$1" -v level="$2" '
    $1 == way && $2 == level && (!found || $4 < total) {
      found = 1; mean = $3; total = $4
    }
    END { print mean, total }' "$measured"
}

round=0
while [ "$round" -lt "$rounds" ]; do
  for way in $ways; do
    measure "$way" 1
    measure "$way" 4
  done
  round=$((round + 1))
done

echo '| way | ms per test, -j1 | total, -j1 | ms per test, -j4 | total, -j4 |'
echo '|---|---|---|---|---|'
for way in $ways; do
  serial=$(best "$way" 1)
  parallel=$(best "$way" 4)
  printf '| %s | %s | %s s | %s | %s s |\n' "$way" \
    "${serial% *}" "${serial#* }" "${parallel% *}" "${parallel#* }"
done
server=$(best server 0)
run_ctest -R '^figures\.session$' -V
echo
printf '%s\n' "$output" | sed -n 's/^[0-9]*: \(a statement: \)/\1/p'
echo "server up in ${server#* } s"
