#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Notes the processors that the kernel lets this test use, and the variables
# that limit threads.
processors=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)
{
  printf 'processors\t%s\n' "$processors"
  printf 'threads\t%s %s %s %s\n' "$OMP_NUM_THREADS" "$MKL_NUM_THREADS" \
    "$OPENBLAS_NUM_THREADS" "$RAYON_NUM_THREADS"
  printf 'places\t%s %s\n' "$OMP_PLACES" "$OMP_PROC_BIND"
} >> "$E2E_NOTES"
sleep 0.05
