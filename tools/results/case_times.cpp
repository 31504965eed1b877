// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/case_times.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <map>

#include "base/line_reader.hpp"
#include "lib/src/base/frameworks.hpp"

namespace parallel_testing::tools {
namespace {

constexpr std::string_view key_characters = "0123456789abcdef_";
constexpr double ms_per_second = 1000;

template <class Number>
std::optional<Number> whole_value(std::string_view text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || rest != end) {
    return {};
  }
  return value;
}

std::string in_hexadecimal(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string_view name_in(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool is_key(std::string_view text) {
  return text.find_first_not_of(key_characters) == std::string_view::npos &&
         text.find('_') != std::string_view::npos;
}

}  // namespace

void test_times::add_line(std::string_view line) {
  const bool is_time = !line.empty() && read_line(line);
  if (!is_time && !line.empty() && line[0] != '#') {
    ++bad_lines_;
  }
}

/// Returns false if the line is not a time.
bool test_times::read_line(std::string_view line) {
  const std::size_t blank = line.rfind(' ');
  if (blank == std::string_view::npos || blank == 0) {
    return false;
  }
  const std::string_view before = line.substr(0, blank);
  const std::string_view last = line.substr(blank + 1);
  if (is_key(before)) {
    const auto ms = whole_value<std::int64_t>(last);
    if (!ms || *ms < 0 || *ms > longest_time_ms) {
      return false;
    }
    noted_[std::string(before)] = *ms;
    return true;
  }
  // `<name> <runs> <seconds>`; a name may contain blanks. CTest writes 0 runs
  // for a test that it never measured.
  const std::size_t middle = before.rfind(' ');
  const auto seconds = whole_value<double>(last);
  if (middle == std::string_view::npos || middle == 0 || !seconds ||
      !std::isfinite(*seconds) || *seconds < 0 ||
      *seconds * ms_per_second > static_cast<double>(longest_time_ms)) {
    return false;
  }
  const auto runs = whole_value<std::int64_t>(before.substr(middle + 1));
  if (runs && *runs > 0) {
    of_ctest_[std::string(before.substr(0, middle))] =
        std::llround(*seconds * ms_per_second);
  }
  return runs && *runs >= 0;
}

void test_times::add(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    add_line(text.substr(0, end));
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
}

bool test_times::add_file(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    return false;
  }
  line_reader lines(input);
  // CTest appends the tests that failed, after a line of dashes.
  for (line current; lines.next(current) && current.text != "---";) {
    // An incomplete line may lack digits.
    if (current.state == line_state::complete) {
      add_line(current.text);
    } else {
      ++bad_lines_;
    }
  }
  return !input.bad();
}

std::optional<std::int64_t> test_times::milliseconds_of(
    const listed_test& test) const {
  if (!noted_.empty()) {
    // A launcher or an emulator may come before the program.
    for (std::size_t at = 0; at < test.command.size(); ++at) {
      const std::string program =
          in_hexadecimal(name_in(test.command[at])) + "_";
      for (std::size_t next = at + 1; next < test.command.size(); ++next) {
        std::string_view argument = test.command[next];
        if (without_selecting_option(argument) != argument) {
          argument = without_selecting_option(argument);
        }
        const auto found = noted_.find(program + in_hexadecimal(argument));
        if (found != noted_.end()) {
          return found->second;
        }
      }
      if (const auto found = noted_.find(program); found != noted_.end()) {
        return found->second;
      }
    }
  }
  const auto found = of_ctest_.find(test.name);
  if (found == of_ctest_.end()) {
    return {};
  }
  return found->second;
}

std::string test_times::text() const {
  std::string result;
  for (const auto& [key, ms] : std::map(noted_.begin(), noted_.end())) {
    result += fmt::format("{} {}\n", key, ms);
  }
  for (const auto& [name, ms] : std::map(of_ctest_.begin(), of_ctest_.end())) {
    result += fmt::format("{} 1 {:.3f}\n", name,
                          static_cast<double>(ms) / ms_per_second);
  }
  return result;
}

std::string bad_lines_text(const test_times& times) {
  const std::size_t count = times.bad_lines();
  return count == 0
             ? ""
             : fmt::format(
                   "{} line{} of the times of earlier runs cannot be read and "
                   "do{} not count; remove them from "
                   "Testing/Temporary/CTestCostData.txt or "
                   "Testing/ParallelTesting/times.txt",
                   count, count == 1 ? "" : "s", count == 1 ? "es" : "");
}

test_times load_test_times(const std::string& build) {
  test_times times;
  (void)times.add_file(build + "/Testing/Temporary/CTestCostData.txt");
  (void)times.add_file(build + "/Testing/ParallelTesting/times.txt");
  return times;
}

}  // namespace parallel_testing::tools
