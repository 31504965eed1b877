// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/gcov_json.hpp"

#include <filesystem>
#include <string>

#include "base/json.hpp"
#include "commands/coverage/readers/gcda.hpp"

namespace parallel_testing::coverage_command {
namespace {

using nlohmann::json;

covered_line line_of(const json& given) {
  covered_line result;
  result.count = given.at("count").get<std::uint64_t>();
  for (const json& branch : given.at("branches")) {
    if (!branch.at("throw").get<bool>()) {
      result.branches.push_back(branch.at("count").get<std::uint64_t>());
    }
  }
  return result;
}

/// A line occurs once for each function that contains it: instances of a
/// template, or a lambda and the function around it.
void add_file(const json& given, const std::filesystem::path& directory,
              coverage_table& into) {
  const std::string path = (directory / given.at("file").get<std::string>())
                               .lexically_normal()
                               .string();
  covered_file& file = into[path];
  for (const json& line : given.at("lines")) {
    add(file[line.at("line_number").get<std::uint32_t>()], line_of(line));
  }
}

}  // namespace

void add_gcov_json(std::istream& input, coverage_table& into) {
  for (std::string text; std::getline(input, text);) {
    if (text.empty()) {
      continue;
    }
    try {
      const json root = json::parse(text);
      const std::filesystem::path directory =
          root.at("current_working_directory").get<std::string>();
      for (const json& file : root.at("files")) {
        add_file(file, directory, into);
      }
    } catch (const json::exception& problem) {
      throw bad_data(problem.what());
    }
  }
}

}  // namespace parallel_testing::coverage_command
