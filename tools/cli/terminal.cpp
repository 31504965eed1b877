// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace parallel_testing::cli {
namespace {

constexpr int default_columns = 80;

const char* code_of(paint how) {
  switch (how) {
    case paint::red:
      return "31";
    case paint::green:
      return "32";
    case paint::yellow:
      return "33";
    case paint::blue:
      return "34";
    case paint::bold:
      return "1";
    case paint::faint:
      break;
  }
  return "2";
}

int columns_of(int fd) {
  if (::isatty(fd) == 0) {
    return 0;
  }
  winsize size{};
  const bool known = ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : default_columns;
}

}  // namespace

colour choose_colour(int columns, const char* no_color, const char* term) {
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return columns > 0 && !refused && !dumb ? colour::always : colour::never;
}

terminal detect_terminal(int fd) {
  terminal result;
  result.columns = columns_of(fd);
  result.colour = choose_colour(result.columns, std::getenv("NO_COLOR"),
                                std::getenv("TERM"));
  return result;
}

std::string painted(const terminal& screen, paint how, std::string_view text) {
  if (screen.colour == colour::never) {
    return std::string(text);
  }
  return fmt::format("\033[{}m{}\033[0m", code_of(how), text);
}

}  // namespace parallel_testing::cli
