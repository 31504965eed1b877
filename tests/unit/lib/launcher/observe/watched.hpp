// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs commands under `--observe` and reads what the launcher recorded.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/sanitized.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::launcher {

using texts = std::vector<std::string>;

/// The text of a field, "" when the line has no such field.
inline std::string field(const std::string& line, const std::string& name) {
  const std::string start = "\"" + name + "\":";
  std::size_t at = line.find(start);
  if (at == std::string::npos) return "";
  at += start.size();
  if (line[at] != '"') {
    return line.substr(at, line.find_first_of(",}", at) - at);
  }
  return line.substr(at + 1, line.find('"', at + 1) - at - 1);
}

struct watched : testing::TestWithParam<const char*> {
  unit::scratch place;
  std::string record = place.path("record");
  std::string directory = place.path("d");
  unit::environment more;

  watched() { std::filesystem::create_directory(directory); }

  void SetUp() override {
    if (std::string(GetParam()).rfind("ptrace", 0) == 0) need_ptrace();
  }

  /// Skips the test where the launcher of this build cannot trace: with
  /// ThreadSanitizer, what it starts to trace has a second thread already.
  static void need_ptrace() {
    if (support::has_thread_sanitizer) {
      GTEST_SKIP() << "a launcher with ThreadSanitizer cannot trace";
    }
  }

  unit::child_process start(const texts& command,
                            const texts& options = {}) const {
    texts words{LAUNCHER, "--observe", record, "--observe-test=a test"};
    words.insert(words.end(), options.begin(), options.end());
    words.emplace_back("--");
    words.insert(words.end(), command.begin(), command.end());
    unit::environment variables = place.under_ctest();
    variables["PARALLEL_TESTING_OBSERVE_BY"] = GetParam();
    // Above it, the names of this test's own directory are random.
    variables["TMPDIR"] = directory;
    for (const auto& [name, value] : more) variables[name] = value;
    return unit::child_process(words, variables);
  }

  int run(const texts& command) const { return start(command).finish(); }

  int run_probe(const std::string& action) const {
    return run({OBSERVED_PROBE, action, directory});
  }

  texts lines() const {
    std::istringstream all(unit::content_of(record));
    texts result;
    for (std::string line; std::getline(all, line);) result.push_back(line);
    return result;
  }

  /// "<use> of <name>, before: <state>, <chance>"; names in the directory of
  /// the program without it.
  texts touches() const {
    std::map<std::string, std::string> resources;
    texts result;
    for (const std::string& line : lines()) {
      if (field(line, "line") == "resource") {
        resources[field(line, "id")] = line;
      } else if (field(line, "line") == "touch") {
        const std::string& what = resources[field(line, "resource")];
        std::string name = field(what, "name");
        if (name.rfind(directory + "/", 0) == 0) {
          name = name.substr(directory.size() + 1);
        }
        result.push_back(field(line, "use") + " of " + name + ", before: " +
                         field(line, "before") + ", " + field(what, "chance"));
      }
    }
    return result;
  }

  /// The line of a resource, "" when the record has none of this name; names
  /// in the directory of the program without it.
  std::string resource(const std::string& name) const {
    for (const std::string& line : lines()) {
      const std::string found = field(line, "name");
      if (field(line, "line") == "resource" &&
          (found == name || found == directory + "/" + name)) {
        return line;
      }
    }
    return "";
  }

  /// The line of one use of a resource, "" when the record has none.
  std::string touch(const std::string& use, const std::string& name) const {
    const std::string id = field(resource(name), "id");
    for (const std::string& line : lines()) {
      if (field(line, "line") == "touch" && field(line, "resource") == id &&
          field(line, "use") == use) {
        return line;
      }
    }
    return "";
  }

  texts touches_of(const std::string& action) const {
    EXPECT_EQ(run_probe(action), 0);
    EXPECT_EQ(field(lines().back(), "line"), "end");
    return touches();
  }
};

}  // namespace parallel_testing::launcher
