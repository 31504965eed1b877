// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/main_arguments.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace parallel_testing {
namespace {

/// The words that the system puts on the stack of a program that was started
/// with two arguments.
class initial_stack : public testing::Test {
 protected:
  char** environment() { return &words_[4]; }
  char** arguments() { return &words_[1]; }
  /// The pointers to `texts` that are found there.
  char** found(const std::vector<std::string>& texts) {
    return arguments_below(environment(), texts);
  }
  void set_count(std::uintptr_t count) {
    words_[0] = reinterpret_cast<char*>(count);
  }

 private:
  std::string program_ = "./orders_test";
  std::string filter_ = "--gtest_filter=@unit";
  std::string variable_ = "HOME=/";
  std::array<char*, 6> words_{reinterpret_cast<char*>(std::uintptr_t{2}),
                              program_.data(),
                              filter_.data(),
                              nullptr,
                              variable_.data(),
                              nullptr};
};

TEST_F(initial_stack, has_the_arguments_below_the_environment) {
  EXPECT_EQ(found({"./orders_test", "--gtest_filter=@unit"}), arguments());
}

TEST_F(initial_stack, with_another_argument_is_not_taken) {
  EXPECT_EQ(found({"./orders_test", "--gtest_filter=*"}), nullptr);
}

TEST_F(initial_stack, with_another_count_is_not_taken) {
  set_count(3);
  EXPECT_EQ(found({"./orders_test", "--gtest_filter=@unit"}), nullptr);
}

TEST_F(initial_stack, without_the_null_pointer_between_is_not_taken) {
  arguments()[2] = arguments()[1];
  EXPECT_EQ(found({"./orders_test", "--gtest_filter=@unit"}), nullptr);
}

}  // namespace
}  // namespace parallel_testing
