// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/fork_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <charconv>
#include <exception>
#include <set>
#include <string>

#include "base/files.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {

constexpr std::uintptr_t huge_page = 2U << 20U;

/// Moving a huge page took as long as copying its page tables 30 to 60 times.
constexpr std::size_t least_forks = 50;

/// Preparing the files of a program takes as long as what it saves in two to
/// four forks.
constexpr std::size_t least_forks_for_programs = 10;

/// Each fork copies the entries of all pages that are mapped, and a case needs
/// few pages of a large file.
constexpr std::size_t most_kib_of_file = 4096;

#ifdef __linux__
/// Since Linux 6.1; older headers do not have it, and older kernels refuse it.
constexpr int collapse_advice = 25;
#endif

/// A mapping and what /proc/self/smaps reports of it.
struct mapping {
  memory_range where;
  bool is_candidate = false;  ///< for huge pages
  bool is_code = false;
  /// The path, if it is a private mapping of a file that is not writable.
  std::string_view file;
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
  into.is_code = starts_with(line.substr(blank), " r-xp ");
  const bool is_read =
      into.is_code || starts_with(line.substr(blank), " r--p ");
  if (is_read && name != line.npos && line[name] == '/') {
    into.file = line.substr(name);
  }
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

std::vector<mapping> mappings_of(std::string_view maps) {
  std::vector<mapping> result;
  for (const std::string_view line : split(maps, '\n')) {
    mapping next;
    if (read_mapping(line, next)) {
      result.push_back(next);
    } else if (!result.empty()) {
      read_filled_size(line, result.back());
    }
  }
  return result;
}

#ifdef __linux__
void* pointer_to(std::uintptr_t number) {
  // The kernel reports addresses as numbers.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  return reinterpret_cast<void*>(number);
}

/// The kernel copies the page tables of a mapping only if the process has its
/// own copy of a page in it. Debuggers write to code through this file of the
/// kernel; here, the first byte of each mapping gets the value that it has. A
/// kernel that does not permit this writes nothing.
void copy_page_tables_of_programs(std::string_view maps) {
  const unique_fd memory(os::open_at(AT_FDCWD, "/proc/self/mem", O_RDWR));
  if (!memory) {
    return;
  }
  for (const memory_range& each : ranges_of_small_programs(maps)) {
    const auto at = static_cast<off_t>(each.begin);
    char first = 0;
    // A file may have become shorter.
    if (::pread(memory.get(), &first, 1, at) == 1 &&
        ::pwrite(memory.get(), &first, 1, at) != 1) {
      return;
    }
  }
}
#endif

}  // namespace

std::vector<memory_range> ranges_for_huge_pages(std::string_view maps) {
  std::vector<memory_range> result;
  for (const mapping& each : mappings_of(maps)) {
    add_filled_part(each, result);
  }
  return result;
}

std::vector<memory_range> ranges_of_small_programs(std::string_view maps) {
  const std::vector<mapping> all = mappings_of(maps);
  std::set<std::string_view> programs;
  for (const mapping& each : all) {
    if (each.is_code) {
      programs.insert(each.file);
    }
  }
  std::vector<memory_range> result;
  for (const mapping& each : all) {
    // Exit handlers may run code that this process has not run.
    const bool is_used = each.is_code || each.filled_kib > 0;
    if (!each.file.empty() && programs.count(each.file) > 0 && is_used &&
        each.filled_kib <= most_kib_of_file) {
      result.push_back(each.where);
    }
  }
  return result;
}

void prepare_memory_for_forks(std::size_t forks) noexcept {
  if (forks < least_forks_for_programs) {
    return;
  }
#ifdef __linux__
  try {
    const std::string maps = read_whole("/proc/self/smaps");
    copy_page_tables_of_programs(maps);
    if (forks < least_forks) {
      return;
    }
    for (const memory_range& each : ranges_for_huge_pages(maps)) {
      ::madvise(pointer_to(each.begin), each.end - each.begin, collapse_advice);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
#endif
}

}  // namespace parallel_testing
