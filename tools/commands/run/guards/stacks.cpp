// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/stacks.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "base/programs.hpp"
#include "ctest/child.hpp"
#include "lib/src/base/unique_fd.hpp"
#include "lib/src/stacks/write_stacks.hpp"

namespace parallel_testing::run_command {

std::string stacks_program(pid_t test) {
  std::string named = tools::variable_of(test, stacks::program_variable);
  if (!named.empty()) {
    return named;
  }
  return beside_launcher("parallel-testing-stacks");
}

std::string beside_launcher(const std::string& name) {
  const std::filesystem::path here =
      std::filesystem::path(tools::own_program()).parent_path();
  for (const char* const folder : {"../libexec", "../../lib/launcher", "."}) {
    std::string path = (here / folder / name).lexically_normal().string();
    std::error_code problem;
    if (std::filesystem::is_regular_file(path, problem)) {
      return path;
    }
  }
  return "";
}

std::string stacks_of(const std::vector<pid_t>& processes,
                      std::string_view title, const std::string& program) {
  const unique_fd file(::memfd_create("stacks", MFD_CLOEXEC));
  if (!file) {
    return "";
  }
  stacks::write_stacks(processes, title, stacks::program_in(program),
                       file.get());
  std::string text(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)),
                   '\0');
  const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

}  // namespace parallel_testing::run_command
