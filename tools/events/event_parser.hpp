// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

#include "base/record.hpp"
#include "events/event.hpp"

namespace parallel_testing::tools {

/// A line of a schema version that this program does not know. One is enough
/// to stop reading its log.
struct newer_schema : record_error {
  using record_error::record_error;
};

/// The event of a line: a process that is killed while it writes may leave the
/// start of one, and the next then stands on the same line. Pure.
[[nodiscard]] std::string_view without_torn_start(std::string_view line);

/// The event of one line (without its newline), in terms of the newest schema.
/// Fields and events it does not know are ignored; everything else that is not
/// an event of schema 1 or 2 is a record_error.
[[nodiscard]] event parse_event(std::string_view line);

}  // namespace parallel_testing::tools
