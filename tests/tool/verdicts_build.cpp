// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts_build.hpp"

namespace parallel_testing::tool_test {

const char* const verdicts_build = VERDICTS_BUILD;
const char* const verdicts_frameworks = VERDICTS_FRAMEWORKS;

}  // namespace parallel_testing::tool_test
