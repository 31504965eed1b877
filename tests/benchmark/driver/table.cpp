// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace parallel_testing::benchmark {

namespace {

using cells = std::array<std::string, 6>;

cells cells_of(const row& shown) {
  const std::string met = shown.target.empty() ? ""
                          : shown.is_met       ? "yes"
                                               : "NO";
  return {shown.what,       shown.ours,   shown.other,
          shown.comparison, shown.target, met};
}

std::string line_of(const cells& texts,
                    const std::array<std::size_t, 6>& widths, char fill) {
  std::string line = "|";
  for (std::size_t column = 0; column < texts.size(); ++column) {
    const std::string padding(widths[column] - texts[column].size(), fill);
    line += fmt::format("{0}{1}{2}{0}|", fill, texts[column], padding);
  }
  return line + "\n";
}

constexpr std::string_view start_mark = "<!-- benchmark results -->\n";
constexpr std::string_view end_mark = "<!-- end of benchmark results -->";

}  // namespace

std::string to_table(const std::vector<row>& rows) {
  std::vector<cells> lines = {
      {"what", "ours", "beside it", "comparison", "target", "met"}};
  for (const row& shown : rows) lines.push_back(cells_of(shown));
  std::array<std::size_t, 6> widths{};
  for (const cells& texts : lines) {
    for (std::size_t column = 0; column < texts.size(); ++column) {
      widths[column] = std::max(widths[column], texts[column].size());
    }
  }
  std::string table = line_of(lines[0], widths, ' ');
  table += line_of({}, widths, '-');
  for (std::size_t at = 1; at < lines.size(); ++at) {
    table += line_of(lines[at], widths, ' ');
  }
  return table;
}

std::string with_results(const std::string& document,
                         const std::string& results) {
  const std::size_t start = document.find(start_mark);
  const std::size_t end = document.find(end_mark);
  if (start == std::string::npos || end == std::string::npos || end < start) {
    throw std::runtime_error(
        fmt::format("the document has no '{}…{}'", start_mark, end_mark));
  }
  return document.substr(0, start + start_mark.size()) + results +
         document.substr(end);
}

}  // namespace parallel_testing::benchmark
