// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parallel_testing::cli {

enum class colour { never, always };

/// What output is shown on. The default is a file or a pipe.
struct terminal {
  int columns = 0;  // 0: no terminal
  cli::colour colour = cli::colour::never;
  int rows = 24;
  int fd = -1;  // -1: its size does not change

  [[nodiscard]] bool is_interactive() const { return columns > 0; }
};

/// Pure: colours only on a terminal that is not `dumb`, and never where
/// NO_COLOR is set to anything (https://no-color.org).
[[nodiscard]] colour choose_colour(int columns, const char* no_color,
                                   const char* term);

/// From the file descriptor and the environment of this process.
[[nodiscard]] terminal detect_terminal(int fd);

/// The same terminal, as large as it is now.
[[nodiscard]] terminal resized(const terminal& screen);

/// Characters that `text` takes on a line: sequences such as colours take none.
/// Pure.
[[nodiscard]] std::size_t width_of(std::string_view text);

/// `text` with its control characters as in C, `\n` or `\x1b`: a name may
/// hold any. Pure.
[[nodiscard]] std::string one_line(std::string_view text);

enum class paint { red, green, yellow, blue, bold, faint };

/// `text` in that colour where `screen` has colours.
[[nodiscard]] std::string painted(const terminal& screen, paint how,
                                  std::string_view text);

}  // namespace parallel_testing::cli
