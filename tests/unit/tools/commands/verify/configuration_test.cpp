// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

configuration with_label(const std::string& label) {
  configuration found;
  found.tests.resize(1);
  found.tests[0].name = "A.x";
  found.tests[0].properties["LABELS"] = {label};
  return found;
}

TEST(configuration_check, counts_presets_and_capacities) {
  configuration found;
  found.presets = {{"fast", 3}};
  found.capacities = {"gpu", "memory"};
  const check result = judge_configuration(found);
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary,
            "1 test preset for this build tree; capacities: gpu, memory");
}

TEST(configuration_check, names_a_preset_that_selects_nothing) {
  configuration found;
  found.presets = {{"fast", 3}, {"slwo", 0}};
  const check result = judge_configuration(found);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text, "the test preset 'slwo' selects no test");
  EXPECT_EQ(result.how, standing::fail);
}

TEST(configuration_check, repeats_what_ctest_prints) {
  configuration found;
  found.printed = {"CMake Warning:", "  your spec has no 'gpu'"};
  const check result = judge_configuration(found);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_THAT(result.problems[0].text, HasSubstr("your spec has no 'gpu'"));
}

TEST(configuration_check, names_labels_that_are_nearly_known) {
  const check result = judge_configuration(with_label("integraton"));
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text,
            "the test 'A.x' has the label 'integraton', which is nearly "
            "'integration'");
}

TEST(configuration_check, accepts_other_labels) {
  for (const char* label : {"integration", "billing", "db1", "slow"}) {
    EXPECT_EQ(judge_configuration(with_label(label)).how, standing::pass)
        << label;
  }
  configuration declared = with_label("units");
  declared.labels = {"units"};
  EXPECT_EQ(judge_configuration(declared).how, standing::pass);
}

TEST(configuration_check, finds_the_names_of_presets) {
  EXPECT_THAT(preset_names("Available test presets:\n\n"
                           "  \"dev\"         - Debug\n"
                           "  \"two words\"\n"
                           "Not searching for unused variables\n"),
              ElementsAre("dev", "two words"));
}

}  // namespace
}  // namespace parallel_testing::verify_command
