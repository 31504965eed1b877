#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Would the tests notice? Changes one line of the sources at a time, builds, and
# runs the tests that are there for that line: those that still pass let the
# change, a mutant, survive.
#
#   sh tests/mutation.sh                  # all of tests/mutation/*.txt
#   sh tests/mutation.sh replayer shard   # these files
#   sh tests/mutation.sh 'lib:once'       # mutants of lib with once in the name
#   sh tests/mutation.sh --list           # names, and whether each applies
#
# It works in a copy of the tree, build/mutation, which is kept so that the
# next time is quicker; `--tree <directory>` puts it elsewhere. The checkout and
# its build trees are never touched, and neither is the state of other tests of
# this user. What follows `--` is given to cmake when the copy is configured:
#
#   CMAKE_CXX_COMPILER_LAUNCHER=ccache \
#     sh tests/mutation.sh -- -DCMAKE_PREFIX_PATH=/opt/catch2
#
# All of it takes about a quarter of an hour on two cores that are free.
#
# A mutant is a paragraph of a file tests/mutation/<area>.txt:
#
#   mutant:  ports_are_not_probed         what would be wrong
#   file:    lib/src/user/port.cpp
#   after:   <a line>                     where `line` occurs more than once:
#                                         the first one after this
#   line:    if (!lock || !is_port_free(port)) {
#   becomes: if (!lock) {                 nothing: the line goes
#   tests:   lib_system_test reserve_port.C51_*
#
# Lines are compared without their indentation and must occur exactly once.
# `tests` is a program of the build tree with a filter of GoogleTest, or
# `module` with a case below tests/module; several are separated by ` && `. What
# is built is what they need.
#
# First all tests that are named run without any mutant, and must pass. Then
# each mutant is
#
#   killed           a test failed or did not end in time: as it should be
#   survived         write a test
#   does not build   the mutant is no good: write it so that it compiles
#   does not apply   the line is not there any more, or twice: adapt the mutant
#
# Mutants reach the system they run on: none may change which process is killed,
# what is mounted where, or which settings of the system are written.
#
# Exit codes: 0 at least 90 % are killed and all apply, 1 not so, 2 wrong usage,
# 3 the tree cannot be built or a test fails without a mutant.
set -eu

exec python3 "$(dirname "$0")/mutation/run.py" "$@"
