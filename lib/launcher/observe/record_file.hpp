// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "observe/ledger.hpp"
#include "observed/schema.hpp"

namespace parallel_testing::launcher {

/// The record of one test. Whoever reads it sees a header alone or all of it.
class record_file {
 public:
  record_file(std::string path, observed::header&& head)
      : path_(std::move(path)), head_(std::move(head)) {}

  observed::header& head() noexcept { return head_; }

  /// Writes the header, so that a watcher that is killed leaves a record that
  /// is not complete. Throws error.
  void begin() const;

  /// Throws error.
  void write(const ledger& touched, const observed::end& last) const;

 private:
  void replace(const std::string& text) const;

  std::string path_;
  observed::header head_;
};

}  // namespace parallel_testing::launcher
