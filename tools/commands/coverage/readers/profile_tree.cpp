// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/profile_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "base/machine.hpp"
#include "base/programs.hpp"
#include "commands/coverage/data/files.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr std::size_t most_files_of_a_call = 64;

/// Parses `warning: <file>: <what>`, one for each input that is not a profile.
void add_problems(const std::string& errors,
                  const std::vector<std::string>& files, merged_data& into) {
  constexpr std::string_view start = "warning: ";
  std::istringstream lines(errors);
  for (std::string line; std::getline(lines, line);) {
    for (const std::string& file : files) {
      const std::string prefix = std::string(start) + file + ": ";
      if (line.starts_with(prefix)) {
        into.problems.push_back(
            {data_problem::kind::broken, file, line.substr(prefix.size())});
      }
    }
  }
}

tools::program_call call_for(const std::string& llvm_profdata,
                             const std::vector<std::string>& files,
                             const std::string& base) {
  std::string list;
  // Each file has its weight in front, because a comma in the path would end a
  // weight.
  for (const std::string& each : files) {
    list += "1," + each + "\n";
  }
  write_file(base + ".list", list);
  return {{llvm_profdata, "merge", "--sparse", "--num-threads=1",
           "--failure-mode=all", "--input-files=" + base + ".list",
           "--output=" + base + ".profdata"},
          "",
          base + ".errors"};
}

/// Merges groups of files side by side. If a whole group fails, for example
/// because one file makes llvm-profdata crash, tries its files one by one.
class merge_level {
 public:
  merge_level(const std::string& llvm_profdata, merged_data& into)
      : llvm_profdata_(llvm_profdata), into_(into) {}

  /// Returns the files of the next level.
  std::vector<std::string> run(const std::vector<std::string>& files,
                               const std::string& base) {
    std::vector<std::string> results;
    std::vector<std::vector<std::string>> again;
    for (auto& failed :
         merge(groups_of(files, most_files_of_a_call), base, results)) {
      for (auto& one : groups_of(failed, 1)) {
        again.push_back(std::move(one));
      }
    }
    for (const auto& alone : merge(again, base + "-alone", results)) {
      into_.problems.push_back({data_problem::kind::broken, alone.front(),
                                "llvm-profdata cannot read it"});
    }
    return results;
  }

 private:
  using group = std::vector<std::string>;

  static std::vector<group> groups_of(const group& files, std::size_t size) {
    std::vector<group> groups;
    for (std::size_t at = 0; at < files.size(); at += size) {
      const std::size_t end = std::min(at + size, files.size());
      groups.emplace_back(files.begin() + static_cast<std::ptrdiff_t>(at),
                          files.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return groups;
  }

  /// Returns the groups that failed without a reason.
  std::vector<group> merge(const std::vector<group>& groups,
                           const std::string& base,
                           std::vector<std::string>& results) {
    std::vector<tools::program_call> calls;
    for (const group& each : groups) {
      calls.push_back(call_for(llvm_profdata_, each,
                               fmt::format("{}-{}", base, calls.size())));
    }
    const std::vector<int> codes =
        tools::run_programs(calls, tools::available_processors("").number);
    std::vector<group> failed;
    for (std::size_t at = 0; at < calls.size(); ++at) {
      const std::size_t before = into_.problems.size();
      if (codes[at] < signal_base) {
        add_problems(read_file(calls[at].errors).value_or(""), groups[at],
                     into_);
      }
      if (codes[at] == 0) {
        results.push_back(fmt::format("{}-{}.profdata", base, at));
      } else if (into_.problems.size() == before) {
        failed.push_back(groups[at]);
      }
    }
    return failed;
  }

  static constexpr int signal_base = 128;

  const std::string& llvm_profdata_;
  merged_data& into_;
};

}  // namespace

merged_data merge_profiles(const std::string& llvm_profdata,
                           const std::vector<std::string>& files,
                           const std::string& into,
                           const std::string& scratch) {
  namespace fs = std::filesystem;
  merged_data result;
  std::vector<std::string> rest = files;
  int level = 0;
  do {
    rest = merge_level(llvm_profdata, result)
               .run(rest, fmt::format("{}/{}", scratch, level++));
  } while (rest.size() > 1);
  result.files = files.size() - std::min(files.size(), result.problems.size());
  if (rest.empty()) {
    result.files = 0;
    return result;
  }
  std::error_code problem;
  fs::create_directories(fs::path(into).parent_path(), problem);
  fs::copy_file(rest.front(), into, fs::copy_options::overwrite_existing,
                problem);
  return result;
}

}  // namespace parallel_testing::coverage_command
