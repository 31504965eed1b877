// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/stack_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "lib/src/base/frameworks.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

bool begins_our_stacks(std::string_view line) {
  return line.find("parallel-testing: ") != line.npos &&
         (line.find(": stacks of '") != line.npos ||
          line.find("' crashed with SIG") != line.npos);
}

bool begins_stacks(std::string_view line) {
  return begins_our_stacks(line) ||
         line.find("ERROR: AddressSanitizer") != line.npos ||
         line.find("ERROR: ThreadSanitizer") != line.npos ||
         line.find("Sanitizer:DEADLYSIGNAL") != line.npos;
}

/// Removes the first line from `text` and returns it without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return line;
}

bool starts_with_one_of(std::string_view text,
                        std::initializer_list<std::string_view> starts) {
  for (const std::string_view each : starts) {
    if (text.starts_with(each)) {
      return true;
    }
  }
  return false;
}

bool is_of_framework(const stack_place& found) {
  for (const framework_row& row : framework_table) {
    for (const std::string_view start : split(row.functions, ' ')) {
      if (found.function.starts_with(start)) {
        return true;
      }
    }
  }
  return false;
}

/// Debuggers and sanitizers also print the frames of libraries and of the
/// handler that started them.
bool is_of_project(const stack_place& found) {
  return found.file.starts_with("/") &&
         !starts_with_one_of(found.file, {"/usr/", "/build/"}) &&
         found.file.find("/libsanitizer/") == std::string::npos &&
         found.file.find("/lib/src/stacks/crash_") == std::string::npos &&
         !found.function.starts_with("std::") && !is_of_framework(found);
}

std::string_view after_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? "" : text.substr(first);
}

/// Removes "#12 ", "frame #12: " and an address from the beginning of the line
/// of a frame. Returns false for any other line.
bool strip_number(std::string_view& line) {
  line = after_blanks(line);
  for (const std::string_view mark : {"* ", "frame "}) {
    if (line.starts_with(mark)) {
      line = after_blanks(line.substr(mark.size()));
    }
  }
  if (!line.starts_with("#")) {
    return false;
  }
  const std::size_t end = line.find_first_not_of("0123456789", 1);
  if (end == 1 || end == line.npos || (line[end] != ' ' && line[end] != ':')) {
    return false;
  }
  line = after_blanks(line.substr(end + 1));
  if (line.starts_with("0x")) {
    line = after_blanks(line.substr(std::min(line.find(' '), line.size())));
    line = line.starts_with("in ") ? line.substr(3) : line;
  }
  return true;
}

/// Reads "<file>:<line>" or "<file>:<line>:<column>".
bool read_file_and_line(std::string_view text, stack_place& into) {
  for (int numbers = 0; numbers < 2; ++numbers) {
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos) {
      return numbers > 0;
    }
    const std::string_view digits = text.substr(colon + 1);
    std::int64_t number = 0;
    const auto end =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number =
        !digits.empty() && end.ptr == digits.data() + digits.size();
    if (!is_number) {
      return numbers > 0;
    }
    into.line = number;
    into.file = text.substr(0, colon);
    text = text.substr(0, colon);
  }
  return true;
}

std::optional<stack_place> frame_in(std::string_view line) {
  if (!strip_number(line)) {
    return std::nullopt;
  }
  stack_place found;
  // Sanitizers print only a blank between the function and the file.
  const std::size_t at = line.rfind(" at ");
  const std::size_t file = at == line.npos ? line.rfind(" /") : at + 3;
  if (file == line.npos || !read_file_and_line(line.substr(file + 1), found)) {
    return std::nullopt;
  }
  found.function = line.substr(0, at == line.npos ? file : at);
  // lldb names the program first.
  found.function.erase(0, found.function.find('`') + 1);
  return found;
}

}  // namespace

std::optional<stack_place> stack_place_in(std::string_view output) {
  bool has_begun = false;
  while (!output.empty()) {
    const std::string_view line = take_line(output);
    has_begun = has_begun || begins_stacks(line);
    if (!has_begun) {
      continue;
    }
    auto found = frame_in(line);
    if (found && is_of_project(*found)) {
      return found;
    }
  }
  return std::nullopt;
}

std::string stacks_in(std::string_view output) {
  std::string text;
  bool is_inside = false;
  bool is_of_debugger = false;
  while (!output.empty()) {
    const std::string_view line = take_line(output);
    if (begins_our_stacks(line)) {
      is_inside = true;
      is_of_debugger = false;
    } else if (is_inside) {
      is_of_debugger = is_of_debugger || line.starts_with("  read with /");
      // A debugger prints lines of any form.
      is_inside = is_of_debugger ? !line.starts_with("parallel-testing: ")
                                 : line.starts_with("  ");
    }
    if (is_inside) {
      text.append(line).append("\n");
    }
  }
  return text;
}

std::string with_place(std::string message, verdict outcome,
                       std::string_view output) {
  if (outcome != verdict::timeout && outcome != verdict::crash) {
    return message;
  }
  const auto found = stack_place_in(output);
  if (!found) {
    return message;
  }
  const std::string place =
      fmt::format("in {} at {}:{}", found->function, found->file, found->line);
  if (message.find(place) != std::string::npos) {
    return message;
  }
  return message.empty() ? place : message + " " + place;
}

}  // namespace parallel_testing::tools
