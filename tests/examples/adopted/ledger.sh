#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Fails if another test changes the file meanwhile, and outside of the directory $1.
set -eu
[ "$(pwd -P)" = "$(cd "$1" && pwd -P)" ]
echo ledger >account.txt
[ "$(cat account.txt)" = ledger ]
rm account.txt
