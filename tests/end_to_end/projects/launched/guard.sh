# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# To be read by a script: says so when another one holds one of the names, by a
# lock that goes with the script and with all that it starts.
guard() {
  eval "exec $1>\"\$E2E_SECTIONS/guard-$2\""
  flock -n "$1"
  # Another status is that of a flock which was killed itself.
  test $? -ne 1 || printf 'overlap\t%s\n' "$2" >> "$E2E_NOTES"
}
