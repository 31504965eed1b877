// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/limited_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace parallel_testing::run_command {
namespace {

/// The first bytes, up to the end of a line if one ends among them.
std::string_view whole_lines_at_begin(std::string_view text,
                                      std::size_t limit) {
  const std::string_view part = text.substr(0, limit);
  const std::size_t end = part.rfind('\n');
  return part.size() == text.size() || end == std::string_view::npos
             ? part
             : part.substr(0, end + 1);
}

std::string_view whole_lines_at_end(std::string_view text, std::size_t limit) {
  const std::string_view part =
      text.substr(text.size() - std::min(limit, text.size()));
  const std::size_t end = part.find('\n');
  return part.size() == text.size() || end == std::string_view::npos
             ? part
             : part.substr(end + 1);
}

}  // namespace

limited_output::limited_output(const output_limits& limits,
                               const std::string& name)
    : shown_(limits.shown),
      path_(limits.directory.empty() ? "" : limits.directory + "/" + name) {}

void limited_output::append(std::string_view text) {
  size_ += text.size();
  if (file_.is_open()) {
    write(text);
  }
  const std::size_t half = most() / 2;
  const std::size_t of_head = std::min(half - head_.size(), text.size());
  head_.append(text.substr(0, of_head));
  tail_.append(text.substr(of_head));
  if (tail_.size() > 2 * half) {
    open();
    tail_.erase(0, tail_.size() - half);
  }
}

void limited_output::keep_whole() {
  if (size_ > std::min(shown_, most_logged)) {
    open();
    file_.flush();
  }
}

void limited_output::discard() {
  if (file_.is_open()) {
    file_.close();
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
}

/// Opens the file while all of the text is in memory.
void limited_output::open() {
  if (path_.empty() || has_problem_ || file_.is_open()) {
    return;
  }
  std::error_code reported_in_the_text;
  std::filesystem::create_directories(
      std::filesystem::path(path_).parent_path(), reported_in_the_text);
  file_.open(path_, std::ios::binary | std::ios::trunc);
  write(head_);
  write(tail_);
}

void limited_output::write(std::string_view text) {
  file_.write(text.data(), static_cast<std::streamsize>(text.size()));
  has_problem_ = has_problem_ || !file_;
}

std::string limited_output::text(std::size_t limit) const {
  if (size_ <= limit) {
    return head_ + tail_;
  }
  const std::string_view begin = whole_lines_at_begin(head_, limit / 2);
  // All of a text that is a little longer than the head is in both parts.
  const std::string joined = tail_.size() >= limit / 2 ? tail_ : head_ + tail_;
  const std::string_view end = whole_lines_at_end(joined, limit / 2);
  std::string where;
  if (has_problem_) {
    where = fmt::format("; the whole output could not be written to {}", path_);
  } else if (!path_.empty()) {
    where = fmt::format("; the whole output is in {}", path_);
  }
  return fmt::format("{}{}[... {} bytes left out{} ...]\n{}", begin,
                     begin.ends_with('\n') ? "" : "\n",
                     size_ - begin.size() - end.size(), where, end);
}

}  // namespace parallel_testing::run_command
