// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/fork_memory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

std::string mapping_of(const std::string& line, int filled_kib) {
  return line + "\nSize:               8192 kB\nRss:                " +
         std::to_string(filled_kib) + " kB\nPss:                1 kB\n";
}

constexpr int all = 8192;

TEST(huge_pages, hold_the_whole_parts_of_filled_memory) {
  const auto ranges = ranges_for_huge_pages(
      mapping_of("00500000-00d00000 rw-p 00000000 00:00 0      [heap]", all) +
      mapping_of("7f0000000000-7f0000800000 rw-p 00000000 00:00 0 ", all));
  ASSERT_EQ(ranges.size(), 2U);
  EXPECT_EQ(ranges[0].begin, 0x600000U);
  EXPECT_EQ(ranges[0].end, 0xc00000U);
  EXPECT_EQ(ranges[1].begin, 0x7f0000000000U);
  EXPECT_EQ(ranges[1].end, 0x7f0000800000U);
}

TEST(huge_pages, hold_nothing_that_is_shared_read_only_small_or_sparse) {
  for (const char* line :
       {"00400000-00c00000 r--p 00000000 00:00 0 ",
        "00400000-00c00000 rw-s 00000000 00:00 0 ",
        "00400000-00c00000 rw-p 00000000 08:01 7      /usr/lib/libc.so.6",
        "00400000-00c00000 rw-p 00000000 00:00 0      [stack]",
        "00500000-006ff000 rw-p 00000000 00:00 0 "}) {
    EXPECT_TRUE(ranges_for_huge_pages(mapping_of(line, all)).empty()) << line;
  }
  const std::string line = "00400000-00c00000 rw-p 00000000 00:00 0 ";
  EXPECT_FALSE(ranges_for_huge_pages(mapping_of(line, 7200)).empty());
  EXPECT_TRUE(ranges_for_huge_pages(mapping_of(line, 7100)).empty());
  EXPECT_TRUE(ranges_for_huge_pages("").empty());
}

TEST(small_programs, are_private_mappings_that_cannot_be_written) {
  const auto ranges = ranges_of_small_programs(
      mapping_of("00400000-00500000 r-xp 00001000 08:01 7      /bin/a", 64) +
      mapping_of("00500000-00600000 r--p 00001000 08:01 7      /bin/a", 4096));
  ASSERT_EQ(ranges.size(), 2U);
  EXPECT_EQ(ranges[0].begin, 0x400000U);
  EXPECT_EQ(ranges[0].end, 0x500000U);
  EXPECT_EQ(ranges[1].begin, 0x500000U);
}

/// Code of the file, so that it is a program.
const std::string code_of_program =
    mapping_of("00200000-00300000 r-xp 00000000 08:01 7      /bin/a", 4);

TEST(small_programs, are_not_writable_shared_unused_large_or_of_the_kernel) {
  for (const char* line :
       {"00400000-00c00000 rw-p 00000000 08:01 7      /bin/a",
        "00400000-00c00000 r--s 00000000 08:01 7      /bin/a",
        "00400000-00c00000 r-xp 00000000 00:00 0      [vdso]",
        "00400000-00c00000 ---p 00000000 08:01 7      /bin/a",
        "00400000-00c00000 r--p 00000000 00:00 0 "}) {
    EXPECT_EQ(
        ranges_of_small_programs(code_of_program + mapping_of(line, 64)).size(),
        1U)
        << line;
  }
  const auto count = [](const char* kind, int filled_kib) {
    const std::string line =
        "00400000-00c00000 " + std::string(kind) + " 00000000 08:01 7  /bin/a";
    return ranges_of_small_programs(code_of_program +
                                    mapping_of(line, filled_kib))
        .size();
  };
  EXPECT_EQ(count("r--p", 4), 2U);
  EXPECT_EQ(count("r--p", 0), 1U);
  EXPECT_EQ(count("r-xp", 0), 2U);
  EXPECT_EQ(count("r-xp", 4100), 1U);
}

TEST(small_programs, are_no_data_that_another_process_may_change) {
  EXPECT_EQ(ranges_of_small_programs(
                code_of_program +
                mapping_of("00400000-00500000 r--p 00000000 08:01 8  /data", 4))
                .size(),
            1U);
}

#ifdef __linux__
/// The first page of this program, mapped once more.
class mapped_program {
 public:
  mapped_program() {
    const unique_fd file(os::open_at(AT_FDCWD, "/proc/self/exe", O_RDONLY));
    start_ = static_cast<char*>(
        ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0));
  }
  mapped_program(const mapped_program&) = delete;
  mapped_program& operator=(const mapped_program&) = delete;
  ~mapped_program() { ::munmap(start_, size); }

  /// Reading it maps the page.
  [[nodiscard]] std::string text() const { return {start_, 4}; }

  /// Whether a page of it belongs to this process alone.
  [[nodiscard]] bool has_own_page() const {
    const std::string maps = read_whole("/proc/self/smaps");
    const auto number = reinterpret_cast<std::uintptr_t>(start_);
    const std::size_t at = maps.find(fmt::format("{:x}-", number));
    const std::size_t line = maps.find("Anonymous:", at);
    return maps.find_first_of("123456789", line) < maps.find('\n', line);
  }

  /// Whether the kernel lets a process write to its own code like this.
  [[nodiscard]] bool can_be_written() const {
    const unique_fd memory(os::open_at(AT_FDCWD, "/proc/self/mem", O_RDWR));
    const auto at =
        static_cast<off_t>(reinterpret_cast<std::uintptr_t>(start_));
    return ::pwrite(memory.get(), text().data(), 1, at) == 1;
  }

 private:
  static constexpr std::size_t size = 4096;
  char* start_ = nullptr;
};

TEST(small_programs, have_page_tables_that_forks_copy_and_the_same_content) {
  const mapped_program other;
  if (!other.can_be_written()) {
    GTEST_SKIP() << "the kernel does not permit it";
  }
  const mapped_program program;
  ASSERT_EQ(program.text(),
            "\x7f"
            "ELF");
  ASSERT_FALSE(program.has_own_page());

  prepare_memory_for_forks(9);
  EXPECT_FALSE(program.has_own_page());

  prepare_memory_for_forks(10);
  EXPECT_TRUE(program.has_own_page());
  EXPECT_EQ(program.text(),
            "\x7f"
            "ELF");
}

TEST(small_programs, leave_mapped_data_as_it_is_in_the_file) {
  const unit::scratch place;
  const std::string path = place.path("data");
  unit::write_to(path, "before");
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(), O_RDWR));
  auto* const data = static_cast<const char*>(
      ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, file.get(), 0));
  ASSERT_EQ(std::string(data, 6), "before");
  prepare_memory_for_forks(10);
  ASSERT_EQ(::pwrite(file.get(), "behind", 6, 0), 6);
  EXPECT_EQ(std::string(data, 6), "behind");
  ::munmap(const_cast<char*>(data), 4096);
}
#endif

}  // namespace
}  // namespace parallel_testing
