// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a run still lives, for agents that Slurm does not end with it: the
// machine of the run may have ended, or the controller of Slurm.
//
// A process beside the run writes another number into a file once a second, and
// a word when the run has ended. So a run that is stopped, or whose terminal
// takes no output, still lives. No clocks are compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/programs.hpp"

namespace parallel_testing::cluster {

/// Without news for so long, the other side is taken for dead: 60 s, or the
/// seconds in PARALLEL_TESTING_NODE_SILENCE.
[[nodiscard]] std::int64_t longest_silence_ns(
    const tools::variables& environment);

/// Writes that file. Does nothing as long as it does not exist.
class pulse_writer {
 public:
  explicit pulse_writer(std::string file) : file_(std::move(file)) {}

  /// To be called about once a second. Returns whether the file exists.
  bool beat();
  /// The run has ended.
  void end() const;

 private:
  std::string file_;
  std::int64_t count_ = 0;
};

/// Writes into `file` until the process with this id, the parent, has ended.
void beat_for(int process, const std::string& file);

/// Follows that file.
class pulse {
 public:
  pulse(std::int64_t longest_silence_ns, std::int64_t now_ns)
      : longest_silence_ns_(longest_silence_ns), changed_ns_(now_ns) {}

  /// `text` is what the file has now; nothing if it does not exist, because the
  /// directory of the run was removed. Returns whether the run has ended.
  [[nodiscard]] bool has_stopped(const std::optional<std::string>& text,
                                 std::int64_t now_ns);

 private:
  std::int64_t longest_silence_ns_;
  std::int64_t changed_ns_;
  std::string last_;
};

}  // namespace parallel_testing::cluster
