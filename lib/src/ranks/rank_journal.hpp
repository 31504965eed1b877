// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.hpp"
#include "verdicts/test_verdict.hpp"

// What one rank of a test did. Each rank has a file in the directory of the
// ranks, to which the process that watches the rank and the adapter in its
// program append lines. The launcher reads the files when the test has ended.
namespace parallel_testing {

struct rank_case {
  std::string name;
  std::string file;
  std::int64_t line = 0;
  std::string markers;  ///< in the form of joined_markers()
  std::vector<std::string> tags;
  std::optional<verdict> outcome;  ///< std::nullopt while it runs
  std::int64_t duration_ns = 0;
  std::string message;
};

struct rank_end {
  enum class kind { exit, signal };
  kind how = kind::exit;
  int code = 0;  ///< exit code or signal
  std::int64_t at_ns = 0;
  /// Whether another process had asked the rank to end, as the program that
  /// started the ranks does after the failure of one.
  bool was_asked = false;
};

struct rank_record {
  pid_t pid = 0;         ///< of the program; 0 if the rank was not started
  std::size_t size = 0;  ///< number of ranks
  std::vector<rank_case> cases;
  std::optional<judged_test> judged;  ///< by the adapter
  std::optional<rank_end> end;

  /// The case that runs, "" for none.
  [[nodiscard]] std::string running() const;
};

/// The file of a rank in the directory of the ranks.
std::string rank_file(const std::string& directory, int rank);

/// Parses the content of such a file. Ignores lines that it does not know.
/// Pure.
rank_record read_rank_record(std::string_view text);

/// Appends to the file of one rank. A file that cannot be written is reported
/// on stderr; the rank then counts as lost.
class rank_journal {
 public:
  rank_journal() = default;
  rank_journal(const std::string& directory, int rank);

  [[nodiscard]] bool is_open() const noexcept {
    return static_cast<bool>(file_);
  }

  void start(pid_t program, int size) noexcept;
  void begin_case(const rank_case& begun) noexcept;
  void end_case(const std::string& name, verdict outcome,
                std::int64_t duration_ns, const std::string& message) noexcept;
  /// A case that had already ended failed afterwards.
  void fail_case(const std::string& name, const std::string& message) noexcept;
  void judge(const judged_test& judged) noexcept;
  void finish(const rank_end& end) noexcept;

 private:
  void append(const std::vector<std::string_view>& fields) noexcept;

  std::string path_;
  unique_fd file_;
};

}  // namespace parallel_testing
