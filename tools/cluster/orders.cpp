// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/orders.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string_view>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::cluster {
namespace {

constexpr std::string_view word_over = "over";
constexpr std::string_view word_stop = "stop";
constexpr std::string_view word_signal = "signal ";
constexpr std::string_view word_again = "again ";

void take_order(std::string_view line, order_list& into) {
  if (line == word_over) {
    into.is_over = true;
  } else if (line == word_stop) {
    into.is_stopped = true;
  } else if (line.starts_with(word_signal)) {
    line.remove_prefix(word_signal.size());
    std::from_chars(line.data(), line.data() + line.size(), into.signal);
  } else if (line.starts_with(word_again)) {
    line.remove_prefix(word_again.size());
    const work_list more = parse_work_list(std::string(line));
    into.again.insert(into.again.end(), more.units.begin(), more.units.end());
  }
}

}  // namespace

order_list parse_orders(const std::string& text) {
  order_list result;
  std::string_view rest = text;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos;
       end = rest.find('\n')) {
    take_order(rest.substr(0, end), result);
    rest.remove_prefix(end + 1);
  }
  return result;
}

order_list read_orders(const std::string& path) {
  return parse_orders(tools::read_file(path).value_or(""));
}

void order_writer::end() {
  add(std::string(word_over));
}

void order_writer::stop() {
  add(std::string(word_stop));
}

void order_writer::interrupt(int signal) {
  add(fmt::format("{}{}", word_signal, signal));
}

void order_writer::run_again(const unit& lost) {
  work_list one;
  one.units.push_back(lost);
  std::string text = to_text(one);
  text.pop_back();
  add(std::string(word_again) + text);
}

void order_writer::add(const std::string& line) {
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const std::string whole = line + "\n";
  const bool is_written =
      file >= 0 && ::write(file, whole.data(), whole.size()) ==
                       static_cast<ssize_t>(whole.size());
  const int why = errno;
  // NFS sends the data to the server at the latest now.
  const bool is_closed = file >= 0 && ::close(file) == 0;
  if (!is_written || !is_closed) {
    cli::fail_to_write(path_, std::error_code(why, std::generic_category()));
  }
}

}  // namespace parallel_testing::cluster
