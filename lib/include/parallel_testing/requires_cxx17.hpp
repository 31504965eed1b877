// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

/// Each header that requires C++17 includes this one, so that a target with an
/// older standard gets this error first.
#if __cplusplus < 201703L
#error \
    "ParallelTesting's headers need C++17: target_compile_features(<target> PRIVATE cxx_std_17)"
#endif
