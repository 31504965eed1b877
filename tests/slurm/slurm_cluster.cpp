// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "slurm_cluster.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace parallel_testing::slurm_test {
namespace {

namespace fs = std::filesystem;

constexpr int look_again_ms = 50;
constexpr int most_looks = 600;
constexpr int few_looks = 100;

std::string whole_text(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

}  // namespace

std::string missing_for_cluster() {
  for (const char* program :
       {"/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/salloc"}) {
    if (::access(program, X_OK) != 0) {
      return std::string(program) +
             " is missing; install slurmctld, slurmd and slurm-client";
    }
  }
  return ::geteuid() == 0 ? "" : "only root can start a cluster without munge";
}

slurm_cluster::slurm_cluster(std::size_t nodes)
    : ports_(reserve_ports(nodes + 1)) {
  std::vector<std::string> arguments{"sh", CLUSTER_SCRIPT, path("lab")};
  for (const reserved_port& port : ports_) {
    arguments.push_back(std::to_string(port.number()));
  }
  support::command started;
  started.arguments = std::move(arguments);
  script_ = std::make_unique<support::child_process>(started);
  for (int look = 0; !fs::exists(path("lab/ready")); ++look) {
    if (script_->has_ended() || look == most_looks) {
      script_->signal(SIGTERM);
      throw std::runtime_error("no cluster: " + script_->wait().output);
    }
    ::poll(nullptr, 0, look_again_ms);
  }
}

slurm_cluster::~slurm_cluster() {
  script_->signal(SIGTERM);
  (void)script_->wait();
}

support::command slurm_cluster::command(
    std::vector<std::string> arguments) const {
  support::command result;
  result.arguments = std::move(arguments);
  result.environment["SLURM_CONF"] = path("lab/slurm.conf");
  result.environment["PARALLEL_TESTING_STATE_DIR"] = path("state");
  result.directory = folder_.path().string();
  return result;
}

std::vector<std::string> slurm_cluster::queue() const {
  std::istringstream lines(run({"squeue", "-h", "-o", "%A %j %T"}).output);
  std::vector<std::string> jobs;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("COMPLETING") == std::string::npos) {
      jobs.push_back(line);
    }
  }
  return jobs;
}

std::vector<std::string> slurm_cluster::queue_at_rest() const {
  std::vector<std::string> jobs = queue();
  for (int look = 0; !jobs.empty() && look < few_looks; ++look) {
    ::poll(nullptr, 0, look_again_ms);
    jobs = queue();
  }
  return jobs;
}

std::vector<std::string> slurm_cluster::requests_at_rest() const {
  const std::string own = "SLURM_CONF=" + path("lab/slurm.conf");
  std::vector<std::string> found;
  for (int look = 0; look < few_looks; ++look) {
    found.clear();
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string program = whole_text(entry.path() / "comm");
      const bool asks = program == "salloc\n" || program == "sbatch\n";
      if (asks &&
          whole_text(entry.path() / "environ").find(own) != std::string::npos) {
        found.push_back(entry.path().filename().string() + " " + program);
      }
    }
    if (found.empty()) {
      break;
    }
    ::poll(nullptr, 0, look_again_ms);
  }
  return found;
}

}  // namespace parallel_testing::slurm_test
