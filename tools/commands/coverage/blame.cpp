// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/blame.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>
#include <string_view>

#include "commands/coverage/data/data.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

bool was_killed(const tools::attempt& given) {
  return given.outcome == tools::verdict::crash ||
         given.outcome == tools::verdict::timeout;
}

/// The first two directories of `tests/<x>/…`, otherwise the first one, as in
/// `gw0/…`.
std::string_view part_of(std::string_view relative) {
  return relative.substr(0, relative.find('/'));
}

/// The process in a name such as `4711-<signature>_0.profraw`.
std::int64_t process_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  std::int64_t pid = 0;
  std::from_chars(name.data(), name.data() + name.size(), pid);
  return name.ends_with(".profraw") ? pid : 0;
}

class suspects {
 public:
  suspects(const tools::run_result& run, const std::string& data)
      : run_(run), data_(data) {
    for (const auto& [test, parts] : find_parts(data).tests) {
      for (const std::string& part : parts) {
        own_parts_.emplace_back(part + "/", test);
      }
    }
  }

  /// The names of the tests that may have left the file, joined by commas.
  [[nodiscard]] std::string of(const std::string& path) const {
    std::set<std::string> names;
    for (const auto& [part, test] : own_parts_) {
      if (starts_with(path, part)) {
        names.insert(test);
      }
    }
    if (names.empty() && starts_with(path, data_ + "/")) {
      names = of_worker(path);
    }
    std::string text;
    for (const std::string& name : names) {
      text += (text.empty() ? "" : ", ") + name;
    }
    return text;
  }

 private:
  [[nodiscard]] std::set<std::string> of_worker(const std::string& path) const {
    const std::string_view worker =
        part_of(std::string_view(path).substr(data_.size() + 1));
    const std::int64_t pid = process_of(path);
    std::set<std::string> names;
    for (const tools::test_result& test : run_.tests) {
      for (const tools::attempt& each : test.attempts) {
        const bool is_writer = pid != 0
                                   ? each.pid == pid
                                   : each.worker == worker && was_killed(each);
        if (is_writer) {
          names.insert(test.name);
        }
      }
    }
    return names;
  }

  const tools::run_result& run_;
  const std::string& data_;
  std::vector<std::pair<std::string, std::string>> own_parts_;
};

void add_killed(const tools::run_result& run, std::vector<std::string>& into) {
  for (const tools::test_result& test : run.tests) {
    for (const tools::attempt& each : test.attempts) {
      if (was_killed(each)) {
        into.push_back(fmt::format(
            "{} {}{}{}: what it covered is missing or partial", test.name,
            each.outcome == tools::verdict::crash ? "crashed" : "timed out",
            each.message.empty() ? "" : ", ", each.message));
        break;
      }
    }
  }
}

}  // namespace

std::vector<std::string> warnings_about(
    const tools::run_result& run, const std::vector<data_problem>& problems,
    const std::string& data) {
  std::vector<std::string> result;
  add_killed(run, result);
  const suspects of_run(run, data);
  std::size_t stale = 0;
  std::string example;
  for (const data_problem& each : problems) {
    if (each.how == data_problem::kind::stale) {
      ++stale;
      example = example.empty() ? each.what : example;
      continue;
    }
    const std::string tests = of_run.of(each.path);
    result.push_back(fmt::format("'{}' is ignored: {}{}{}", each.path,
                                 each.what, tests.empty() ? "" : "; left by ",
                                 tests));
  }
  if (stale > 0) {
    result.push_back(
        fmt::format("data of another build are ignored ({}: {}); build all "
                    "targets, then run the tests again",
                    stale, example));
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
