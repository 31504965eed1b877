// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/verbose_output.hpp"

#include <charconv>
#include <system_error>

#include "ctest/ctest_line.hpp"

namespace parallel_testing::tools {

std::optional<output_line> parse_output(std::string_view line) {
  output_line result;
  const char* const end = line.data() + line.size();
  const auto [rest, problem] = std::from_chars(line.data(), end, result.number);
  const std::string_view left =
      line.substr(static_cast<std::size_t>(rest - line.data()));
  if (problem != std::errc() || result.number <= 0 || !left.starts_with(": ")) {
    return {};
  }
  result.text = left.substr(2);
  return result;
}

bool is_verbose_remark(std::string_view line) {
  for (const std::string_view prefix :
       {"UpdateCTestConfiguration ",
        "Parse Config file:", " Add coverage exclude regular expressions.",
        "Run command: ", "Constructing a list of tests",
        "Done constructing a list of tests", "Ignore test: ",
        "Updating test list for fixtures", "Checking test dependency graph"}) {
    if (line.starts_with(prefix)) {
      return true;
    }
  }
  constexpr std::string_view test = "test ";
  const bool is_number =
      line.starts_with(test) && line.size() > test.size() &&
      line.find_first_not_of("0123456789", test.size()) == line.npos;
  return is_number || (line.starts_with("Added ") &&
                       line.ends_with(" tests to meet fixture requirements"));
}

bool test_preamble::takes(std::string_view line) {
  if (is_over()) {
    return false;
  }
  const auto printed = parse_output(line);
  return printed && printed->number == number_ ? takes_own(printed->text)
                                               : takes_other(line);
}

bool test_preamble::takes_own(std::string_view text) {
  if (next_ == part::command) {
    next_ = text.starts_with("Test command: ") ? part::rest_of_command
                                               : part::nothing;
    return next_ != part::nothing;
  }
  if (text.starts_with("Test timeout computed to be: ")) {
    next_ = part::nothing;
    return true;
  }
  if (text == "Environment variables: " ||
      text == "Environment variable modifications: ") {
    next_ = part::environment;
    return true;
  }
  if (next_ == part::rest_of_command) {
    next_ = text.starts_with("Working Directory: ") ? part::directory : next_;
    return true;
  }
  if (next_ == part::environment && text.starts_with(' ')) {
    return true;
  }
  next_ = part::nothing;
  return false;
}

/// A test that cannot run ends within its preamble, after a line with the
/// reason.
bool test_preamble::takes_other(std::string_view line) const {
  switch (next_) {
    case part::command:
      return line.empty();
    case part::rest_of_command:
      return true;
    case part::environment: {
      const auto ended = parse_result(line);
      const bool is_end = ended && ended->number == number_ &&
                          line.find("***Not Run") != std::string_view::npos;
      return !is_end && !line.starts_with("Unable to find ");
    }
    case part::directory:
    case part::nothing:
      break;
  }
  return false;
}

}  // namespace parallel_testing::tools
