# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Read by include(CTest) and by ctest scripts. No dashboard is configured:
# results stay in the build directory.
set(CTEST_PROJECT_NAME "ParallelTesting")
set(CTEST_NIGHTLY_START_TIME "00:00:00 UTC")
