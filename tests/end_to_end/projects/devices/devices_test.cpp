// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/gtest.hpp>
#include <string>

#include "note.hpp"

namespace {

/// What code that runs before main() sees.
const std::string seen_early = e2e::variable("CUDA_VISIBLE_DEVICES");

void note_devices() {
  e2e::note("early", seen_early);
  e2e::note("devices", e2e::variable("CUDA_VISIBLE_DEVICES"));
}

}  // namespace

TEST(Marked, HasADevice) {
  note_devices();
}
PARALLEL_TESTING_MARK(Marked, HasADevice, gpu);

TEST(Marked, HasTwoDevices) {
  note_devices();
}
PARALLEL_TESTING_MARK(Marked, HasTwoDevices, gpu(2));

TEST(Unmarked, SeesNoDevice) {
  note_devices();
}
