// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace parallel_testing::tools {

/// Formats a JSON document as commands print it. Replaces bytes that are not
/// UTF-8.
[[nodiscard]] inline std::string json_text(const nlohmann::ordered_json& root,
                                           int indent = 2) {
  return root.dump(indent, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace parallel_testing::tools
