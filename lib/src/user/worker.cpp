// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/worker.hpp>

#include "process/process.hpp"

namespace parallel_testing {

const worker& this_worker() {
  return process::current().who();
}

const run& this_run() {
  return process::current().of_run();
}

}  // namespace parallel_testing
