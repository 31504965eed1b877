// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/log_tail.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/line_reader.hpp"
#include "base/record.hpp"
#include "ctest/child.hpp"
#include "events/event_parser.hpp"

namespace parallel_testing::run_command {

log_tail::log_tail(std::string path, std::int64_t own)
    : path_(std::move(path)), own_(fmt::format("\"pid\":{},", own)) {
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file_ >= 0) {
    ::lseek(file_, 0, SEEK_END);
  }
}

log_tail::~log_tail() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

void log_tail::read(const std::function<void(tools::event&&)>& on_event) {
  if (file_ < 0) {
    file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  }
  if (file_ < 0) {
    return;
  }
  tools::read_available(file_, rest_);
  std::string_view text = rest_;
  std::size_t used = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', used)) {
    const std::string_view line = text.substr(used, end - used);
    used = end + 1;
    // Half of all lines come from this process. Inside a string of another
    // process the text cannot occur, because quotes are escaped.
    if (line.find(own_) != std::string_view::npos) {
      continue;
    }
    if (line.size() > tools::max_line_bytes) {
      ++bad_lines_;
      continue;
    }
    try {
      on_event(tools::parse_event(line));
    } catch (const tools::record_error&) {
      ++bad_lines_;
    }
  }
  rest_.erase(0, used);
}

}  // namespace parallel_testing::run_command
