// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/moved_manifest.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <optional>

namespace parallel_testing::tools {
namespace {

struct unit_range {
  std::size_t start = 0;
  std::size_t size = 0;
  std::size_t length = 0;  ///< of the text that states it
};

std::optional<std::size_t> number_at(std::string_view text, std::size_t& at) {
  std::size_t number = 0;
  const auto parsed =
      std::from_chars(text.data() + at, text.data() + text.size(), number);
  if (parsed.ec != std::errc()) {
    return std::nullopt;
  }
  at = static_cast<std::size_t>(parsed.ptr - text.data());
  return number;
}

/// `@<start>+<size>` at the beginning of the text.
std::optional<unit_range> range_in(std::string_view text) {
  std::size_t at = 1;
  const auto start = number_at(text, at);
  if (!start || at >= text.size() || text[at] != '+') {
    return std::nullopt;
  }
  ++at;
  const auto size = number_at(text, at);
  return size ? std::optional(unit_range{*start, *size, at}) : std::nullopt;
}

/// The range where its lines are after their paths moved.
std::string moved_range(const unit_range& of, std::string_view units,
                        const std::vector<moved_path>& moves) {
  return fmt::format("@{}+{}",
                     move_paths(units.substr(0, of.start), moves).size(),
                     move_paths(units.substr(of.start, of.size), moves).size());
}

}  // namespace

std::string units_file_of(const std::string& path) {
  constexpr std::string_view ending = "_manifest.cmake";
  return path.ends_with(ending)
             ? path.substr(0, path.size() - ending.size()) + "_units.txt"
             : "";
}

std::string move_manifest(std::string_view manifest, std::string_view units,
                          const std::vector<moved_path>& moves) {
  // Only a selector begins so.
  constexpr std::string_view mark = "=[@";
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = manifest.find(mark); at != std::string_view::npos;
       at = manifest.find(mark, at + mark.size())) {
    const std::size_t selector = at + mark.size() - 1;
    const auto range = range_in(manifest.substr(selector));
    if (!range || range->start > units.size() ||
        range->size > units.size() - range->start) {
      continue;
    }
    result += move_paths(manifest.substr(done, selector - done), moves);
    result += moved_range(*range, units, moves);
    done = selector + range->length;
  }
  return result + move_paths(manifest.substr(done), moves);
}

}  // namespace parallel_testing::tools
