// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/package.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/programs.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "ctest/build_tree.hpp"
#include "remedies/cmake_text.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* config = "ParallelTestingConfig.cmake";

constexpr std::string_view package_of_sources =
    R"cmake(set(PARALLEL_TESTING_BUILD_TESTS OFF)
set(PARALLEL_TESTING_BUILD_TOOLS OFF)
set(PARALLEL_TESTING_INSTALL OFF)
add_subdirectory({}
  "${{CMAKE_BINARY_DIR}}/parallel_testing_sources" EXCLUDE_FROM_ALL)
set(ParallelTesting_FOUND TRUE)
)cmake";

/// The sources of the build tree in which this program is; "" if it is in none.
std::string own_sources() {
  std::error_code problem;
  fs::path folder = fs::path(tools::own_program()).parent_path();
  while (folder.has_relative_path()) {
    if (fs::exists(folder / "CMakeCache.txt", problem)) {
      const std::string source =
          tools::cached_value(folder.string(), "CMAKE_HOME_DIRECTORY");
      return fs::exists(source + "/cmake/ParallelTesting.cmake", problem)
                 ? source
                 : "";
    }
    folder = folder.parent_path();
  }
  return "";
}

}  // namespace

std::string package_directory(const std::string& folder) {
  std::error_code problem;
  const fs::path installed = (fs::path(tools::own_program()).parent_path() /
                              PARALLEL_TESTING_PACKAGE_FROM_PROGRAM)
                                 .lexically_normal();
  if (fs::exists(installed / config, problem)) {
    return installed.string();
  }
  const std::string source = own_sources();
  if (source.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("the package ParallelTesting is not in '{}', where it "
                    "belongs; install it again",
                    installed.string()));
  }
  fs::create_directories(folder, problem);
  cli::write_file(
      folder + "/" + config,
      fmt::format(package_of_sources, tools::quoted_argument(source)));
  return folder;
}

}  // namespace parallel_testing::adopt_command
