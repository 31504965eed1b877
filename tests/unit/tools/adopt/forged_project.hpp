// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A project with one CMakeLists.txt, as `adopt` would find it.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "adopt/plan.hpp"

namespace parallel_testing::tools {

class forged_project {
 public:
  /// `text` follows the line `project(shop)`.
  explicit forged_project(const std::string& text) {
    of.source = "/shop";
    of.files[file] = read_cmake_source("project(shop)\n" + text);
  }

  /// CMake executed the call of this name, the first one or a later one.
  void execute(const std::string& command,
               const std::vector<std::string>& arguments,
               std::size_t number = 1) {
    for (const source_call& each : of.files[file].calls) {
      if (each.name == command && --number == 0) {
        of.calls.push_back({command, file, each.line, arguments, "/shop"});
        return;
      }
    }
    throw std::logic_error("there is no such call of " + command);
  }

  test_program& add_program(const std::string& target,
                            framework which = framework::googletest) {
    test_program program;
    program.target = target;
    program.of = which;
    program.cases = {target + " first", target + " second"};
    program.directory = "/shop";
    of.programs.push_back(program);
    return of.programs.back();
  }

  /// A program, and a test of the same name that runs it.
  test_program& add_whole(const std::string& target,
                          framework which = framework::googletest) {
    of.tests.push_back({target, target, ""});
    return add_program(target, which);
  }

  [[nodiscard]] adoption_plan plan() const {
    return plan_adoption(of, without, {}, markers);
  }

  /// The file after the edits, without `project()` and the block after it.
  [[nodiscard]] std::string changed() const {
    const adoption_plan made = plan();
    const auto edits = made.edits.find(file);
    std::string text = of.files.at(file).text;
    if (edits != made.edits.end()) {
      text = edited(text, edits->second);
    }
    const std::string end = "find_package(ParallelTesting QUIET)\nendif()\n";
    const std::size_t at = text.find(end);
    return at == std::string::npos ? text.substr(text.find('\n') + 1)
                                   : text.substr(at + end.size());
  }

  /// Why things are left, with their names.
  [[nodiscard]] std::vector<std::string> left() const {
    std::vector<std::string> texts;
    for (const left_over& each : plan().left) {
      texts.push_back(each.what + ": " + each.reason);
    }
    return texts;
  }

  static constexpr const char* file = "/shop/CMakeLists.txt";
  survey of;
  taken_back without;
  needed_markers markers;
};

}  // namespace parallel_testing::tools
