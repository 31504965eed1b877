#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The fixture of the tests that dump what is around them.
set -eu
[ -n "${E2E_FIXTURE-}" ] || exit 0
case $1 in
start) echo 'fixture is up' >"$E2E_FIXTURE" ;;
stop) rm "$E2E_FIXTURE" ;;
esac
