// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/devices.hpp"

#include <stdlib.h>

#include <algorithm>
#include <cstdlib>
#include <parallel_testing/error.hpp>

#include "base/os.hpp"
#include "base/text.hpp"
#include "process/allocation.hpp"
#include "process/process.hpp"

namespace parallel_testing {

namespace {

constexpr std::string_view device_capacity = "gpu";

/// The name of a device in the pairs `<id>=<name>`, or the id itself.
std::string_view name_of_device(std::string_view pairs, std::string_view id) {
  for (const std::string_view pair : split(pairs, ',')) {
    const std::size_t equals = pair.find('=');
    if (equals != pair.npos && pair.substr(0, equals) == id) {
      return pair.substr(equals + 1);
    }
  }
  return id;
}

void append_item(std::string& list, std::string_view item) {
  if (!list.empty()) {
    list += ',';
  }
  list += item;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> device_variables(
    std::string_view found, const std::vector<allocation>& given) {
  const std::size_t colon = std::min(found.find(':'), found.size());
  const std::string_view vendor = found.substr(0, colon);
  const std::string_view pairs =
      found.substr(std::min(colon + 1, found.size()));
  std::vector<std::string_view> ids;
  for (const allocation& each : given) {
    const bool is_new = std::find(ids.begin(), ids.end(), each.id) == ids.end();
    if (each.capacity == device_capacity && is_new) {
      ids.push_back(each.id);
    }
  }
  if (found.empty() || ids.empty()) {
    return {};
  }
  std::string names;
  std::string numbers;
  for (std::size_t at = 0; at < ids.size(); ++at) {
    append_item(names, name_of_device(pairs, ids[at]));
    append_item(numbers, std::to_string(at));
  }
  if (vendor == "nvidia") {
    return {{"CUDA_VISIBLE_DEVICES", names}};
  }
  if (vendor == "amd") {
    // HIP counts the devices that the first variable leaves, and reads the last
    // one where there is no device of NVIDIA.
    return {{"ROCR_VISIBLE_DEVICES", names},
            {"HIP_VISIBLE_DEVICES", numbers},
            {"CUDA_VISIBLE_DEVICES", numbers}};
  }
  if (vendor == "intel") {
    return {{"ZE_AFFINITY_MASK", names},
            {"ZE_ENABLE_PCI_ID_DEVICE_ORDER", "1"}};
  }
  return {};
}

void export_devices() {
  const std::string found = os::variable("PARALLEL_TESTING_DEVICES");
  if (found.empty()) {
    return;
  }
  std::vector<allocation> given;
  try {
    given = read_allocations([](const char* name) { return ::getenv(name); });
  } catch (const error&) {
    return;  // allocations() reports the error to a test that calls it
  }
  for (const auto& [name, value] : device_variables(found, given)) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
}

std::optional<missing_device> read_missing_device(std::string_view text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const std::size_t blank = std::min(text.find(' '), text.size());
  missing_device result;
  result.is_failure = text.substr(0, blank) == "fail";
  result.reason = text.substr(std::min(blank + 1, text.size()));
  return result;
}

void end_without_device(
    const std::function<void(const missing_device& missing)>& record) {
  const auto missing =
      read_missing_device(os::variable("PARALLEL_TESTING_NO_DEVICE"));
  process& here = process::current();
  if (!missing || !here.is_test_of_ctest()) {
    return;
  }
  if (missing->is_failure) {
    here.test().note_failure_around(missing->reason);
  }
  record(*missing);
  std::exit(missing->is_failure ? 1 : 0);
}

}  // namespace parallel_testing
