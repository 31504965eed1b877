// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>

// Requires only the C library, because it is also part of a library that is
// loaded into programs of any kind (`lib/crashes`).
namespace parallel_testing::stacks {

/// The file name of that library, which is beside the launcher.
inline constexpr const char* crash_library = "libparallel-testing-crashes.so";

/// What the library reads: "<program that reads stacks>:<test>". Without a
/// test, a report names the program that crashed.
inline constexpr const char* crash_variable = "PARALLEL_TESTING_CRASHES";

/// Whether the library can be loaded into the program without any other effect:
/// a dynamically linked program of this architecture for the GNU C library, and
/// no sanitizer, which would refuse a library in front of its runtime. A script
/// is judged by its interpreter.
bool accepts_crash_library(const char* path) noexcept;

/// The same for the content of a file, which is not a script.
bool accepts_crash_library(const unsigned char* file,
                           std::size_t size) noexcept;

/// Whether a list of libraries like LD_PRELOAD has a sanitizer, by the names of
/// the files. It must stay the first of them. Pure.
bool names_sanitizer(const char* libraries) noexcept;

}  // namespace parallel_testing::stacks
