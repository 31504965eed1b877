// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/mpi_command.hpp"

#include <iterator>

namespace parallel_testing::launcher {

namespace {

constexpr std::string_view mpi_kind_names[] = {"openmpi", "mpich", "intel",
                                               "slurm", "other"};

/// What differs from what the program does by itself.
std::vector<std::string> flags_of(mpi_kind kind, run_as user) {
  switch (kind) {
    case mpi_kind::openmpi: {
      std::vector<std::string> flags = {"--oversubscribe", "--bind-to", "none"};
      if (user == run_as::root) {
        flags.emplace_back("--allow-run-as-root");
      }
      return flags;
    }
    case mpi_kind::mpich:
      return {"-bind-to", "none"};
    case mpi_kind::intel:
      return {"-genv", "I_MPI_PIN", "0"};
    case mpi_kind::slurm:
      // Tests share the processors of the allocation, and the failure of a rank
      // ends the others.
      return {"--cpu-bind=none", "--overcommit", "--overlap",
              "--kill-on-bad-exit=1"};
    case mpi_kind::other:
      break;
  }
  return {};
}

}  // namespace

std::optional<mpi_kind> mpi_kind_of(std::string_view text) {
  for (std::size_t at = 0; at < std::size(mpi_kind_names); ++at) {
    if (text == mpi_kind_names[at]) {
      return static_cast<mpi_kind>(at);
    }
  }
  return std::nullopt;
}

std::vector<std::string> mpi_command(const mpi_starter& starter,
                                     std::size_t count, run_as user,
                                     const std::vector<std::string>& watcher,
                                     const std::vector<std::string>& program) {
  std::vector<std::string> command = {starter.program, starter.count_flag,
                                      std::to_string(count)};
  const auto add = [&](const std::vector<std::string>& words) {
    command.insert(command.end(), words.begin(), words.end());
  };
  add(flags_of(starter.kind, user));
  add(starter.before);
  add(watcher);
  // After its name come flags that only MPI understands.
  command.insert(command.end(), program.begin(), program.begin() + 1);
  add(starter.after);
  command.insert(command.end(), program.begin() + 1, program.end());
  return command;
}

}  // namespace parallel_testing::launcher
