// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace parallel_testing::cli {
namespace {

constexpr int default_columns = 80;
constexpr int default_rows = 24;

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

/// Sets 80 columns if the size is unknown.
void read_size(terminal& into) {
  winsize size{};
  const bool known =
      ::ioctl(into.fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  into.columns = known ? size.ws_col : default_columns;
  into.rows = known && size.ws_row > 0 ? size.ws_row : default_rows;
}

}  // namespace

colour choose_colour(int columns, const char* no_color, const char* term) {
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return columns > 0 && !refused && !dumb ? colour::always : colour::never;
}

terminal detect_terminal(int fd) {
  terminal result;
  if (::isatty(fd) != 0) {
    result.fd = fd;
    read_size(result);
  }
  result.colour = choose_colour(result.columns, std::getenv("NO_COLOR"),
                                std::getenv("TERM"));
  return result;
}

terminal resized(const terminal& screen) {
  terminal result = screen;
  if (screen.fd >= 0) {
    read_size(result);
  }
  return result;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("\033[")) {
      at = std::min(text.find_first_not_of("0123456789;", at + 2), text.size());
    } else {
      // In UTF-8, a continuation byte takes no column.
      width += (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U ? 0 : 1;
    }
  }
  return width;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char each : text) {
    const auto code = static_cast<unsigned char>(each);
    constexpr unsigned char first_printable = 0x20;
    constexpr unsigned char last_control = 0x7f;
    if (each == '\n') {
      line += "\\n";
    } else if (code < first_printable || code == last_control) {
      line += fmt::format("\\x{:02x}", code);
    } else {
      line += each;
    }
  }
  return line;
}

std::string painted(const terminal& screen, paint how, std::string_view text) {
  if (screen.colour == colour::never) {
    return std::string(text);
  }
  return fmt::format("\033[{}m{}\033[0m", code_of(how), text);
}

}  // namespace parallel_testing::cli
