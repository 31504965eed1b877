// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parallel_testing::cli {

enum class colour { never, always };

/// The terminal that shows the output. By default, there is none: the output
/// goes to a file or a pipe.
struct terminal {
  int columns = 0;  ///< 0: not a terminal
  cli::colour colour = cli::colour::never;
  int rows = 24;
  int fd = -1;  ///< -1: the size never changes

  [[nodiscard]] bool is_interactive() const { return columns > 0; }
};

/// Returns colours only for a terminal that is not `dumb`, and none if NO_COLOR
/// is set and not empty (https://no-color.org). Pure.
[[nodiscard]] colour choose_colour(int columns, const char* no_color,
                                   const char* term);

/// Examines the file descriptor and the environment of this process.
[[nodiscard]] terminal detect_terminal(int fd);

/// The same terminal with its current size.
[[nodiscard]] terminal resized(const terminal& screen);

/// The number of columns that `text` takes. Control sequences, such as colours,
/// take none. Pure.
[[nodiscard]] std::size_t width_of(std::string_view text);

/// `text` with its control characters escaped as in C: `
/// `, `\x1b`. Names may contain any. Pure.
[[nodiscard]] std::string one_line(std::string_view text);

enum class paint { red, green, yellow, blue, bold, faint };

/// `text` in that colour if `screen` shows colours.
[[nodiscard]] std::string painted(const terminal& screen, paint how,
                                  std::string_view text);

}  // namespace parallel_testing::cli
