// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shows the progress of a run.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"
#include "commands/run/watch/observer.hpp"

namespace parallel_testing::run_command {

struct running_line {
  std::string worker;
  std::string name;
  std::int64_t elapsed_ns = 0;
};

struct live_status {
  int done = 0;
  int total = 0;  ///< 0: not yet known
  int bad = 0;
  std::int64_t elapsed_ns = 0;
  std::optional<std::int64_t> left_ns;  ///< empty if times are unknown
  std::vector<running_line> running;    ///< longest first
};

/// A bar and one line for each running test, at most as wide as the screen.
/// Pure.
[[nodiscard]] std::vector<std::string> render_status(
    const live_status& now, const cli::terminal& screen);

/// `[gw0] [ 12%] PASSED  Orders.Migrate (0.02 s)`. Pure.
[[nodiscard]] std::string render_end(const test_end& end,
                                     const cli::terminal& screen);

class display {
 public:
  virtual ~display() = default;
  /// Prints a line that stays: header, warning, or next step.
  virtual void note(std::string_view line) = 0;
  /// Prints lines about a run without news.
  virtual void remind(const std::vector<std::string>& /*lines*/) {}
  virtual void on_end(const test_end& end) = 0;
  virtual void on_text(std::string_view line) = 0;
  /// Updates a live display; called from time to time.
  virtual void refresh(const live_status& now) = 0;
  [[nodiscard]] virtual bool is_live() const = 0;
  /// Removes everything live from the screen.
  virtual void finish() = 0;
};

enum class text_of_ctest { hidden, shown };

/// On a terminal, shows a bar and the running tests; elsewhere, prints lines.
[[nodiscard]] std::unique_ptr<display> make_display(std::ostream& out,
                                                    const cli::terminal& screen,
                                                    text_of_ctest text);
/// Shows nothing.
[[nodiscard]] std::unique_ptr<display> make_silent_display();
/// Shows only reminders, on `err`.
[[nodiscard]] std::unique_ptr<display> make_reminding_display(
    std::ostream& err);

}  // namespace parallel_testing::run_command
