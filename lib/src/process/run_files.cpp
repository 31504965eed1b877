// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/run_files.hpp"

#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing {

private_directory open_run_files(const std::string& name) {
  const run_record& record = process::current().registered_run();
  if (record.id.empty()) {
    throw error(
        "no place for what the tests of a run share: PARALLEL_TESTING_WORKER "
        "is set but PARALLEL_TESTING_RUN_ID names no run that is alive; set "
        "both or none");
  }
  const auto created = static_cast<std::uint64_t>(record.created_ns);
  return open_private_directory(
      open_private_directory(open_private_directory(record.temporary),
                             "shared-" + hex(created, 16)),
      name);
}

}  // namespace parallel_testing
