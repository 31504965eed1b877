// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/// Included by each header that does not compile before C++17, so that this is
/// the first error that a target with an older standard gets.
#if __cplusplus < 201703L
#error \
    "ParallelTesting's headers need C++17: target_compile_features(<target> PRIVATE cxx_std_17)"
#endif
