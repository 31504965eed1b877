// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_line.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace parallel_testing::tools {
namespace {

std::string_view without_blanks(std::string_view text) {
  const std::size_t start = text.find_first_not_of(' ');
  if (start == std::string_view::npos) {
    return {};
  }
  return text.substr(start, text.find_last_not_of(' ') - start + 1);
}

/// Removes a number from the front of `text`.
bool take_number(std::string_view& text, int& number) {
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || number < 0) {
    return false;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return true;
}

bool take(std::string_view& text, std::string_view word) {
  const std::size_t start = text.find_first_not_of(' ');
  if (start == std::string_view::npos ||
      !text.substr(start).starts_with(word)) {
    return false;
  }
  text.remove_prefix(start + word.size());
  return true;
}

void drop_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

verdict outcome_of(std::string_view words) {
  const auto has = [&](std::string_view word) {
    return words.find(word) != std::string_view::npos;
  };
  if (words == "Passed") {
    return verdict::pass;
  }
  if (has("***Timeout")) {
    return verdict::timeout;
  }
  if (has("***Skipped") || has("***Not Run (Disabled)")) {
    return verdict::skip;
  }
  if (has("***Not Run")) {
    return verdict::not_run;
  }
  return has("***Exception") ? verdict::crash : verdict::fail;
}

/// The name of the signal that ctest describes.
std::string_view signal_of(std::string_view words) {
  struct known_words {
    std::string_view words;
    std::string_view signal;
  };
  constexpr known_words known[] = {{"SegFault", "SIGSEGV"},
                                   {"Illegal", "SIGILL"},
                                   {"Numerical", "SIGFPE"},
                                   {"Interrupt", "SIGINT"},
                                   {"Subprocess aborted", "SIGABRT"},
                                   {"Subprocess killed", "SIGKILL"},
                                   {"Subprocess terminated", "SIGTERM"}};
  for (const known_words& each : known) {
    if (words == each.words) {
      return each.signal;
    }
  }
  return {};
}

/// `***Exception: SegFault` → `SegFault, SIGSEGV`,
/// `Subprocess aborted***Exception:` → `Subprocess aborted, SIGABRT`, `***Not
/// Run (Disabled)` → `Disabled`.
std::string message_after_stars(std::string_view words) {
  constexpr std::string_view stars = "***";
  constexpr std::string_view exception = "Exception:";
  const std::size_t at = words.find(stars);
  if (at == std::string_view::npos) {
    return std::string(words);
  }
  std::string_view before = without_blanks(words.substr(0, at));
  std::string_view after = words.substr(at + stars.size());
  if (after.starts_with(exception)) {
    after.remove_prefix(exception.size());
  }
  // The part after the stars has more details.
  constexpr std::string_view failed = "Failed  ";
  constexpr std::string_view disabled = "Not Run (Disabled)";
  if (after.starts_with(failed)) {
    after.remove_prefix(failed.size());
  } else if (after == disabled) {
    after = "Disabled";
  }
  after = without_blanks(after);
  const std::string words_left(before.empty() ? after : before);
  const std::string_view signal = signal_of(words_left);
  return signal.empty() ? words_left : words_left + ", " + std::string(signal);
}

}  // namespace

std::optional<start_line> parse_start(std::string_view line) {
  start_line result;
  if (!line.starts_with("    ") || !take(line, "Start")) {
    return {};
  }
  drop_blanks(line);
  if (!take_number(line, result.number) || !line.starts_with(": ")) {
    return {};
  }
  result.name = line.substr(2);
  return result;
}

std::optional<result_line> parse_result(std::string_view line) {
  result_line result;
  drop_blanks(line);
  if (take_number(line, result.done)) {
    if (!line.starts_with('/')) {
      return {};
    }
    line.remove_prefix(1);
    if (!take_number(line, result.total)) {
      return {};
    }
  }
  if (!take(line, "Test")) {
    return {};
  }
  drop_blanks(line);
  if (!take(line, "#") || !take_number(line, result.number) ||
      !line.starts_with(": ")) {
    return {};
  }
  result.rest = line.substr(2);
  return result;
}

std::optional<printed_result> read_result(const result_line& line,
                                          std::string_view name) {
  constexpr std::string_view unit = " sec";
  std::string_view rest = line.rest;
  if (!rest.starts_with(name)) {
    return {};
  }
  rest.remove_prefix(name.size());
  if (!rest.starts_with(' ')) {
    return {};
  }
  drop_blanks(rest);
  rest.remove_prefix(std::min(rest.find_first_not_of('.'), rest.size()));
  while (rest.ends_with(' ')) {
    rest.remove_suffix(1);
  }
  if (!rest.ends_with(unit)) {
    return {};
  }
  rest.remove_suffix(unit.size());
  const std::size_t blank = rest.rfind(' ');
  if (blank == std::string_view::npos) {
    return {};
  }
  constexpr double ns_per_second = 1e9;
  const double seconds =
      std::strtod(std::string(rest.substr(blank + 1)).c_str(), nullptr);
  const std::string_view words = without_blanks(rest.substr(0, blank));
  printed_result result;
  result.outcome = outcome_of(words);
  if (result.outcome != verdict::pass) {
    result.message = message_after_stars(words);
    // Each regular expression that was not found is on its own line.
    std::replace(result.message.begin(), result.message.end(), '\n', ' ');
  }
  result.duration_ns = std::llround(seconds * ns_per_second);
  return result;
}

bool is_cut_result(const result_line& line, std::string_view name) {
  return line.rest.starts_with(name) &&
         line.rest.find("Regex=[", name.size()) != std::string::npos &&
         !read_result(line, name);
}

}  // namespace parallel_testing::tools
