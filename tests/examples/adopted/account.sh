#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes $1 into a file and reads it. Fails outside of the directory $2, and if
# another test changes the file meanwhile.
set -eu
[ "$(pwd -P)" = "$(cd "$2" && pwd -P)" ]
echo "$1" >account.txt
[ "$(cat account.txt)" = "$1" ]
rm account.txt
