// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The difference between compilers: the format of the data, and the program
// that reads them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/coverage/data/project.hpp"
#include "commands/coverage/data/table.hpp"
#include "commands/coverage/data/tools.hpp"

namespace parallel_testing::coverage_command {

/// Data that are ignored.
struct data_problem {
  enum class kind { broken, stale };

  kind how = kind::broken;
  std::string path;
  std::string what;
};

struct merged_data {
  std::size_t files = 0;  ///< number of files in the sum
  std::vector<data_problem> problems;
};

/// Whether an object has counters for the lines of its source.
enum class object_state {
  measured,
  without_code,  ///< it has no lines
  missing,       ///< not compiled
  /// Compiled, but not for coverage, or the notes of the compiler are missing.
  uninstrumented,
  perhaps_uninstrumented
};

/// Which objects are read: all objects of the project, or at least those that
/// ran.
enum class objects { all, that_ran };

class backend {
 public:
  backend() = default;
  backend(const backend&) = delete;
  backend& operator=(const backend&) = delete;
  virtual ~backend() = default;

  /// Writes the sum of all data below the directories `parts` to the empty
  /// directory `into`. Ignores broken and stale data.
  virtual merged_data merge(const std::vector<std::string>& parts,
                            const std::string& into) = 0;

  /// The state of an object of the project.
  [[nodiscard]] virtual object_state state_of(
      const std::string& object) const = 0;

  /// The counts of each line in `merged`, a directory that merge() filled.
  /// Empty if no object is measured. `scratch` is a directory for temporary
  /// files. Throws cli::failure.
  virtual coverage_table read(const std::string& merged, objects which,
                              const std::string& scratch,
                              std::vector<data_problem>& problems) = 0;
};

[[nodiscard]] std::unique_ptr<backend> make_gcc_backend(const project& measured,
                                                        const programs& found);
[[nodiscard]] std::unique_ptr<backend> make_clang_backend(
    const project& measured, const programs& found);

}  // namespace parallel_testing::coverage_command
