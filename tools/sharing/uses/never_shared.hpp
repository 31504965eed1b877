// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names about which no two tests can conflict, whatever they do. Pure.
#pragma once

#include <string_view>

#include "observed/observation.hpp"

namespace parallel_testing::tools::sharing_rules {

/// Whether `path` is `directory` or something in it.
[[nodiscard]] bool is_within(std::string_view path, std::string_view directory);

/// Whether no other test can meet this one at the resource: it is made for all,
/// in a private directory of the test, in a namespace that the test has alone,
/// or chosen by the kernel.
[[nodiscard]] bool is_never_shared(const observed::resource& what,
                                   const watched_test& of,
                                   std::string_view build);

}  // namespace parallel_testing::tools::sharing_rules
