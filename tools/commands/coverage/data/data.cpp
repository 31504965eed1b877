// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/data.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/command.hpp"
#include "commands/coverage/data/files.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* tests_folder = "/tests";

std::string name_of(const std::string& path) {
  return fs::path(path).filename().string();
}

std::size_t copy_part(const std::string& from, const std::string& to) {
  std::size_t count = 0;
  for (const std::string& file : files_below(from, "")) {
    const std::string target = to + file.substr(from.size());
    std::error_code problem;
    fs::create_directories(fs::path(target).parent_path(), problem);
    fs::copy_file(file, target, fs::copy_options::overwrite_existing, problem);
    if (problem) {
      throw cli::failure(cli::exit_environment,
                         fmt::format("cannot copy '{}' to '{}': {}", file,
                                     target, problem.message()));
    }
    ++count;
  }
  return count;
}

}  // namespace

std::vector<std::string> data_parts::all() const {
  std::vector<std::string> result = common;
  for (const auto& [name, directories] : tests) {
    result.insert(result.end(), directories.begin(), directories.end());
  }
  return result;
}

data_parts find_parts(const std::string& directory) {
  data_parts result;
  for (std::string& part : directories_in(directory)) {
    if (name_of(part) != "tests") {
      result.common.push_back(std::move(part));
    }
  }
  for (std::string& part : directories_in(directory + tests_folder)) {
    const auto name = read_file(part + ".name");
    result.tests[name.value_or(name_of(part))].push_back(std::move(part));
  }
  return result;
}

void mark_data(const std::string& directory) {
  write_file(directory + "/" + data_mark,
             "Coverage data of ParallelTesting, version 1. Join them with "
             "`parallel-testing merge`.\n");
}

std::size_t move_data(const std::string& directory, const std::string& into) {
  const std::size_t count = copy_part(directory, into);
  std::error_code ignored;
  fs::remove_all(directory, ignored);
  return count;
}

std::size_t add_shard(const std::string& directory, std::size_t number,
                      const std::string& into) {
  std::size_t count = 0;
  for (const std::string& part : directories_in(directory)) {
    if (name_of(part) != "tests") {
      count += copy_part(
          part, fmt::format("{}/shard{}-{}", into, number, name_of(part)));
    }
  }
  for (const std::string& part : directories_in(directory + tests_folder)) {
    const std::string to =
        fmt::format("{}{}/{}-{}", into, tests_folder, name_of(part), number);
    count += copy_part(part, to);
    write_file(to + ".name", read_file(part + ".name").value_or(name_of(part)));
  }
  mark_data(into);
  return count;
}

}  // namespace parallel_testing::coverage_command
