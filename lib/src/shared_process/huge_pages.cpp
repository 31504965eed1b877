// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/huge_pages.hpp"

#include <sys/mman.h>

#include <charconv>
#include <exception>
#include <string>

#include "base/files.hpp"
#include "base/os.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr std::uintptr_t huge_page = 2U << 20U;

/// Moving a huge page took as long as copying its page tables 30 to 60 times.
constexpr std::size_t least_forks = 50;

#ifdef __linux__
/// Since Linux 6.1; older headers do not have it, and older kernels refuse it.
constexpr int collapse_advice = 25;
#endif

/// A mapping and what /proc/self/smaps reports of it.
struct mapping {
  memory_range where;
  bool is_candidate = false;
  std::size_t filled_kib = 0;
};

std::uintptr_t address_in(std::string_view text) {
  constexpr int base = 16;
  std::uintptr_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

/// Reads "55d0c000-55d0e000 rw-p 00000000 00:00 0   [heap]".
bool read_mapping(std::string_view line, mapping& into) {
  const std::size_t dash = line.find('-');
  const std::size_t blank = line.find(' ');
  if (dash == line.npos || blank == line.npos || dash > blank ||
      line.find_first_not_of("0123456789abcdef-") != blank) {
    return false;
  }
  into = {};
  into.where = {address_in(line.substr(0, dash)),
                address_in(line.substr(dash + 1, blank - dash - 1))};
  const bool is_own = starts_with(line.substr(blank), " rw-p ");
  const std::size_t name = line.find_first_of("/[");
  into.is_candidate =
      is_own && (name == line.npos || line.substr(name) == "[heap]");
  return true;
}

/// Reads "Rss:                 132 kB".
void read_filled_size(std::string_view line, mapping& into) {
  constexpr std::string_view start = "Rss:";
  const std::size_t digits = line.find_first_of("0123456789");
  if (starts_with(line, start) && digits != line.npos) {
    std::from_chars(line.data() + digits, line.data() + line.size(),
                    into.filled_kib);
  }
}

void add_filled_part(const mapping& given, std::vector<memory_range>& to) {
  constexpr std::uintptr_t kib = 1024;
  const std::uintptr_t size = given.where.end - given.where.begin;
  const bool is_full = given.filled_kib * kib >= size / 8 * 7;
  const std::uintptr_t begin =
      (given.where.begin + huge_page - 1) / huge_page * huge_page;
  const std::uintptr_t end = given.where.end / huge_page * huge_page;
  if (given.is_candidate && is_full && begin < end) {
    to.push_back({begin, end});
  }
}

}  // namespace

std::vector<memory_range> ranges_for_huge_pages(std::string_view maps) {
  std::vector<memory_range> result;
  mapping current;
  for (const std::string_view line : split(maps, '\n')) {
    mapping next;
    if (read_mapping(line, next)) {
      add_filled_part(current, result);
      current = next;
    } else {
      read_filled_size(line, current);
    }
  }
  add_filled_part(current, result);
  return result;
}

void prepare_memory_for_forks(std::size_t forks) noexcept {
  if (forks < least_forks) {
    return;
  }
#ifdef __linux__
  try {
    for (const memory_range& each :
         ranges_for_huge_pages(read_whole("/proc/self/smaps"))) {
      // The kernel reports addresses as numbers.
      // NOLINTNEXTLINE(performance-no-int-to-ptr)
      auto* const begin = reinterpret_cast<void*>(each.begin);
      ::madvise(begin, each.end - each.begin, collapse_advice);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
#endif
}

}  // namespace parallel_testing
