// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/stack_request.hpp"

#include <algorithm>
#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"
#include "stacks/thread_line.hpp"

namespace parallel_testing::stacks {

namespace {

template <class Number>
bool read_number(std::string_view text, Number& into, int base) {
  const char* const end = text.data() + text.size();
  return std::from_chars(text.data(), end, into, base).ptr == end &&
         !text.empty();
}

std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool read_thread(const std::vector<std::string_view>& words,
                 requested_process& into) {
  requested_thread thread;
  if (words.size() != 2 + register_count ||
      !read_number(words[1], thread.id, 10)) {
    return false;
  }
  for (std::size_t at = 0; at < register_count; ++at) {
    if (!read_number(words[2 + at], thread.at[at], 16)) {
      return false;
    }
  }
  into.threads.push_back(thread);
  return true;
}

}  // namespace

std::string request_text(const stack_request& given) {
  std::string text;
  if (!given.test.empty()) {
    text = fmt::format("test {}\ntitle {}\n", in_one_line(given.test),
                       in_one_line(given.title));
  }
  for (const requested_process& process : given.processes) {
    text += fmt::format("process {} {}\n", process.id, process.memory);
    for (const requested_thread& thread : process.threads) {
      char line[longest_thread_line];
      text.append(line, write_thread_line(line, thread.id, thread.at));
    }
  }
  return text;
}

std::optional<stack_request> parse_request(std::string_view text) {
  constexpr std::string_view test = "test ";
  constexpr std::string_view title = "title ";
  stack_request result;
  for (const std::string_view line : split(text, '\n')) {
    const bool is_first = result.processes.empty();
    if (is_first && starts_with(line, test)) {
      result.test = line.substr(test.size());
      continue;
    }
    if (is_first && starts_with(line, title)) {
      result.title = line.substr(title.size());
      continue;
    }
    const std::vector<std::string_view> words = split(line, ' ');
    requested_process process;
    const bool is_process = words.size() == 3 && words[0] == "process" &&
                            read_number(words[1], process.id, 10) &&
                            read_number(words[2], process.memory, 10);
    if (is_process) {
      result.processes.push_back(process);
    } else if (is_first || words.empty() || words[0] != "thread" ||
               !read_thread(words, result.processes.back())) {
      return std::nullopt;
    }
  }
  return result;
}

}  // namespace parallel_testing::stacks
