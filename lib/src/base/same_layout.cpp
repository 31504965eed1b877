// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/same_layout.hpp>

namespace parallel_testing::detail {

const char PARALLEL_TESTING_STRINGS = 0;

}  // namespace parallel_testing::detail
