// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/early_end.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>

#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
/// The sixth is where the mapping begins in the file.
TEST(system_calls, C79_of_the_program_get_all_six_arguments) {
  const unit::scratch place;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  unit::write_to(place.path("file"), std::string(page, 'a') + "second page");
  const int file = ::open(place.path("file").c_str(), O_RDONLY | O_CLOEXEC);
  const long at = ::syscall(SYS_mmap, nullptr, page, PROT_READ, MAP_PRIVATE,
                            file, static_cast<long>(page));
  ASSERT_NE(at, -1);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): as the kernel returns it
  auto* const text = reinterpret_cast<char*>(at);
  EXPECT_STREQ(text, "second page");
  ::munmap(text, page);
  ::close(file);
}
#endif

}  // namespace
}  // namespace parallel_testing
