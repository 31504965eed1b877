// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::cli {

enum class colour { never, always };

/// What output is shown on. The default is a file or a pipe.
struct terminal {
  int columns = 0;  // 0: no terminal
  cli::colour colour = cli::colour::never;

  [[nodiscard]] bool is_interactive() const { return columns > 0; }
};

/// Pure: colours only on a terminal that is not `dumb`, and never where
/// NO_COLOR is set to anything (https://no-color.org).
[[nodiscard]] colour choose_colour(int columns, const char* no_color,
                                   const char* term);

/// What the file descriptor and the environment of this process say.
[[nodiscard]] terminal detect_terminal(int fd);

enum class paint { red, green, yellow, blue, bold, faint };

/// `text` in that colour where `screen` has colours.
[[nodiscard]] std::string painted(const terminal& screen, paint how,
                                  std::string_view text);

}  // namespace parallel_testing::cli
