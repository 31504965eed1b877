// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stack_record.hpp"

#include <fcntl.h>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "events/event_text.hpp"

namespace parallel_testing::stacks {

void record(const stack_request& given, const std::string& stacks) {
  const std::string run = os::variable("PARALLEL_TESTING_RUN_DIR");
  if (given.test.empty() || run.empty()) {
    return;
  }
  constexpr mode_t for_the_user = 0600;
  const unique_fd file(::open((run + "/stacks.ndjson").c_str(),
                              O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                              for_the_user));
  if (file) {
    os::write_all(file.get(),
                  fmt::format("{{\"v\":1,\"test\":{},\"text\":{}}}\n",
                              json_string(given.test),
                              json_string(given.title + "\n" + stacks)));
  }
}

}  // namespace parallel_testing::stacks
