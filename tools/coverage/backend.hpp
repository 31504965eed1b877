// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What differs between compilers: the form of the data, and who reads it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "coverage/project.hpp"
#include "coverage/table.hpp"
#include "coverage/tools.hpp"

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

  /// What the data in `merged`, which merge() made, say of each line.
  /// `scratch` is a directory for files that are of no use afterwards. Throws
  /// cli::failure.
  virtual coverage_table read(const std::string& merged, objects which,
                              const std::string& scratch,
                              std::vector<data_problem>& problems) = 0;
};

/// The file that has the lines of an object: its notes, or the object itself.
[[nodiscard]] std::string notes_of(compiler made_by, const std::string& object);

[[nodiscard]] std::unique_ptr<backend> make_gcc_backend(const project& measured,
                                                        const programs& found);
[[nodiscard]] std::unique_ptr<backend> make_clang_backend(
    const project& measured, const programs& found);

}  // namespace parallel_testing::coverage_command
