// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/stack_request.hpp"

#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing::stacks {

namespace {

template <class Number>
bool read_number(std::string_view text, Number& into, int base) {
  const char* const end = text.data() + text.size();
  return std::from_chars(text.data(), end, into, base).ptr == end &&
         !text.empty();
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

std::size_t write_thread_line(char (&into)[longest_thread_line], pid_t thread,
                              const registers& at) noexcept {
  constexpr std::string_view word = "thread ";
  char* next = into + word.copy(into, word.size());
  char* const end = into + sizeof into;
  next = std::to_chars(next, end, thread).ptr;
  for (const std::uint64_t value : at) {
    *next++ = ' ';
    next = std::to_chars(next, end, value, 16).ptr;
  }
  *next++ = '\n';
  return static_cast<std::size_t>(next - into);
}

std::string request_text(const std::vector<requested_process>& processes) {
  std::string text;
  for (const requested_process& process : processes) {
    text += fmt::format("process {} {}\n", process.id, process.memory);
    for (const requested_thread& thread : process.threads) {
      char line[longest_thread_line];
      text.append(line, write_thread_line(line, thread.id, thread.at));
    }
  }
  return text;
}

std::optional<std::vector<requested_process>> parse_request(
    std::string_view text) {
  std::vector<requested_process> result;
  for (const std::string_view line : split(text, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    requested_process process;
    const bool is_process = words.size() == 3 && words[0] == "process" &&
                            read_number(words[1], process.id, 10) &&
                            read_number(words[2], process.memory, 10);
    if (is_process) {
      result.push_back(process);
    } else if (result.empty() || words.empty() || words[0] != "thread" ||
               !read_thread(words, result.back())) {
      return std::nullopt;
    }
  }
  return result;
}

}  // namespace parallel_testing::stacks
