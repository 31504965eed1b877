// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "surroundings.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "build.hpp"

namespace parallel_testing::benchmark {

namespace place {
const std::string build = PARALLEL_TESTING_BENCHMARK_BUILD;
const std::string cmake = PARALLEL_TESTING_BENCHMARK_CMAKE;
const std::string ctest = PARALLEL_TESTING_BENCHMARK_CTEST;
const std::string ninja = PARALLEL_TESTING_BENCHMARK_NINJA;
const std::string compiler = PARALLEL_TESTING_BENCHMARK_COMPILER;
const std::string launcher = build + "/lib/launcher/parallel-testing-launcher";
const std::string headers = PARALLEL_TESTING_BENCHMARK_HEADERS;
const std::string sources = PARALLEL_TESTING_BENCHMARK_SOURCES;
const std::string programs = PARALLEL_TESTING_BENCHMARK_PROGRAMS;
const std::string samples = programs + "/samples";
}  // namespace place

namespace {

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// Process id and start time, as the script inside ctest gives them.
std::string own_token() {
  const std::string stat = read_file("/proc/self/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string start;
  constexpr int after_command = 20;
  for (int field = 0; field < after_command; ++field) fields >> start;
  return fmt::format("{}.{}", ::getpid(), start);
}

std::string processor_name() {
  std::istringstream lines(read_file("/proc/cpuinfo"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "an unknown processor";
}

std::string load() {
  const std::string text = read_file("/proc/loadavg");
  return text.substr(0, text.find(' '));
}

}  // namespace

scratch_directory::scratch_directory() : path_("/tmp/pt-benchmark-XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr) {
    throw std::runtime_error("cannot make a folder in /tmp");
  }
}

scratch_directory::~scratch_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

command scratch_directory::as_test(std::vector<std::string> words) const {
  return {std::move(words),
          {{"CTEST_INTERACTIVE_DEBUG_MODE", "1"},
           {"PARALLEL_TESTING_CTEST", own_token()},
           {"PARALLEL_TESTING_RUN_ID", "0123456789abcdef0123456789abcdef"},
           {"PARALLEL_TESTING_RUN_DIR", path_ + "/run"},
           {"PARALLEL_TESTING_WORKER_COUNT", "1"},
           {"PARALLEL_TESTING_STATE_DIR", path_ + "/state"},
           {"PARALLEL_TESTING_TEMP_ROOT", path_}},
          path_};
}

std::string describe_machine() {
  utsname system{};
  ::uname(&system);
  return fmt::format(
      "{}, {} processors, load {} at the start; {} {};\n"
      "CMake {}, {}, GoogleTest {}.\n",
      processor_name(), std::thread::hardware_concurrency(), load(),
      system.sysname, system.release, PARALLEL_TESTING_BENCHMARK_CMAKE_VERSION,
      PARALLEL_TESTING_BENCHMARK_COMPILER_NAME,
      PARALLEL_TESTING_BENCHMARK_GOOGLETEST);
}

}  // namespace parallel_testing::benchmark
