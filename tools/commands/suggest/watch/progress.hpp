// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "commands/run/watch/display.hpp"

namespace parallel_testing::suggest_command {

/// Prints what happens on a stream of diagnostics: each test that did not pass,
/// and from time to time how many tests have ended.
class progress : public run_command::display {
 public:
  progress(std::ostream& err, std::string doing);

  void note(std::string_view line) override;
  void on_end(const run_command::test_end& end) override;
  void on_text(std::string_view /*line*/) override {}
  void refresh(const run_command::live_status& now) override;
  [[nodiscard]] bool is_live() const override { return true; }
  void finish() override {}

 private:
  void print(std::string_view text);

  std::ostream& err_;
  std::string doing_;  ///< "watched"
  std::int64_t last_ns_ = 0;
};

}  // namespace parallel_testing::suggest_command
