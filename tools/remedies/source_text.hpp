// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Markers as they are written beside a case in its source. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "discovered/frameworks.hpp"

namespace parallel_testing::tools {

/// `pt::port(8080)` for `port:8080`. Nothing for markers that have no such
/// function here.
[[nodiscard]] std::optional<std::string> cpp_of_marker(std::string_view marker);

/// The line of a source of this framework in which a case gets the marker:
/// `TEST_CASE(<name> * pt::mark(pt::port(8080)))`. Nothing as above.
[[nodiscard]] std::optional<std::string> source_of_marker(
    framework of, std::string_view marker);

}  // namespace parallel_testing::tools
