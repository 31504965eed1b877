// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What differs between compilers: the form of the data, and which program
// reads it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/coverage/data/project.hpp"
#include "commands/coverage/data/table.hpp"
#include "commands/coverage/data/tools.hpp"

namespace parallel_testing::coverage_command {

/// Data that do not count.
struct data_problem {
  enum class kind { broken, stale };

  kind how = kind::broken;
  std::string path;
  std::string what;
};

struct merged_data {
  std::size_t files = 0;  // that were summed
  std::vector<data_problem> problems;
};

/// Whether an object has counters for the lines of its source.
enum class object_state {
  measured,
  without_code,  // there are no lines
  missing,       // it is not compiled
  /// It is compiled, but not for coverage, or what the compiler noted is gone.
  uninstrumented,
  perhaps_uninstrumented
};

/// Which objects are read: all of the project, or at least those that ran.
enum class objects { all, that_ran };

class backend {
 public:
  backend() = default;
  backend(const backend&) = delete;
  backend& operator=(const backend&) = delete;
  virtual ~backend() = default;

  /// Sums all data below the directories `parts` into the empty directory
  /// `into`. What is broken or stale is left out.
  virtual merged_data merge(const std::vector<std::string>& parts,
                            const std::string& into) = 0;

  /// Of an object of the project.
  [[nodiscard]] virtual object_state state_of(
      const std::string& object) const = 0;

  /// The counts of each line in `merged`, which merge() made.
  /// Nothing when no object is measured. `scratch` is a directory for files
  /// that are of no use afterwards. Throws cli::failure.
  virtual coverage_table read(const std::string& merged, objects which,
                              const std::string& scratch,
                              std::vector<data_problem>& problems) = 0;
};

[[nodiscard]] std::unique_ptr<backend> make_gcc_backend(const project& measured,
                                                        const programs& found);
[[nodiscard]] std::unique_ptr<backend> make_clang_backend(
    const project& measured, const programs& found);

}  // namespace parallel_testing::coverage_command
