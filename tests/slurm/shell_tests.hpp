// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::slurm_test {

/// A build tree with tests that are shell commands. A test leaves its name and
/// that of its node, `t1 n2`, in the file `ran` each time that it starts.
class shell_tests {
 public:
  explicit shell_tests(std::string build);

  using properties = std::vector<std::pair<std::string, std::string>>;
  void add(const std::string& name, const std::string& script,
           const properties& with = {});

  /// Adds tests `<prefix>1`, `<prefix>2`, ….
  void add_many(int count, const std::string& prefix,
                const std::string& script = ":", const properties& with = {});

  /// What its earlier runs took, for the division among nodes.
  void set_time(const std::string& name, double seconds) const;

  /// `t1 n2` for each start so far.
  [[nodiscard]] std::vector<std::string> starts() const;
  /// How often the test started.
  [[nodiscard]] int starts_of(const std::string& name) const;
  /// The nodes on which tests with this prefix started, each once.
  [[nodiscard]] std::vector<std::string> nodes_of(
      const std::string& prefix) const;

  [[nodiscard]] const std::string& build() const { return build_; }
  [[nodiscard]] std::string path(const std::string& name) const {
    return build_ + "/" + name;
  }

 private:
  std::string build_;
};

}  // namespace parallel_testing::slurm_test
