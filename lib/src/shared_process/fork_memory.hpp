// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// Each fork copies the page tables of the memory that the program has filled: 8
// bytes for 4 KiB. In huge pages of 2 MiB, the same memory has a 512th of that.
// It does not copy those of program files, so each forked process has a page
// fault for almost each page of code that it runs, which takes longer than the
// copy.
namespace parallel_testing {

struct memory_range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};

/// The parts of the memory that huge pages can hold and that the program has
/// filled, so that they take no more memory. `maps` is the content of
/// /proc/self/smaps. Pure.
std::vector<memory_range> ranges_for_huge_pages(std::string_view maps);

/// The mappings of the program and its libraries that this process cannot write
/// to, such as code, except large ones. Other files are data, which another
/// process may change. `maps` is the content of /proc/self/smaps. Pure.
std::vector<memory_range> ranges_of_small_programs(std::string_view maps);

/// Moves the memory of this process into huge pages, and makes its forks have
/// the pages of its files, where the system can and if it will be forked so
/// often that this saves time.
void prepare_memory_for_forks(std::size_t forks) noexcept;

}  // namespace parallel_testing
