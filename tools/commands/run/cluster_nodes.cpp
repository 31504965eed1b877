// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_nodes.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/command.hpp"
#include "commands/run/agent.hpp"

namespace parallel_testing::run_command {
namespace {

/// An agent uses all processors of its job. srun prints this where it binds no
/// process to processors anyway.
constexpr const char* no_binding = "lacks support for cpu binding";

std::string end_of_step(int status) {
  return WIFSIGNALED(status) ? fmt::format("srun was ended by SIG{}",
                                           ::sigabbrev_np(WTERMSIG(status)))
                             : fmt::format("its agent ended with status {}",
                                           WEXITSTATUS(status));
}

}  // namespace

node_ending ending_of(const cluster_node& node, std::int64_t now_ns,
                      std::int64_t silence_ns) {
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  if (node.is_over) {
    // Slurm may end a step, for example at the time limit of its job.
    return {true,
            node.was_interrupted ? "a signal ended its agent" : node.failure};
  }
  if (node.step != nullptr && node.step->has_ended()) {
    return {true, end_of_step(node.step->status())};
  }
  if (node.dead_status) {
    return {true,
            fmt::format("its agent ended with status {}", *node.dead_status)};
  }
  if (node.array != nullptr && node.array->has_ended()) {
    return {true, "its task of the array ended"};
  }
  if (node.news_ns > 0 && now_ns - node.news_ns > silence_ns) {
    return {true, fmt::format("its agent was silent for {} s",
                              silence_ns / ns_per_s)};
  }
  return {};
}

void cluster_nodes::request(const node_request& wanted) {
  place_.reset();
  place_ = std::make_unique<allocation>(wanted, files_.pulse());
}

const allocation* cluster_nodes::wait(const node_request& wanted,
                                      const std::function<bool()>& waits) {
  if (!wanted.licences.empty()) {
    request(wanted);
  }
  place_->wait(waits);
  if (place_->was_given_up()) {
    return nullptr;
  }
  for (const std::string& name : wanted.licences) {
    if (!place_->has_licence(name)) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("the allocation {} does not hold the licence '{}', which "
                      "keeps a lock of the whole cluster; request it: salloc "
                      "--licenses={}",
                      place_->job(), name, name));
    }
  }
  return place_.get();
}

void cluster_nodes::add(const std::string& name) {
  nodes_.push_back({name, cluster::report_reader(files_.report(name))});
  nodes_.back().host = name;
}

void cluster_nodes::start_steps() {
  ++starts_;
  for (cluster_node& each : nodes_) {
    start_step(each);
  }
  if (!place_->is_own()) {
    tools::program_start beat;
    beat.arguments = {tools::own_program(), agent_command, "--beat",
                      std::to_string(::getpid()), files_.pulse()};
    beat_ = std::make_unique<tools::child>(beat, tools::child::errors::read,
                                           tools::child::terminal::none);
  }
}

void cluster_nodes::start_step(cluster_node& node) {
  tools::program_start program;
  program.arguments =
      step_on(place_->job(), node.host,
              {tools::own_program(), agent_command, files_.root(), node.name,
               std::to_string(starts_)});
  program.environment = place_->environment();
  node.step = std::make_unique<tools::child>(
      program, tools::child::errors::read, tools::child::terminal::none);
}

void cluster_nodes::start_again() {
  const std::size_t count = nodes_.size();
  for (std::size_t at = 0; at < count; ++at) {
    if (!std::exchange(nodes_[at].has_left, false)) {
      continue;
    }
    const std::string host = nodes_[at].host;
    // A node of the site may have such a name.
    std::string name;
    int number = 2;
    do {
      name = fmt::format("{}.{}", host, number++);
    } while (std::any_of(
        nodes_.begin(), nodes_.end(),
        [&](const cluster_node& each) { return each.name == name; }));
    files_.create_node(name);
    add(name);
    nodes_.back().host = host;
    start_step(nodes_.back());
  }
}

void cluster_nodes::dismiss() {
  wait_for_steps();
  nodes_.clear();
  beat_.reset();
}

void cluster_nodes::submit(const node_request& wanted, int count) {
  wanted_ = wanted;
  if (wanted.licences.empty()) {
    submit_tasks(0, count - 1, {});
    return;
  }
  licensed_ = nodes_.front().name;
  submit_tasks(0, 0, wanted.licences);
  if (count > 1) {
    submit_tasks(1, count - 1, {});
  }
}

