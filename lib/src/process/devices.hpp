// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <optional>
#include <parallel_testing/allocation.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parallel_testing {

// How a test sees the devices that ctest gave it, and no others: the scripts
// inside ctest hide all devices, and a test that has some sets the variables
// that select them before user code runs.

/// The variables for a test that holds `given`; none when it holds no device.
/// `found` is the value of PARALLEL_TESTING_DEVICES,
/// `<vendor>:<id>=<name>,...`,
/// "" when the scripts did not search for devices. Pure.
std::vector<std::pair<std::string, std::string>> device_variables(
    std::string_view found, const std::vector<allocation>& given);

/// Sets these variables for the allocations of this process. Does nothing when
/// ctest's variables are malformed, so that no device is visible.
void export_devices();

/// A test that cannot have the devices that it requests.
struct missing_device {
  bool is_failure = false;  ///< otherwise the test is skipped
  std::string reason;
};

/// `text` is the value of PARALLEL_TESTING_NO_DEVICE: `skip <reason>` or
/// `fail <reason>`. std::nullopt for "". Pure.
std::optional<missing_device> read_missing_device(std::string_view text);

/// For an adapter, before code of the user runs: if this process is a test that
/// cannot have its devices, calls `record`, which reports its cases, and ends
/// the process.
void end_without_device(
    const std::function<void(const missing_device& missing)>& record);

}  // namespace parallel_testing
