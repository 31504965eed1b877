// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which entries an archive may have. An archive may be forged, to write outside
// of the directory into which it is unpacked. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace parallel_testing::tools {

enum class entry_kind { file, directory, link, hard_link, other };

struct archive_entry_facts {
  std::string path;
  entry_kind kind = entry_kind::file;
  std::int64_t size = 0;
  std::string target{};  ///< of a link
  unsigned mode = 0;
};

/// What is wrong with a path in an archive: it must be relative, without empty
/// components, `.` and `..`. Returns "" if nothing is.
[[nodiscard]] std::string path_problem(std::string_view path);

/// Reads the entries of one archive, in order.
class entry_rules {
 public:
  /// What the archive may contain in all.
  entry_rules(std::int64_t most_entries, std::int64_t most_bytes)
      : entries_left_(most_entries), bytes_left_(most_bytes) {}

  /// Why this entry is refused; "" if it is not.
  [[nodiscard]] std::string refusal(const archive_entry_facts& of);

 private:
  [[nodiscard]] std::string place_problem(const archive_entry_facts& of) const;

  std::int64_t entries_left_;
  std::int64_t bytes_left_;
  std::set<std::string, std::less<>> not_directories_;
  std::set<std::string, std::less<>> directories_;
};

}  // namespace parallel_testing::tools
