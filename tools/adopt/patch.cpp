// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/patch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parallel_testing::tools {
namespace {

constexpr std::size_t context = 3;

using text_lines = std::vector<std::string_view>;

/// Each with its line end; the last may lack it.
text_lines lines_with_ends(std::string_view text) {
  text_lines result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    result.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return result;
}

/// Lines `before` of the old text become lines `after` of the new one.
struct difference {
  std::size_t before_begin = 0;
  std::size_t before_end = 0;
  std::size_t after_begin = 0;
  std::size_t after_end = 0;
};

/// Myers' algorithm, on the lines between the common start and end. Edits of
/// this program are few, so the number of differences is small.
class comparison {
 public:
  comparison(const text_lines& before, const text_lines& after)
      : before_(before), after_(after) {}

  std::vector<difference> differences() {
    first_ = 0;
    const std::size_t shorter = std::min(before_.size(), after_.size());
    while (first_ < shorter && before_[first_] == after_[first_]) {
      ++first_;
    }
    std::size_t same_end = 0;
    while (same_end < shorter - first_ &&
           before_[before_.size() - 1 - same_end] ==
               after_[after_.size() - 1 - same_end]) {
      ++same_end;
    }
    old_count_ =
        static_cast<std::ptrdiff_t>(before_.size() - same_end - first_);
    new_count_ = static_cast<std::ptrdiff_t>(after_.size() - same_end - first_);
    search();
    return collect();
  }

 private:
  [[nodiscard]] bool is_same(std::ptrdiff_t x, std::ptrdiff_t y) const {
    return before_[first_ + static_cast<std::size_t>(x)] ==
           after_[first_ + static_cast<std::size_t>(y)];
  }

  std::ptrdiff_t& best(std::ptrdiff_t diagonal) {
    return best_[static_cast<std::size_t>(diagonal + old_count_ + new_count_ +
                                          1)];
  }

  /// Whether the furthest path on this diagonal comes from the one above it,
  /// which inserts a line.
  bool inserts(std::ptrdiff_t diagonal, std::ptrdiff_t steps) {
    return diagonal == -steps ||
           (diagonal != steps && best(diagonal - 1) < best(diagonal + 1));
  }

  void search() {
    const std::ptrdiff_t most = old_count_ + new_count_;
    best_.assign(static_cast<std::size_t>(2 * most + 3), 0);
    for (std::ptrdiff_t steps = 0; steps <= most; ++steps) {
      rounds_.push_back(best_);
      for (std::ptrdiff_t diagonal = -steps; diagonal <= steps; diagonal += 2) {
        std::ptrdiff_t x = inserts(diagonal, steps) ? best(diagonal + 1)
                                                    : best(diagonal - 1) + 1;
        while (x < old_count_ && x - diagonal < new_count_ &&
               is_same(x, x - diagonal)) {
          ++x;
        }
        best(diagonal) = x;
        if (x >= old_count_ && x - diagonal >= new_count_) {
          return;
        }
      }
    }
  }

