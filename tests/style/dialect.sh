#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reports the sources that deviate from the dialect; see dialect.awk and
# overloads.awk.
#
#   sh tests/style/dialect.sh [<source tree>]
set -eu

style=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$style/../..}"

status=0

# check <variable of awk> <folder>...
check() {
  variable=$1
  shift
  for folder in "$@"; do
    [ -d "$folder" ] || continue
    find "$folder" -name '*.[ch]pp' ! -path '*/deviating/*' \
      ! -path '*/turned/*' \
      -exec awk -v "$variable" -f "$style/dialect.awk" {} + || status=1
  done
}

check head_only=0 lib tools
check head_only=1 examples tests

# Adapters are compiled alone, in a user's build.
for folder in lib tools; do
  [ ! -d "$folder" ] || find "$folder" -name '*.[ch]pp' \
    ! -path '*/deviating/*' ! -path '*/src/adapters/*'
done | sort | xargs awk -f "$style/overloads.awk" || status=1
exit $status
