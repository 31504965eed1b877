// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/unique_fd.hpp"
#include "observe/meaning/ledger.hpp"
#include "observed/schema.hpp"

namespace parallel_testing::launcher {

/// The record of one test. Its last line is written last, so a reader knows
/// whether it has all of it.
class record_file {
 public:
  record_file(std::string path, observed::header&& head)
      : path_(std::move(path)), head_(std::move(head)) {}

  observed::header& head() noexcept { return head_; }

  /// Writes the header, so that a watcher that is killed leaves a record that
  /// is not complete. Throws error.
  void begin();

  /// Replaces the record with one that has all but the last line, and so is
  /// still not complete. Throws error.
  void write_snapshot(const ledger& touched);

  /// Appends all the rest; if more than the header was written before, it
  /// replaces the whole record. Throws error.
  void write(const ledger& touched, const observed::end& last);

 private:
  /// Calls `full` when the text is long; it may take it away.
  template <class Full>
  static void append_items(std::string& text, const ledger& touched,
                           const Full& full);
  void replace(const std::string& text) const;
  [[noreturn]] void throw_error() const;

  std::string path_;
  unique_fd file_;
  observed::header head_;
};

}  // namespace parallel_testing::launcher
