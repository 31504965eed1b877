// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "events/event_text.hpp"
#include "observed/schema.hpp"

namespace parallel_testing::observed {

/// Appends one line of a record to `lines`. Pure.
template <class Line>
void append_line(std::string& lines, const Line& line) {
  lines += "{\"v\":";
  lines += std::to_string(schema_version);
  lines += ",\"line\":\"";
  lines += Line::name;
  lines += '"';
  Line::fields(line, events::field_writer(lines));
  lines += "}\n";
}

}  // namespace parallel_testing::observed
