// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/linked_hindrance.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/sanitized.hpp"

namespace parallel_testing::verify_command {
namespace {

using linked_files = std::map<std::string, linked_file>;

std::string hindrance_in(const linked_files& files) {
  return hindrance_of("/b/bin/orders_test", [&](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(linked_hindrance, C102_libraries_and_sanitizers_are_seen_without_a_run) {
  EXPECT_EQ(hindrance_in({{"/b/bin/orders_test", {{"libc.so.6"}, "", false}}}),
            "");
  EXPECT_EQ(hindrance_in({{"/b/bin/orders_test",
                           {{"libc.so.6", "libgrpc++.so.1.51"}, "", {}}}}),
            "it links gRPC (libgrpc++.so.1.51)");
  for (const linked_file& with_threads :
       {linked_file{{"libtsan.so.2"}, "", false},
        linked_file{{"libc.so.6"}, "", true}}) {
    EXPECT_EQ(hindrance_in({{"/b/bin/orders_test", with_threads}}),
              "it is compiled with ThreadSanitizer");
  }
}

TEST(linked_hindrance, C102_libraries_of_the_project_are_followed_once) {
  const linked_files files = {
      {"/b/bin/orders_test", {{"libone.so"}, "/b/none:$ORIGIN/../lib", {}}},
      {"/b/bin/../lib/libone.so", {{"libtwo.so"}, "/b/lib", {}}},
      // They need each other.
      {"/b/lib/libtwo.so", {{"libone.so", "libmpi.so.40"}, "/b/lib", {}}},
      {"/b/lib/libone.so", {{"libtwo.so"}, "/b/lib", {}}}};
  EXPECT_EQ(hindrance_in(files), "it links MPI (libmpi.so.40)");
  linked_files harmless = files;
  harmless["/b/lib/libtwo.so"].needed.pop_back();
  EXPECT_EQ(hindrance_in(harmless), "");
}

TEST(linked_hindrance, of_a_program_of_this_machine_is_read) {
  EXPECT_EQ(linked_hindrance("/proc/self/exe"),
            support::has_thread_sanitizer
                ? "it is compiled with ThreadSanitizer"
                : "");
  EXPECT_EQ(linked_hindrance("/nowhere/orders_test"), "");
}

}  // namespace
}  // namespace parallel_testing::verify_command
