// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/launcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::suggest_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(launcher, is_looked_for_beside_the_program_then_in_its_package) {
  const auto places = launcher_places("/usr/bin/parallel-testing", "");
  ASSERT_EQ(places.size(), 3U);
  EXPECT_EQ(places[0], "/usr/bin/parallel-testing-launcher");
  EXPECT_EQ(places[1], "/usr/libexec/parallel-testing-launcher");
}

TEST(launcher, of_a_build_tree_is_found_from_the_program_in_it) {
  EXPECT_EQ(launcher_places("/b/tools/app/parallel-testing", "")[2],
            "/b/lib/launcher/parallel-testing-launcher");
}

TEST(launcher, that_the_tests_have_is_the_last_choice) {
  EXPECT_EQ(launcher_places("/usr/bin/parallel-testing", "/p/launcher").back(),
            "/p/launcher");
}

TEST(launcher, that_does_not_watch_is_quoted) {
  const trial tried = try_launcher("/bin/false", "/nowhere/record");
  EXPECT_FALSE(tried.watched);
}

}  // namespace
}  // namespace parallel_testing::suggest_command
