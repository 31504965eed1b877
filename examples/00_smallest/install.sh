#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds ParallelTesting and installs it below ~/.local.
set -e
cmake -S ~/ParallelTesting -B ~/ParallelTesting/build/install \
  -DPARALLEL_TESTING_BUILD_TESTS=OFF
cmake --build ~/ParallelTesting/build/install --parallel 4
cmake --install ~/ParallelTesting/build/install --prefix ~/.local