void cluster_nodes::submit_tasks(int first, int last,
                                 const std::vector<std::string>& licences) {
  array_request request;
  request.first = first;
  request.last = last;
  request.each = wanted_;
  request.each.licences = licences;
  request.output = files_.root() + "/work/task-%a.txt";
  request.pulse = files_.pulse();
  // Otherwise, a task that is killed would be noticed by its silence only.
  request.program = fmt::format(
      "'{0}' {1} '{2}' --task || "
      "echo '{{\"report\":\"dead\",\"number\":'$?'}}' "
      ">>'{2}/nodes/a'$SLURM_ARRAY_TASK_ID/report.ndjson",
      tools::own_program(), agent_command, files_.root());
  arrays_.push_back(std::make_unique<array_job>(request));
  for (int task = first; task <= last; ++task) {
    nodes_[static_cast<std::size_t>(task)].array = arrays_.back().get();
  }
}

std::string cluster_nodes::licensed_task() {
  const bool is_live =
      licensed_.empty() ||
      std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& each) {
        return each.name == licensed_ && !each.has_ended;
      });
  if (!is_live) {
    const int task = static_cast<int>(nodes_.size());
    licensed_ = fmt::format("a{}", task);
    files_.create_node(licensed_);
    add(licensed_);
    submit_tasks(task, task, wanted_.licences);
  }
  return licensed_;
}

void cluster_nodes::poll(int signals, int wait_ms) {
  std::vector<pollfd> files{{signals, POLLIN, 0}};
  for (const cluster_node& each : nodes_) {
    if (each.step != nullptr && each.step->output() >= 0) {
      files.push_back({each.step->output(), POLLIN, 0});
    }
  }
  for (const auto& array : arrays_) {
    files.push_back({array->job().empty() ? array->output() : -1, POLLIN, 0});
  }
  ::poll(files.data(), files.size(), wait_ms);
  for (cluster_node& each : nodes_) {
    if (each.step != nullptr) {
      each.step->read(each.output);
      show_lines(each.name, each.output);
    }
  }
  for (const auto& array : arrays_) {
    if (array->read()) {
      const auto tasks = std::count_if(
          nodes_.begin(), nodes_.end(),
          [&](const auto& each) { return each.array == array.get(); });
      display_.note(fmt::format("{}: {} task{} of job {}", project_, tasks,
                                tasks == 1 ? "" : "s", array->job()));
    }
  }
}

/// Prints the lines of srun with the node that they are about.
void cluster_nodes::show_lines(const std::string& node, std::string& text) {
  std::size_t used = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', used)) {
    const std::string line = text.substr(used, end - used);
    if (line.find(no_binding) == std::string::npos) {
      display_.note(fmt::format("[{}] {}", node, line));
    }
    used = end + 1;
  }
  text.erase(0, used);
}

void cluster_nodes::reap() {
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    for (const auto& array : arrays_) {
      if (array->sbatch().pid() == pid) {
        array->sbatch().set_ended(status);
      }
    }
    for (cluster_node& each : nodes_) {
      if (each.step != nullptr && each.step->pid() == pid) {
        each.step->set_ended(status);
      }
    }
  }
}

void cluster_nodes::kill_all() {
  for (const cluster_node& each : nodes_) {
    if (each.step != nullptr && !each.step->has_ended()) {
      ::kill(each.step->pid(), SIGKILL);
    }
  }
  for (const auto& array : arrays_) {
    cancel_job(array->job());
  }
}

void cluster_nodes::give_back() {
  if (place_ != nullptr) {
    place_->give_back();
  }
}

void cluster_nodes::wait_for_steps() {
  constexpr int look_again_ms = 1;
  constexpr int longest_ms = 2000;
  const auto are_running = [this] {
    return std::any_of(nodes_.begin(), nodes_.end(), [](const auto& each) {
      return each.step != nullptr && !each.step->has_ended();
    });
  };
  reap();
  for (int waited_ms = 0; are_running() && waited_ms < longest_ms;
       waited_ms += look_again_ms) {
    ::poll(nullptr, 0, look_again_ms);
    reap();
  }
}

std::vector<std::string> cluster_nodes::names() const {
  std::vector<std::string> result;
  for (const cluster_node& each : nodes_) {
    result.push_back(each.name);
  }
  return result;
}

}  // namespace parallel_testing::run_command
