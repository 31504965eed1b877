// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The output of one test, which may be larger than a log or a screen can hold.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>

namespace parallel_testing::run_command {

struct output_limits {
  std::size_t shown = 1U << 20;  ///< bytes of a test that are printed
  std::string directory;         ///< for whole outputs; empty: none is kept
};

/// Keeps the beginning and the end of a text in memory. The whole is in a file
/// if a reader gets less.
class limited_output {
 public:
  /// A line of the event log must stay below the limit of its reader, and a
  /// byte may take six characters.
  static constexpr std::size_t most_logged = 128U << 10;

  limited_output() = default;
  /// `name` is that of the file in the directory of the limits.
  limited_output(const output_limits& limits, const std::string& name);

  void append(std::string_view text);

  /// Writes the whole to the file, if a reader gets less. Call it when the text
  /// is complete.
  void keep_whole();
  /// Removes the file.
  void discard();

  /// At most `limit` bytes of the text. If some are left out, a line in the
  /// middle has their number and the file.
  [[nodiscard]] std::string text(std::size_t limit) const;

  [[nodiscard]] std::size_t shown_limit() const { return shown_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  [[nodiscard]] std::size_t most() const {
    return shown_ > most_logged ? shown_ : most_logged;
  }
  void open();
  void write(std::string_view text);

  std::size_t shown_ = 1U << 20;
  std::string path_;
  std::string head_;
  std::string tail_;
  std::size_t size_ = 0;  ///< of the whole
  std::ofstream file_;
  bool has_problem_ = false;
};

}  // namespace parallel_testing::run_command
