// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/artifact.hpp>
#include <parallel_testing/error.hpp>
#include <system_error>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing {

std::filesystem::path artifact(const std::filesystem::path& name) {
  require_relative(name.native(), "name of an artifact");
  artifact_store& store = process::current().artifacts();
  if (!store.is_open()) {
    throw error(
        "no directory for artifacts: PARALLEL_TESTING_WORKER is set but "
        "PARALLEL_TESTING_ARTIFACTS is not; set both or neither");
  }
  std::filesystem::path path = store.use() / name;
  std::error_code problem;
  std::filesystem::create_directories(path.parent_path(), problem);
  if (problem) {
    throw error(
        fmt::format("cannot create directory '{}': {}; choose another "
                    "name, or free some disk space",
                    path.parent_path().native(), problem.message()));
  }
  return path;
}

}  // namespace parallel_testing
