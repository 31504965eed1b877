// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/parallel_testing.hpp>

namespace pt = parallel_testing;

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "built with exceptions or type information"
#endif

TEST(PlainFlags, Works) {
  const pt::temp_dir dir;
  const pt::reserved_port port = pt::reserve_port();
  EXPECT_NE(port.number(), 0);
  EXPECT_TRUE(pt::this_worker().is_parallel());
}
PARALLEL_TESTING_MARK(PlainFlags, Works, lock("plain"));

TEST(PlainFlags, Fails) {
  FAIL();
}
