// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/source_text.hpp"

#include <fmt/format.h>

#include <vector>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {

std::optional<std::string> cpp_of_marker(std::string_view marker) {
  const std::vector<std::string_view> parts = split(marker, ':');
  if (parts.empty() || parts.size() > 3) {
    return std::nullopt;
  }
  const std::string_view word = parts[0];
  if (parts.size() == 1) {
    const bool is_value = word == "no_parallel" || word == "isolate";
    return is_value ? std::optional(fmt::format("pt::{}", word)) : std::nullopt;
  }
  if (word == "port" && parts.size() == 2) {
    return fmt::format("pt::port({})", parts[1]);
  }
  if (word == "isolate" && parts.size() == 2) {
    return fmt::format("pt::isolate(pt::private_view::{})", parts[1]);
  }
  if (word != "lock" && word != "database") {
    return std::nullopt;
  }
  if (parts.size() == 2) {
    return fmt::format("pt::{}(\"{}\")", word, parts[1]);
  }
  return parts[2] == "shared"
             ? std::optional(fmt::format(
                   "pt::{}(\"{}\", pt::lock_mode::shared)", word, parts[1]))
             : std::nullopt;
}

std::optional<std::string> source_of_marker(framework of,
                                            std::string_view marker) {
  const framework_facts& facts = facts_of(of);
  const std::optional<std::string> cpp = cpp_of_marker(marker);
  if (!cpp) {
    return std::nullopt;
  }
  return fmt::format("{}{}{}", facts.marker_start,
                     facts.has_typed_markers ? *cpp : std::string(marker),
                     facts.marker_end);
}

}  // namespace parallel_testing::tools
