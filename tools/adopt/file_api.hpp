// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What CMake reports about a configured build tree through its file API:
// codemodel-v2, cache-v2 and cmakeFiles-v1.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing::tools {

struct built_target {
  std::string name;
  std::string type;                      ///< EXECUTABLE, STATIC_LIBRARY, …
  std::vector<std::string> artifacts{};  ///< absolute paths
  std::string directory{};               ///< source directory that created it
  std::string file{};                    ///< where it was created
  std::int64_t line = 0;
  std::vector<std::string> sources{};  ///< absolute paths
  /// Of its C++ sources: "11", "17"; "" if the project sets none.
  std::string standard{};
};

/// A file that CMake read.
struct input_file {
  std::string path;  ///< absolute
  bool is_generated = false;
  bool is_external = false;  ///< outside of the source directory
};

struct project_facts {
  std::string source;
  std::string build;
  std::vector<built_target> targets{};
  std::vector<input_file> inputs{};
  std::map<std::string, std::string> cache{};
};

/// Asks CMake for answers when it configures the build tree next. Throws
/// record_error if the build tree cannot be written.
void request_facts(const std::string& build);

/// Reads the answers. `configuration` is empty for the first one. Throws
/// record_error if they are missing or have another version.
[[nodiscard]] project_facts read_facts(const std::string& build,
                                       const std::string& configuration = "");

}  // namespace parallel_testing::tools
