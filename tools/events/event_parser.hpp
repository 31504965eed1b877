// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

#include "base/record.hpp"
#include "events/event.hpp"

namespace parallel_testing::tools {

/// A line of a schema version that this program does not know. Its log need not
/// be read any further.
struct newer_schema : record_error {
  using record_error::record_error;
};

/// The event in a line. A process that is killed while it writes may leave the
/// beginning of an event, and the next event then follows on the same line.
/// Pure.
[[nodiscard]] std::string_view without_torn_start(std::string_view line);

/// Parses the event of one line, without its newline, and converts it to the
/// newest schema. Ignores unknown fields; an unknown event becomes an
/// unknown_event. Throws record_error for any other line that is not an event
/// of schema 1 or 2.
[[nodiscard]] event parse_event(std::string_view line);

}  // namespace parallel_testing::tools
