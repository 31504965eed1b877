// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The evidence of conflicts in words. Pure.
#pragma once

#include <string>

#include "sharing/groups.hpp"

namespace parallel_testing::tools::sharing_rules {

/// What a test does, in words: "writes", "creates and removes".
/// `object` takes the place of the resource: its name, or "it".
[[nodiscard]] std::string phrase(nature of, const member& about,
                                 const std::string& object);

/// The name of the resource for people.
[[nodiscard]] std::string object_name(const group& about);

/// "Orders.Export writes /tmp/orders.csv; Orders.Import reads it".
[[nodiscard]] std::string sentence(const group& about, const member& first,
                                   const std::string& first_name,
                                   const member& second,
                                   const std::string& second_name);

}  // namespace parallel_testing::tools::sharing_rules
