// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests that a memory checker looks at. What they keep can be reached until the
// process ends.
#include <gtest/gtest.h>

#include <cstdlib>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <string>

namespace pt = parallel_testing;

namespace {

/// What nobody reads need not be kept otherwise.
void* volatile kept = nullptr;

/// Not inlined: its name, which contains that of the library, is on the stack.
[[gnu::noinline]] void keep_beside(const pt::temp_dir& /*unused*/) {
  kept = std::malloc(43);
}

}  // namespace

PARALLEL_TESTING_MARK(memory, keeps_nothing, label("slow"));

TEST(memory, keeps_nothing) {
  const pt::temp_dir directory;
  const pt::reserved_port port = pt::reserve_port();
  const pt::named_lock lock("fonts");
  EXPECT_EQ(pt::once_per_run("nothing", [] { return std::string("made"); }),
            "made");
}

TEST(memory, keeps_in_a_function_with_an_object_of_the_library) {
  const pt::temp_dir directory;
  keep_beside(directory);
}
