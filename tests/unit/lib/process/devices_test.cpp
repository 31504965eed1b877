// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/devices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr const char* two_of_nvidia = "nvidia:0=GPU-a,1=MIG-GPU-b/2/0";

allocation device(std::string id) {
  return {"gpu", std::move(id), 100, 0};
}

TEST(device_variables, C107_name_the_devices_that_ctest_gave) {
  EXPECT_THAT(device_variables(two_of_nvidia, {device("1")}),
              ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "MIG-GPU-b/2/0")));
  EXPECT_THAT(
      device_variables(two_of_nvidia,
                       {device("0"), {"memory", "0", 512, 1}, device("1")}),
      ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "GPU-a,MIG-GPU-b/2/0")));
}

TEST(device_variables,
     C107_of_amd_count_the_devices_that_the_first_one_leaves) {
  EXPECT_THAT(device_variables("amd:0=GPU-1,1=GPU-2", {device("1")}),
              ElementsAre(Pair("ROCR_VISIBLE_DEVICES", "GPU-2"),
                          Pair("HIP_VISIBLE_DEVICES", "0"),
                          Pair("CUDA_VISIBLE_DEVICES", "0")));
  EXPECT_THAT(
      device_variables("amd:0=GPU-1,1=GPU-2", {device("0"), device("1")}),
      ElementsAre(Pair("ROCR_VISIBLE_DEVICES", "GPU-1,GPU-2"),
                  Pair("HIP_VISIBLE_DEVICES", "0,1"),
                  Pair("CUDA_VISIBLE_DEVICES", "0,1")));
}

TEST(device_variables, C107_of_intel_count_in_the_order_of_the_bus) {
  EXPECT_THAT(device_variables("intel:00=0,01=1", {device("01")}),
              ElementsAre(Pair("ZE_AFFINITY_MASK", "1"),
                          Pair("ZE_ENABLE_PCI_ID_DEVICE_ORDER", "1")));
}

TEST(device_variables, of_two_shares_of_a_device_name_it_once) {
  EXPECT_THAT(device_variables(two_of_nvidia, {device("0"), device("0")}),
              ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "GPU-a")));
}

TEST(device_variables, are_none_without_a_device_or_a_search) {
  EXPECT_THAT(device_variables(two_of_nvidia, {}), IsEmpty());
  EXPECT_THAT(device_variables(two_of_nvidia, {{"gpus", "0", 1, 0}}),
              IsEmpty());
  EXPECT_THAT(device_variables("", {device("0")}), IsEmpty());
}

TEST(device_variables, name_a_device_of_another_specification_by_its_id) {
  EXPECT_THAT(device_variables(two_of_nvidia, {device("7")}),
              ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "7")));
  EXPECT_THAT(device_variables("nvidia", {device("7")}),
              ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "7")));
}

TEST(missing_device, is_read_with_its_reason) {
  EXPECT_FALSE(read_missing_device("").has_value());
  const auto skipped = read_missing_device("skip there is none: no driver");
  EXPECT_FALSE(skipped->is_failure);
  EXPECT_EQ(skipped->reason, "there is none: no driver");
  EXPECT_TRUE(read_missing_device("fail x")->is_failure);
  EXPECT_EQ(read_missing_device("fail")->reason, "");
}

}  // namespace
}  // namespace parallel_testing
