# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=sh
# Notes what a rank of a command without MPI has. Rank 1 ends with status $1.
places=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)
printf 'command\t%s/%s %s %s\n' "$PARALLEL_TESTING_RANK" \
  "$PARALLEL_TESTING_RANK_COUNT" "$PARALLEL_TESTING_WORKER" \
  "$PARALLEL_TESTING_TEMP_DIR" >>"$E2E_NOTES"
printf 'places\t%s %s\n' "$OMP_PLACES" "$places" >>"$E2E_NOTES"
[ "$PARALLEL_TESTING_RANK" = 0 ] || exit "$1"
