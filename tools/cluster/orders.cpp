// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/orders.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "base/whole_file.hpp"
#include "cluster/work_files.hpp"

namespace parallel_testing::cluster {
namespace {

constexpr std::string_view word_over = "over";
constexpr std::string_view word_stop = "stop";
constexpr std::string_view word_signal = "signal ";
constexpr std::string_view word_again = "again ";
constexpr std::string_view word_round = "round ";

/// Without the newline.
std::string line_of(const work_list& given) {
  std::string text = to_text(given);
  text.pop_back();
  return text;
}

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
    into.reserved.insert(more.reserved.begin(), more.reserved.end());
  } else if (line.starts_with(word_round)) {
    line.remove_prefix(word_round.size());
    const char* const end = line.data() + line.size();
    const char* const rest = std::from_chars(line.data(), end, into.round).ptr;
    into.reserved = parse_work_list(std::string(rest, end)).reserved;
    into.again.clear();
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

std::optional<order_list> read_orders(const std::string& path) {
  const std::optional<std::string> text = tools::read_file(path);
  return text ? std::optional(parse_orders(*text)) : std::nullopt;
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

void order_writer::run_again(const unit& lost, const std::string& only) {
  work_list one;
  if (!only.empty()) {
    one.reserved[lost.id] = only;
  }
  one.units.push_back(lost);
  add(std::string(word_again) + line_of(one));
}

void order_writer::begin_round(std::int64_t round,
                               const reserved_units& reserved) {
  work_list only;
  only.reserved = reserved;
  add(fmt::format("{}{} {}", word_round, round, line_of(only)));
}

void order_writer::add(const std::string& line) {
  append_to(path_, line + "\n");
}

}  // namespace parallel_testing::cluster
