// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The nodes of a run and what runs on them for it: steps of an allocation, or
// tasks of arrays.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cluster/agent_report.hpp"
#include "cluster/work_files.hpp"
#include "commands/run/slurm/allocation.hpp"
#include "commands/run/slurm/array_job.hpp"
#include "commands/run/watch/display.hpp"
#include "ctest/child.hpp"

namespace parallel_testing::run_command {

/// One node, and the step or the task of Slurm with its agent.
struct cluster_node {
  std::string name;  ///< of the agent; its node's unless it is a second one
  cluster::report_reader report;
  std::unique_ptr<tools::child> step{};  ///< null for a task of an array
  array_job* array = nullptr;            ///< null for a step
  std::string output{};                  ///< what the step printed
  std::int64_t news_ns = 0;              ///< CLOCK_MONOTONIC; 0: none yet
  bool is_over = false;                  ///< the agent reported it
  bool was_interrupted = false;          ///< and that a signal ended it
  std::optional<int> dead_status{};      ///< a shell reported that it died
  bool has_ended = false;
  bool has_left = false;  ///< had nothing to do, and nobody has replaced it
  std::string host{};     ///< what Slurm calls the node of a step
  std::vector<cluster::running_test> running{};
  std::string failure{};  ///< why the agent gave up
};

/// Why the node has ended; "" if its agent did all that it had begun. Nothing
/// if it has not. `silence_ns` without news is an end.
struct node_ending {
  bool has_ended = false;
  std::string reason{};
};
[[nodiscard]] node_ending ending_of(const cluster_node& node,
                                    std::int64_t now_ns,
                                    std::int64_t silence_ns);

class cluster_nodes {
 public:
  /// `project` begins the lines on `shown` about jobs.
  cluster_nodes(const cluster::work_files& files, std::string project,
                display& shown)
      : files_(files), project_(std::move(project)), display_(shown) {}

  /// Asks for an allocation, unless this process is in one.
  void request(const node_request& wanted);
  /// Waits for it as long as `waits` returns true. With licences, it must hold
  /// these, so a new one is requested. Returns null if the user gave up.
  [[nodiscard]] const allocation* wait(const node_request& wanted,
                                       const std::function<bool()>& waits);

  /// Its files need not exist before the list of work does.
  void add(const std::string& name);
  /// Starts an agent on each node of the allocation.
  void start_steps();
  /// Starts a new agent, such as n1.2, on each node whose agent has left.
  void start_again();
  /// How often start_steps() has been called.
  [[nodiscard]] int starts() const { return starts_; }
  /// Forgets agents that were asked to end, after they have ended.
  void dismiss();
  /// Submits an array of `count` tasks, or two: the first task alone holds the
  /// licences. Their nodes are a0, a1, ….
  void submit(const node_request& wanted, int count);
  /// The name of the task that holds the licences: that of a new one if it has
  /// ended. "" without an array or without licences.
  [[nodiscard]] std::string licensed_task();

  /// Waits for a signal or for output, and shows it.
  void poll(int signals, int wait_ms);
  /// Takes the ends of children.
  void reap();
  void kill_all();
  /// Agents that reported their end are still ending.
  void give_back();
  void wait_for_steps();

  [[nodiscard]] std::deque<cluster_node>& all() { return nodes_; }
  [[nodiscard]] const std::deque<cluster_node>& all() const { return nodes_; }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  void start_step(cluster_node& node);
  void submit_tasks(int first, int last,
                    const std::vector<std::string>& licences);
  void show_lines(const std::string& node, std::string& text);

  const cluster::work_files& files_;
  std::string project_;
  display& display_;
  node_request wanted_;                ///< for each task of an array
  std::unique_ptr<allocation> place_;  ///< null for an array
  std::vector<std::unique_ptr<array_job>> arrays_;
  std::deque<cluster_node> nodes_;
  std::unique_ptr<tools::child> beat_;  ///< writes the pulse in an allocation
  std::string licensed_;
  int starts_ = 0;
};

}  // namespace parallel_testing::run_command
