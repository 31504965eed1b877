// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one watched test touched, read from the record of its launcher.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/record.hpp"
#include "lib/src/observed/schema.hpp"

namespace parallel_testing::tools {

struct touched_resource {
  observed::resource what;
  std::vector<observed::touch> touches;
};

struct record_of_test {
  observed::header head;
  std::vector<touched_resource> resources;
  /// Nothing when the watcher was killed: then anything may be missing.
  std::optional<observed::end> last;

  [[nodiscard]] bool is_complete() const { return last.has_value(); }
};

/// Reads a record. A line that was cut off ends it, and leaves it incomplete.
/// Unknown lines and fields are ignored. Throws record_error for what is not a
/// record, is of another version, or contradicts itself; the text names the
/// line.
[[nodiscard]] record_of_test read_record_of_test(std::istream& input);

/// The database that listens at a resource by custom, "postgresql" for example;
/// "" for others. Pure.
[[nodiscard]] std::string_view database_at(const observed::resource& what);

}  // namespace parallel_testing::tools
