// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <cstdlib>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <thread>

namespace pt = parallel_testing;

namespace {

/// What a library of the vendor reads. A test by hand sees all devices.
std::string visible_devices() {
  const char* const devices = std::getenv("CUDA_VISIBLE_DEVICES");
  return devices == nullptr ? "" : devices;
}

long number_of_devices() {
  const std::string devices = visible_devices();
  return 1 + std::count(devices.begin(), devices.end(), ',');
}

}  // namespace

// Has a device that no other test uses.
TEST(Solver, RunsOnOneDevice) {
  EXPECT_EQ(number_of_devices(), 1);
}
PARALLEL_TESTING_MARK(Solver, RunsOnOneDevice, gpu);

TEST(Solver, RunsOnTwoDevices) {
  if (!pt::this_worker().is_parallel()) {
    GTEST_SKIP() << "needs ctest";
  }
  EXPECT_EQ(number_of_devices(), 2);
}
PARALLEL_TESTING_MARK(Solver, RunsOnTwoDevices, gpu(2));

// Other tests share the device as far as its memory goes.
TEST(Mesh, FitsIntoTwoGigabytes) {
  EXPECT_EQ(number_of_devices(), 1);
}
PARALLEL_TESTING_MARK(Mesh, FitsIntoTwoGigabytes, gpu(2_GiB));

// Sees no device.
TEST(Parser, NeedsNoDevice) {
  if (pt::this_worker().is_parallel()) {
    EXPECT_EQ(visible_devices(), "-1");
  }
}

// Runs on two cores that no other pinned test uses.
TEST(Sum, UsesTwoCores) {
  long sum = 0;
  std::thread other([&sum] { sum = 21; });
  other.join();
  EXPECT_EQ(sum * 2, 42);
}
PARALLEL_TESTING_MARK(Sum, UsesTwoCores, pinned_threads(2));
