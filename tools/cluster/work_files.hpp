// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the files of a run on several nodes are. All nodes see the run's
// directory, perhaps over NFS: each file has one writer, and exists before
// another node reads it, because NFS may remember for a minute that a file was
// missing.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::cluster {

/// Appends to a file of one writer. Throws cli::failure.
void append_to(const std::string& file, const std::string& text);

/// In the directory of a run: what a later run removes.
inline constexpr const char* spent_directory = "spent";

/// The directory of the run.
class work_files {
 public:
  explicit work_files(std::string run_directory)
      : root_(std::move(run_directory)) {}

  [[nodiscard]] const std::string& root() const { return root_; }
  /// Empty until the list is known: agents start before.
  [[nodiscard]] std::string list() const { return root_ + "/work/list.json"; }
  /// What ctest lists.
  [[nodiscard]] std::string listing() const {
    return root_ + "/work/tests.json";
  }
  [[nodiscard]] std::string orders() const { return root_ + "/work/orders"; }
  [[nodiscard]] std::string pulse() const { return root_ + "/work/pulse"; }
  [[nodiscard]] std::string claims() const { return root_ + "/work/claims"; }
  /// What the agent and the tests of a node write.
  [[nodiscard]] std::string node(const std::string& name) const {
    return root_ + "/nodes/" + name;
  }
  [[nodiscard]] std::string report(const std::string& name) const {
    return node(name) + "/report.ndjson";
  }
  [[nodiscard]] std::string events(const std::string& name) const {
    return node(name) + "/events.ndjson";
  }

  /// Creates empty files of the list, of orders and of the pulse, at which an
  /// agent looks first; and the directory and the empty files of a node. Throws
  /// cli::failure.
  void create() const;
  void create_node(const std::string& name) const;

  /// Moves what nobody needs after the run into one directory, where a later
  /// run removes it: at the end of a run, somebody waits for its result, and
  /// removing a directory takes milliseconds on some file systems.
  void put_away(const std::vector<std::string>& nodes) const;

 private:
  std::string root_;
};

/// Writes an empty build tree into `directory` in which ctest finds the tests
/// of `build`, with the same numbers: several ctests at once would overwrite
/// the files that they keep in one build tree. Throws cli::failure.
void make_ctest_directory(const std::string& directory,
                          const std::string& build);

/// The id of the run of one node: what is per run is per node.
[[nodiscard]] std::string node_run_id(const std::string& run_id,
                                      const std::string& node);

/// A name that stays the same while the machine's monotonic clock runs.
[[nodiscard]] std::string machine_identity();

}  // namespace parallel_testing::cluster
