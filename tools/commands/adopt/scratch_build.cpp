// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/scratch_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <string_view>
#include <system_error>
#include <utility>

#include "adopt/plan.hpp"
#include "base/machine.hpp"
#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "ctest/build_tree.hpp"
#include "remedies/cmake_text.hpp"

namespace parallel_testing::adopt_command {
namespace {

constexpr std::size_t most_log = 3000;

/// Types of entries that are settings.
constexpr std::array setting_types{"BOOL", "STRING", "PATH", "FILEPATH",
                                   "UNINITIALIZED"};

struct cache_entry {
  std::string name;
  std::string type;
  std::string value;
};

/// `NAME:TYPE=value`, or `"NAME":TYPE=value`; nothing for other lines.
std::optional<cache_entry> entry_in(std::string_view line) {
  std::size_t name_end = line.find(':');
  std::size_t name_begin = 0;
  if (line.starts_with('"')) {
    name_begin = 1;
    name_end = line.find('"', 1);
  }
  if (line.starts_with('#') || line.starts_with("//") ||
      name_end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t colon = line.find(':', name_end);
  const std::size_t equals = line.find('=', name_end);
  if (colon == std::string_view::npos || equals == std::string_view::npos ||
      equals < colon) {
    return std::nullopt;
  }
  return cache_entry{
      std::string(line.substr(name_begin, name_end - name_begin)),
      std::string(line.substr(colon + 1, equals - colon - 1)),
      std::string(line.substr(equals + 1))};
}

/// Whether the value is, or has in a list, a path in the directory.
bool has_path_in(std::string_view value, std::string_view directory) {
  for (std::size_t at = value.find(directory); at != std::string_view::npos;
       at = value.find(directory, at + 1)) {
    const std::size_t end = at + directory.size();
    const bool begins = at == 0 || std::string_view(";:= ").find(
                                       value[at - 1]) != std::string_view::npos;
    if (begins &&
        (end == value.size() ||
         std::string_view("/;: ").find(value[end]) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

bool names_option(const std::vector<std::string>& arguments,
                  std::string_view option) {
  return std::any_of(
      arguments.begin(), arguments.end(),
      [&](const std::string& each) { return each.starts_with(option); });
}

/// Runs a program with its output in a file.
int run_logged(const std::vector<std::string>& arguments,
               const std::string& log) {
  return tools::run_programs({{arguments, log, log + ".errors"}}, 1).front();
}

std::string text_of_log(const std::string& log) {
  return tools::read_file(log).value_or("") +
         tools::read_file(log + ".errors").value_or("");
}

}  // namespace

std::string initial_cache_of(const std::string& cache,
                             const std::string& build) {
  std::string text;
  std::string_view rest = cache;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const auto entry = entry_in(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!entry || entry->name.ends_with("-ADVANCED") ||
        std::find(setting_types.begin(), setting_types.end(), entry->type) ==
            setting_types.end() ||
        has_path_in(entry->value, build)) {
      continue;
    }
    const std::string type =
        entry->type == "UNINITIALIZED" ? "STRING" : entry->type;
    text += fmt::format("set({} {} CACHE {} \"\")\n",
                        tools::quoted_argument(entry->name),
                        tools::quoted_argument(entry->value), type);
  }
  return text;
}

std::string relevant_end(const std::string& log) {
  std::size_t begin = log.size() > most_log ? log.size() - most_log : 0;
  for (const char* mark : {"CMake Error", "error:", "FAILED:"}) {
    const std::size_t at = log.find(mark);
    if (at != std::string::npos) {
      begin = log.rfind('\n', at) == std::string::npos
                  ? 0
                  : log.rfind('\n', at) + 1;
      break;
    }
  }
  std::string part = log.substr(begin, most_log);
  while (part.ends_with('\n')) {
    part.pop_back();
  }
  return part;
}

bool has_tests_below_only(const std::string& build) {
  namespace fs = std::filesystem;
  constexpr const char* file = "CTestTestfile.cmake";
  std::error_code problem;
  if (fs::exists(build + "/" + file, problem)) {
    return false;
  }
  for (fs::recursive_directory_iterator each(build, problem), end;
       !problem && each != end; each.increment(problem)) {
    const fs::path name = each->path().filename();
    if (name == file) {
      return true;
    }
    if (name == "_deps" || name == "CMakeFiles") {
      each.disable_recursion_pending();
    }
  }
  return false;
}

bool is_refused_by_ninja(const std::string& log) {
  return log.starts_with("ninja: error: ") ||
         log.find("\nninja: error: ") != std::string::npos;
}

scratch_build::scratch_build(const workspace& in, const options& wanted,
                             std::ostream& err)
    : in_(in), wanted_(wanted), err_(err) {
  if (!wanted.build.empty()) {
    const auto cache = tools::read_file(wanted.build + "/CMakeCache.txt");
    if (!cache) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("'{}' is not a build tree: it has no CMakeCache.txt",
                      wanted.build));
    }
    cli::write_file(in.file("settings.cmake"),
                    initial_cache_of(*cache, wanted.build));
    settings_ = {"-C", in.file("settings.cmake")};
    const std::string generator =
        tools::cached_value(wanted.build, "CMAKE_GENERATOR");
    if (!generator.empty()) {
      settings_.insert(settings_.end(), {"-G", generator});
    }
  } else if (!names_option(wanted.configure, "-G") &&
             !tools::find_program({"ninja"}, tools::path_directories())
                  .empty()) {
    // A build tree of an earlier time keeps its generator.
    const std::string known =
        tools::cached_value(in.build(), "CMAKE_GENERATOR");
    settings_ = {"-G", known.empty() ? "Ninja" : known};
    has_chosen_ninja_ = settings_.back() == "Ninja";
  }
}

void scratch_build::configure(const std::string& package) {
  err_ << "parallel-testing adopt: configuring a copy of the project"
       << std::endl;
  tools::request_facts(in_.build());
  std::vector<std::string> line{"cmake",
                                "-S",
                                in_.source(),
                                "-B",
                                in_.build(),
                                "--trace-expand",
                                "--trace-format=json-v1",
                                "--trace-redirect=" + in_.file("trace.json")};
  line.insert(line.end(), settings_.begin(), settings_.end());
  line.insert(line.end(), wanted_.configure.begin(), wanted_.configure.end());
  if (enables_testing_) {
    constexpr const char* include = "CMAKE_PROJECT_INCLUDE";
    line.push_back(
        package.empty()
            ? fmt::format("-D{}={}", include, in_.file("enable_testing.cmake"))
            : fmt::format("-U{}", include));
  }
  if (!package.empty()) {
    line.push_back("-DParallelTesting_DIR=" + package);
  }
  const std::string log = in_.file("configure.log");
  if (run_logged(line, log) != 0) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("the project cannot be configured; arguments after -- go "
                    "to cmake\n{}",
                    relevant_end(text_of_log(log))));
  }
}

bool scratch_build::build(const std::vector<std::string>& targets) {
  if (targets.empty()) {
    err_ << "parallel-testing adopt: building it" << std::endl;
  }
  const int jobs =
      wanted_.jobs == 0 ? tools::available_processors("").number : wanted_.jobs;
  std::vector<std::string> line{"cmake", "--build", in_.build(), "--parallel",
                                std::to_string(jobs)};
  if (!targets.empty()) {
    line.emplace_back("--target");
    line.insert(line.end(), targets.begin(), targets.end());
  }
  return run_logged(line, in_.file("build.log")) == 0;
}

bool scratch_build::enable_testing() {
  if (!has_tests_below_only(in_.build()) ||
      !tools::cached_value(in_.build(), "CMAKE_PROJECT_INCLUDE").empty()) {
    return false;
  }
  cli::write_file(in_.file("enable_testing.cmake"), "enable_testing()\n");
  enables_testing_ = true;
  return true;
}

bool scratch_build::leave_ninja() {
  if (!has_chosen_ninja_ ||
      !is_refused_by_ninja(text_of_log(in_.file("build.log")))) {
    return false;
  }
  err_ << "parallel-testing adopt: ninja does not accept the project; using "
          "CMake's default generator"
       << std::endl;
  has_chosen_ninja_ = false;
  settings_.clear();
  std::error_code ignored;
  std::filesystem::remove_all(in_.build(), ignored);
  return true;
}

void scratch_build::fail_to_build() const {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("the project does not build\n{}",
                  relevant_end(text_of_log(in_.file("build.log")))));
}

tools::project_facts scratch_build::facts() const {
  return tools::read_facts(in_.build());
}

std::vector<tools::traced_call> scratch_build::trace() const {
  std::ifstream text(in_.file("trace.json"));
  return tools::parse_trace(text, tools::commands_to_trace());
}

}  // namespace parallel_testing::adopt_command
