# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The version of ParallelTesting, for the build and for `verify`, which reads
# the copy in a build tree.
set(_parallel_version 0.1.0)
