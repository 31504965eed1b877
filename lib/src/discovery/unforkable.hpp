// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

// Which libraries are in the way of a fork. Pure.
namespace parallel_testing {

/// What the shared library `path` belongs to, such as "CUDA", if its state in
/// the kernel, in a device or in other processes does not survive a fork; ""
/// for any other library.
std::string_view unforkable_part(std::string_view path);

}  // namespace parallel_testing
