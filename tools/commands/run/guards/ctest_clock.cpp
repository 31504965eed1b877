// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/ctest_clock.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <utility>

#include "commands/run/guards/preload.hpp"
#include "commands/run/guards/stacks.hpp"
#include "lib/src/base/stopped_time.hpp"
#include "lib/src/base/unique_fd.hpp"

namespace parallel_testing::run_command {

ctest_clock::ctest_clock(std::string file) : file_(std::move(file)) {
  const unique_fd created(::open(
      file_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!created) {
    return;
  }
  void* memory = MAP_FAILED;
  if (::ftruncate(created.get(), sizeof *shared_ns_) == 0) {
    memory = ::mmap(nullptr, sizeof *shared_ns_, PROT_READ | PROT_WRITE,
                    MAP_SHARED, created.get(), 0);
  }
  if (memory == MAP_FAILED) {
    ::unlink(file_.c_str());
  } else {
    shared_ns_ = static_cast<std::int64_t*>(memory);
  }
}

ctest_clock::~ctest_clock() {
  if (shared_ns_ != nullptr) {
    ::munmap(shared_ns_, sizeof *shared_ns_);
    ::unlink(file_.c_str());
  }
}

void ctest_clock::load_into(tools::program_start& ctest) const {
  const std::string library = beside_launcher(clock_library);
  if (shared_ns_ == nullptr || !ctest.environment ||
      !accepts_library(ctest.arguments.front(), library, *ctest.environment)) {
    return;
  }
  preload(library, *ctest.environment);
  (*ctest.environment)[stopped_time_variable] = file_;
}

void ctest_clock::set_stopped(std::int64_t total_ns) const {
  if (shared_ns_ != nullptr) {
    __atomic_store_n(shared_ns_, total_ns, __ATOMIC_RELAXED);
  }
}

}  // namespace parallel_testing::run_command
