// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The nodes of a run, from Slurm. All functions throw cli::failure if Slurm is
// missing or refuses, with its own words.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ctest/child.hpp"

namespace parallel_testing::run_command {

/// What to ask Slurm for.
struct node_request {
  int nodes = 0;       ///< 0: as Slurm decides
  int processors = 0;  ///< of each node; 0: whole nodes
  std::vector<std::string> licences;
  std::string options;  ///< of the user, as in a shell
};

/// The words of a text, with '…' and "…" around words with blanks. Throws
/// cli::failure for a quote without its end. Pure.
[[nodiscard]] std::vector<std::string> words_of(const std::string& text);

/// The arguments of salloc before its command, or of sbatch. Pure.
[[nodiscard]] std::vector<std::string> request_arguments(
    const node_request& wanted);

/// The first of `2(x3),4`. Pure.
[[nodiscard]] int processors_in(const std::string& text);

/// The nodes of a list in Slurm's form, for example `n[1-4,07],m2`. Nothing for
/// a list that only `scontrol show hostnames` understands. Asking scontrol
/// takes longer than many tests. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> names_in_node_list(
    std::string_view list);

/// The names of the licences that the site defines.
[[nodiscard]] std::vector<std::string> site_licences();

/// Nodes on which steps can be started.
class allocation {
 public:
  /// That of this process, if Slurm started it in one; otherwise asks for one.
  /// It ends with this object, and with this process, however that ends. Until
  /// then, a process beside it writes the file `pulse`.
  allocation(const node_request& wanted, const std::string& pulse);
  allocation(const allocation&) = delete;
  allocation& operator=(const allocation&) = delete;
  ~allocation();

  /// Waits for the nodes as long as `waits` returns true.
  void wait(const std::function<bool()>& waits);
  /// Begins to give the nodes back, if this object asked for them.
  void give_back();

  [[nodiscard]] const std::string& job() const { return job_; }
  [[nodiscard]] const std::vector<std::string>& nodes() const { return nodes_; }
  /// That of a program in the allocation.
  [[nodiscard]] const tools::variables& environment() const {
    return environment_;
  }
  /// Of the first node; 0: unknown.
  [[nodiscard]] int processors() const { return processors_; }
  /// Whether `waits` returned false before there were nodes.
  [[nodiscard]] bool was_given_up() const { return nodes_.empty(); }
  /// Whether this object asked for the nodes.
  [[nodiscard]] bool is_own() const { return salloc_ != nullptr; }
  /// Whether the job holds the licence.
  [[nodiscard]] bool has_licence(const std::string& name) const;

 private:
  void take_nodes();
  bool read_holder();
  void end_holder();

  int most_nodes_ = 0;  ///< 0: all
  std::vector<std::string> request_;
  std::string job_;
  tools::variables environment_;
  std::vector<std::string> nodes_;
  int processors_ = 0;
  std::unique_ptr<tools::child> salloc_;
  std::string text_;  ///< what the command of salloc printed
  pid_t holder_ = -1;
  bool is_given_back_ = false;
};

/// The arguments of srun that start a program once on a node. Several steps may
/// share the processors of the node, because tests also start steps. Pure.
[[nodiscard]] std::vector<std::string> step_on(
    const std::string& job, const std::string& node,
    const std::vector<std::string>& program);

/// Ends a job at once.
void cancel_job(const std::string& job);

/// What a program in an allocation prints about it: its process id, the
/// variables of Slurm, and an empty line. Pure.
[[nodiscard]] std::string allocation_text(const tools::variables& environment,
                                          int process);

/// What ends a job of which nobody takes care any more.
struct guarded_job {
  std::string job;
  pid_t salloc = -1;    ///< -1: there is none
  std::string pulse{};  ///< the file for the pulse of the process
};

/// Waits until the process with this id ends, and then ends the job; or until
/// SIGUSR1. Writes the pulse meanwhile. Other signals to end do not matter
/// while the process lives, except that Slurm has then ended the job itself. A
/// salloc lives as long as this function runs in its job.
void hold_for(int process, const guarded_job& given);

}  // namespace parallel_testing::run_command
