// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Runs ctest where a fake nvidia-smi lists the devices `numbers`.
struct devices : testing::Test {
  void SetUp() override {
    const std::filesystem::path folder = box.path("bin");
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "nvidia-smi")
        << "#!/bin/sh\n"
           "for n in $FAKE_DEVICES; do\n"
           "  test \"$1\" = -L && echo \"GPU $n: Fake (UUID: GPU-$n)\" ||\n"
           "    echo \"GPU-$n, 8192\"\n"
           "done\n";
    std::filesystem::permissions(folder / "nvidia-smi",
                                 std::filesystem::perms::owner_all);
    box.set("PATH", folder.string() + ":" + box.environment().at("PATH"));
    box.set("PARALLEL_TESTING_DEVICE_ROOT", box.path("none"));
    for (const char* name : {"CUDA", "HIP", "ROCR"}) {
      box.unset(std::string(name) + "_VISIBLE_DEVICES");
    }
  }

  ctest_result with(const std::string& numbers, const std::string& tests,
                    const std::string& jobs = "-j2") {
    box.set("FAKE_DEVICES", numbers);
    return box.ctest({jobs, "-R", tests});
  }

  sandbox box{E2E_BUILD};
};

TEST_F(devices, C107_of_a_test_are_set_before_its_code_runs) {
  for (const char* const prefix : {"^", "^launched."}) {
    const std::string tests = prefix;
    const ctest_result one = with("7 8", tests + "Marked.HasADevice$");
    EXPECT_EQ(what_went_wrong(one), "");
    EXPECT_THAT(one.noted("early"), ElementsAre("GPU-7"));
    EXPECT_THAT(one.noted("devices"), ElementsAre("GPU-7"));
    const ctest_result two = with("7 8", tests + "Marked.HasTwoDevices$");
    EXPECT_EQ(what_went_wrong(two), "");
    EXPECT_THAT(two.noted("early"), ElementsAre("GPU-7,GPU-8"));
    const ctest_result none = with("7 8", tests + "Unmarked.SeesNoDevice$");
    EXPECT_EQ(what_went_wrong(none), "");
    EXPECT_THAT(none.noted("early"), ElementsAre("-1"));
  }
}

TEST_F(devices, C107_of_a_unit_are_those_of_its_cases) {
  for (const char* const tests : {"^unit.Marked$", "^forked.Marked$"}) {
    const ctest_result result = with("7 8", tests);
    EXPECT_EQ(what_went_wrong(result), "");
    EXPECT_THAT(result.noted("early"),
                ElementsAre("GPU-7,GPU-8", "GPU-7,GPU-8"));
  }
}

TEST_F(devices, C107_that_are_missing_skip_the_tests_with_the_reason) {
  const ctest_result result =
      with("", "^(|unit.|forked.|launched.)(Marked|Unmarked)");
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), IsEmpty());
  EXPECT_THAT(result.skipped(), SizeIs(6));
  EXPECT_THAT(result.noted("early"), Each("-1"));
  EXPECT_THAT(result.noted("early"), SizeIs(4));
  for (const std::string& name : result.skipped()) {
    EXPECT_THAT(result.at(name).output,
                HasSubstr("there is no device: nvidia-smi lists none"));
  }
}

TEST_F(devices, C107_that_are_missing_fail_the_tests_where_that_is_the_policy) {
  box.set("PARALLEL_TESTING_WITHOUT_DEVICE", "fail");
  const ctest_result result = with("", "^(|unit.|forked.|launched.)Marked");
  EXPECT_THAT(result.failed(), SizeIs(6));
  EXPECT_THAT(result.noted("early"), IsEmpty());
}

TEST_F(devices, C107_are_never_used_beyond_their_capacity) {
  const ctest_result result = with("0 1 2", "^storm", "-j16");
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(80));
  EXPECT_THAT(result.history().grants, testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace parallel_testing::support
