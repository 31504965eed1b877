// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/slurm/array_job.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "base/programs.hpp"

namespace parallel_testing::run_command {
namespace {

tools::program_start sbatch_of(const array_request& wanted) {
  tools::program_start program;
  program.arguments = submit_arguments(wanted);
  return program;
}

}  // namespace

std::vector<std::string> submit_arguments(const array_request& wanted) {
  std::vector<std::string> arguments{
      "sbatch", "--wait", "--parsable",
      fmt::format("--array={}-{}", wanted.first, wanted.last),
      "--output=" + wanted.output};
  node_request each = wanted.each;
  each.nodes = 1;
  const std::vector<std::string> options = request_arguments(each);
  arguments.insert(arguments.end(), options.begin(), options.end());
  arguments.insert(arguments.end(), {"--wrap", wanted.program});
  return arguments;
}

array_job::array_job(const array_request& wanted)
    : pulse_(wanted.pulse),
      sbatch_(sbatch_of(wanted), tools::child::errors::read,
              tools::child::terminal::none) {}

bool array_job::read() {
  sbatch_.read(text_);
  const std::size_t end = text_.find('\n');
  if (!job_.empty() || end == std::string::npos) {
    return false;
  }
  job_ = text_.substr(0, text_.find_first_of("\n;"));
  text_.erase(0, end + 1);
  tools::program_start guard;
  guard.arguments = {tools::own_program(),       "agent", "--guard",
                     std::to_string(::getpid()), job_,    pulse_};
  guard_ = std::make_unique<tools::child>(guard, tools::child::errors::read,
                                          tools::child::terminal::none);
  return true;
}

/// Also when sbatch has not printed the job yet. Nothing may throw here.
array_job::~array_job() {
  constexpr int most_looks = 200;
  constexpr int look_again_ms = 50;
  for (int look = 0; job_.empty() && output() >= 0 && look < most_looks;
       ++look) {
    sbatch_.read(text_);
    if (const std::size_t end = text_.find('\n'); end != std::string::npos) {
      job_ = text_.substr(0, text_.find_first_of("\n;"));
    } else {
      ::poll(nullptr, 0, look_again_ms);
    }
  }
  cancel_job(job_);
  guard_.reset();
}

}  // namespace parallel_testing::run_command