  /// Goes back through the rounds.
  std::vector<difference> collect() {
    std::vector<difference> found;
    std::ptrdiff_t x = old_count_;
    std::ptrdiff_t y = new_count_;
    for (auto steps = static_cast<std::ptrdiff_t>(rounds_.size()) - 1;
         steps > 0; --steps) {
      best_ = rounds_[static_cast<std::size_t>(steps)];
      const std::ptrdiff_t diagonal = x - y;
      const bool is_insert = inserts(diagonal, steps);
      const std::ptrdiff_t from = is_insert ? diagonal + 1 : diagonal - 1;
      const std::ptrdiff_t from_x = best(from);
      const std::ptrdiff_t from_y = from_x - from;
      add(found, from_x, from_y, is_insert);
      x = from_x;
      y = from_y;
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  /// Adds a line before those that were found already.
  void add(std::vector<difference>& found, std::ptrdiff_t x, std::ptrdiff_t y,
           bool is_insert) const {
    const std::size_t old_at = first_ + static_cast<std::size_t>(x);
    const std::size_t new_at = first_ + static_cast<std::size_t>(y);
    const std::size_t old_end = old_at + (is_insert ? 0 : 1);
    const std::size_t new_end = new_at + (is_insert ? 1 : 0);
    if (!found.empty() && found.back().before_begin == old_end &&
        found.back().after_begin == new_end) {
      found.back().before_begin = old_at;
      found.back().after_begin = new_at;
    } else {
      found.push_back({old_at, old_end, new_at, new_end});
    }
  }

  const text_lines& before_;
  const text_lines& after_;
  std::size_t first_ = 0;
  std::ptrdiff_t old_count_ = 0;
  std::ptrdiff_t new_count_ = 0;
  std::vector<std::ptrdiff_t> best_;
  std::vector<std::vector<std::ptrdiff_t>> rounds_;
};

void add_line(std::string& into, char sign, std::string_view line) {
  into += sign;
  into += line;
  if (!line.ends_with('\n')) {
    into += "\n\\ No newline at end of file\n";
  }
}

std::string range_text(std::size_t begin, std::size_t count) {
  return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

/// The differences from `from` to `to`, with the lines around them.
void add_hunk(std::string& into, const text_lines& before,
              const text_lines& after, const difference* from,
              const difference* to) {
  const std::size_t lead = std::min(context, from->before_begin);
  const difference& last = *(to - 1);
  const std::size_t tail = std::min(context, before.size() - last.before_end);
  const std::size_t old_begin = from->before_begin - lead;
  const std::size_t new_begin = from->after_begin - lead;
  into += fmt::format("@@ -{} +{} @@\n",
                      range_text(old_begin, last.before_end + tail - old_begin),
                      range_text(new_begin, last.after_end + tail - new_begin));
  std::size_t at = old_begin;
  for (const difference* each = from; each != to; ++each) {
    for (; at < each->before_begin; ++at) {
      add_line(into, ' ', before[at]);
    }
    for (; at < each->before_end; ++at) {
      add_line(into, '-', before[at]);
    }
    for (std::size_t line = each->after_begin; line < each->after_end; ++line) {
      add_line(into, '+', after[line]);
    }
  }
  for (; at < last.before_end + tail; ++at) {
    add_line(into, ' ', before[at]);
  }
}

}  // namespace

std::string edited(std::string_view text, std::vector<text_edit> edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const text_edit& left, const text_edit& right) {
                     return left.begin < right.begin;
                   });
  std::string result;
  std::size_t at = 0;
  for (const text_edit& each : edits) {
    result += text.substr(at, each.begin - at);
    result += each.replacement;
    at = each.end;
  }
  result += text.substr(at);
  return result;
}

std::string patch_of(const std::vector<changed_file>& files) {
  std::string patch;
  for (const changed_file& each : files) {
    if (each.before == each.after) {
      continue;
    }
    const text_lines before = lines_with_ends(each.before);
    const text_lines after = lines_with_ends(each.after);
    const std::vector<difference> all = comparison(before, after).differences();
    patch +=
        fmt::format("--- {}\n+++ b/{}\n",
                    each.is_new ? "/dev/null" : "a/" + each.path, each.path);
    for (std::size_t begin = 0; begin < all.size();) {
      std::size_t end = begin + 1;
      while (end < all.size() &&
             all[end].before_begin - all[end - 1].before_end <= 2 * context) {
        ++end;
      }
      add_hunk(patch, before, after, all.data() + begin, all.data() + end);
      begin = end;
    }
  }
  return patch;
}

std::size_t changed_lines(std::string_view patch) {
  std::size_t count = 0;
  for (const std::string_view line : lines_with_ends(patch)) {
    const bool is_changed = line.starts_with('+') || line.starts_with('-');
    count +=
        is_changed && !line.starts_with("+++ ") && !line.starts_with("--- ")
            ? 1
            : 0;
  }
  return count;
}

}  // namespace parallel_testing::tools
