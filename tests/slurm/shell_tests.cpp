// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shell_tests.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include "support/files.hpp"

namespace parallel_testing::slurm_test {
namespace {

namespace fs = std::filesystem;

}  // namespace

shell_tests::shell_tests(std::string build) : build_(std::move(build)) {
  fs::create_directories(build_ + "/Testing/Temporary");
  fs::create_directories(build_ + "/source");
  std::ofstream(path("CMakeCache.txt"))
      << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n"
      << "CMAKE_HOME_DIRECTORY:INTERNAL=" << build_ << "/source\n"
      << "CMAKE_PROJECT_NAME:STATIC=shells\n";
  std::ofstream(path("ran")) << "";
}

void shell_tests::add(const std::string& name, const std::string& script,
                      const properties& with) {
  const std::string file = path(name + ".sh");
  std::ofstream(file) << "echo \"" << name << " $SLURMD_NODENAME\" >>'"
                      << path("ran") << "'\n"
                      << script << "\n";
  std::ofstream list(path("CTestTestfile.cmake"), std::ios::app);
  list << "add_test(" << name << " /bin/sh [=[" << file << "]=])\n";
  for (const auto& [property, value] : with) {
    list << "set_tests_properties(" << name << " PROPERTIES " << property
         << " [=[" << value << "]=])\n";
  }
}

void shell_tests::add_many(int count, const std::string& prefix,
                           const std::string& script, const properties& with) {
  for (int at = 1; at <= count; ++at) {
    add(prefix + std::to_string(at), script, with);
  }
}

void shell_tests::set_time(const std::string& name, double seconds) const {
  std::ofstream(path("Testing/Temporary/CTestCostData.txt"), std::ios::app)
      << name << " 1 " << seconds << "\n";
}

std::vector<std::string> shell_tests::starts() const {
  return support::read_lines(path("ran"));
}

int shell_tests::starts_of(const std::string& name) const {
  int count = 0;
  for (const std::string& line : starts()) {
    count += line.substr(0, line.find(' ')) == name ? 1 : 0;
  }
  return count;
}

std::vector<std::string> shell_tests::nodes_of(
    const std::string& prefix) const {
  std::set<std::string> nodes;
  for (const std::string& line : starts()) {
    if (line.starts_with(prefix)) {
      nodes.insert(line.substr(line.find(' ') + 1));
    }
  }
  return {nodes.begin(), nodes.end()};
}

}  // namespace parallel_testing::slurm_test
