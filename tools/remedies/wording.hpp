// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reasons of suggestions, in words. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

/// "orders.db in the working directory", or the whole name.
[[nodiscard]] std::string short_name(const shared_resource& resource);

/// That of the first strong conflict of this kind; "" if there is none.
[[nodiscard]] std::string evidence_of(const shared_resource& resource,
                                      relation how);

/// "2 tests share orders.db and 1 other resource: <evidence>"
[[nodiscard]] std::string reason_for(const sharing& found, std::size_t tests,
                                     const std::vector<std::size_t>& resources);

}  // namespace parallel_testing::tools
