// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A build tree that only includes the real one, in a private directory. In
// it, ctest runs the tests of the real one with the launcher before their
// commands, and leaves its logs there.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parallel_testing::suggest_command {

/// One start of a test: the test itself, or one of its cases.
struct planned_start {
  std::string name;         ///< in the scratch tree
  std::string record;       ///< file that the launcher writes
  std::string argument{};   ///< that selects the case; "" for a whole test
  std::string selection{};  ///< name of the case in its framework
  std::string framework{};  ///< of the case
};

/// What the scratch tree does with a test, in the order of CTest.
struct planned_test {
  std::string name;
  /// The program that ctest starts, as an absolute path; empty if ctest does
  /// not find it, so that ctest reports it as without this program.
  std::string program;
  /// Tests with one lock do not run at the same time; "" for no lock.
  std::string lock{};
  bool has_cost = false;  ///< a COST, which would change the order
  /// More than one if it is watched case by case.
  std::vector<planned_start> starts{};
};

/// The text of CTestTestfile.cmake. An empty `launcher` leaves the tests
/// unwatched; an empty plan leaves all as it is. ctest also lists the tests of
/// other configurations, because it numbers them. Pure.
[[nodiscard]] std::string scratch_script(const std::string& build,
                                         const std::string& launcher,
                                         const std::vector<planned_test>& plan);

/// The text of the DartConfiguration.tcl of a build tree, without the paths for
/// which ctest would leave the scratch tree. Pure.
[[nodiscard]] std::string scratch_configuration(const std::string& text);

/// A private directory, which the destructor removes. Throws cli::failure.
class scratch_tree {
 public:
  scratch_tree(const std::string& build, const std::string& ctest);
  scratch_tree(const scratch_tree&) = delete;
  scratch_tree& operator=(const scratch_tree&) = delete;
  ~scratch_tree();

  /// The build tree for ctest.
  [[nodiscard]] std::string path() const { return path_ + "/tree"; }
  [[nodiscard]] std::string file(const std::string& name) const {
    return path_ + "/" + name;
  }

  void set_script(const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace parallel_testing::suggest_command
