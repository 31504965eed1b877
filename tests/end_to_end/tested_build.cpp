// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tested_build.hpp"

namespace parallel_testing::support {

const char* const tested_build = E2E_BUILD;

}  // namespace parallel_testing::support
