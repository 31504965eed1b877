// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/preloaded.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::preloaded {
namespace {

/// The variables of a program.
class environment {
 public:
  explicit environment(std::vector<std::string> texts)
      : texts_(std::move(texts)) {
    for (std::string& each : texts_) {
      pointers_.push_back(each.data());
    }
    pointers_.push_back(nullptr);
  }

  char** pointers() { return pointers_.data(); }

  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> result;
    for (std::size_t at = 0; pointers_[at] != nullptr; ++at) {
      result.emplace_back(pointers_[at]);
    }
    return result;
  }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

using texts = std::vector<std::string>;

/// What is left of LD_PRELOAD after the library `own.so` was taken from it.
texts left_of(const std::string& libraries, const std::string& taken) {
  environment given({"A=1", "LD_PRELOAD=" + libraries, "B=2"});
  char path[PATH_MAX] = "";
  EXPECT_EQ(take_library(given.pointers(), "own.so", path), !taken.empty())
      << libraries;
  EXPECT_EQ(path, taken);
  return given.texts();
}

TEST(preloaded, a_library_removes_itself_wherever_it_is_in_the_list) {
  EXPECT_EQ(left_of("/a/own.so", "/a/own.so"), (texts{"A=1", "B=2"}));
  EXPECT_EQ(left_of("/a/own.so:/b/c.so", "/a/own.so"),
            (texts{"A=1", "LD_PRELOAD=/b/c.so", "B=2"}));
  EXPECT_EQ(left_of("/b/c.so:/a/own.so", "/a/own.so"),
            (texts{"A=1", "LD_PRELOAD=/b/c.so", "B=2"}));
  EXPECT_EQ(left_of("b.so /a/own.so c.so", "/a/own.so"),
            (texts{"A=1", "LD_PRELOAD=b.so c.so", "B=2"}));
}

TEST(preloaded, other_libraries_stay) {
  for (const std::string other : {"", "own.so", "/a/down.so", "/own.so/b.so"}) {
    EXPECT_EQ(left_of(other, ""), (texts{"A=1", "LD_PRELOAD=" + other, "B=2"}));
  }
  environment none({"A=1"});
  char path[PATH_MAX] = "";
  EXPECT_FALSE(take_library(none.pointers(), "own.so", path));
}

TEST(preloaded, a_variable_is_taken_by_its_whole_name) {
  environment given({"NAMES=1", "NAME=value", "B=2"});
  EXPECT_STREQ(take_variable(given.pointers(), "NAME"), "NAME=value");
  EXPECT_EQ(given.texts(), (texts{"NAMES=1", "B=2"}));
  EXPECT_EQ(take_variable(given.pointers(), "NAME"), nullptr);
}

}  // namespace
}  // namespace parallel_testing::preloaded
