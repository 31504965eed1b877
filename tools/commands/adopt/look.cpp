// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "adopt/plan.hpp"
#include "adopt/shapes.hpp"
#include "base/whole_file.hpp"
#include "commands/suggest/watch/cases.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;
using suggest_command::ask_program;
using suggest_command::reason_to_stay_whole;

/// Frameworks whose cases parallel_discover_tests() does not list: the name of
/// a function in their programs.
struct other_framework {
  std::string_view name;
  std::string_view text;
};
constexpr std::array other_frameworks{
    other_framework{"Qt Test", "_ZN5QTest"},
};

/// The CMake of this machine.
std::string cmake_of(const tools::project_facts& facts) {
  const auto found = facts.cache.find("CMAKE_COMMAND");
  return found == facts.cache.end() ? "cmake" : found->second;
}

class looker {
 public:
  explicit looker(look_request wanted)
      : facts_(wanted.facts), tests_(wanted.tests), closed_(wanted.closed) {
    result_.source = facts_.source;
    result_.calls = std::move(wanted.calls);
    for (const tools::built_target& each : facts_.targets) {
      if (each.type != "EXECUTABLE") {
        continue;
      }
      executables_[each.name] = &each;
      for (const std::string& artifact : each.artifacts) {
        by_artifact_[artifact] = &each;
      }
    }
  }

  tools::survey look() {
    read_files();
    for (const tools::listed_test& each : tests_) {
      add_test(each);
    }
    // Programs whose cases are registered already.
    for (const tools::traced_call& each : result_.calls) {
      if (const auto kind = tools::registered_framework(each.command)) {
        add_discovered(each, *kind);
      }
    }
    for (auto& [name, program] : programs_) {
      result_.programs.push_back(std::move(program));
    }
    return std::move(result_);
  }

 private:
  void read_files() {
    for (const tools::input_file& each : facts_.inputs) {
      if (each.is_external) {
        continue;
      }
      if (each.is_generated) {
        result_.closed[each.path] = "the file is generated";
        continue;
      }
      const std::string folder = fs::path(each.path).parent_path().string();
      const std::string why =
          closed_(folder.substr(std::min(folder.size(), facts_.source.size())));
      if (!why.empty()) {
        result_.closed[each.path] = why;
      } else if (auto text = tools::read_file(each.path)) {
        result_.files[each.path] = tools::read_cmake_source(std::move(*text));
      }
    }
  }

  [[nodiscard]] static tools::test_program describe(
      const tools::built_target& target, tools::framework of) {
    tools::test_program program;
    program.target = target.name;
    program.of = of;
    program.standard = target.standard;
    program.directory = target.directory;
    return program;
  }

  void add_test(const tools::listed_test& test) {
    tools::whole_test whole;
    whole.name = test.name;
    if (!test.command.empty()) {
      const auto target = by_artifact_.find(test.command.front());
      if (target != by_artifact_.end()) {
        add_program(test, *target->second, whole);
      }
    }
    result_.tests.push_back(std::move(whole));
  }

  void add_program(const tools::listed_test& test,
                   const tools::built_target& target,
                   tools::whole_test& whole) {
    const framework_row* const framework = framework_of(test.command.front());
    if (framework == nullptr) {
      const std::string other = other_framework_in(
          tools::read_file(test.command.front()).value_or(""));
      if (!other.empty()) {
        whole.target = target.name;
        whole.stays = fmt::format(
            "its program uses {}, whose cases parallel_discover_tests() cannot "
            "list; only programs of {} become a test for each case",
            other, tools::titles_of_frameworks(" and "));
        return;
      }
      const std::string library = library_with_framework(test.command.front());
      if (!library.empty()) {
        whole.target = target.name;
        whole.stays = fmt::format(
            "the shared library {} of the project, which its program links, "
            "contains a test framework; if the program runs cases of it, they "
            "stay one test",
            library);
      }
      return;
    }
    whole.target = target.name;
    whole.stays = reason_to_stay_whole(test, tests_, *framework);
    if (!whole.stays.empty()) {
      return;
    }
    const auto known = programs_.find(target.name);
    if (known != programs_.end()) {
      return;
    }
    tools::test_program program = describe(target, framework->kind);
    tools::listed_test plain = test;
    plain.command.resize(1);
    auto cases = ask_program(plain, *framework, cmake_of(facts_));
    if (!cases && test.command.size() > 1) {
      cases = ask_program(test, *framework, cmake_of(facts_));
      program.lists_with_arguments = cases.has_value();
    }
    if (cases && cases->empty()) {
      // It only links the framework, like a program of another test.
      whole.target.clear();
      return;
    }
    if (!cases) {
      whole.stays = fmt::format(
          "its program does not list its cases when it is called with {}",
          tools::facts_of(framework->kind).list_option);
      return;
    }
    program.cases = std::move(*cases);
    programs_[target.name] = std::move(program);
  }

  /// The shared library of the project that the program needs and that contains
  /// a framework; "" if there is none.
  std::string library_with_framework(const std::string& program) {
    const std::string text = tools::read_file(program).value_or("");
    for (const tools::built_target& each : facts_.targets) {
      if (each.type != "SHARED_LIBRARY") {
        continue;
      }
      for (const std::string& artifact : each.artifacts) {
        // The program names it without the end of its version.
        const std::string file = fs::path(artifact).filename().string();
        const std::string name = file.substr(0, file.find(".so"));
        if (text.find(name + ".so") != std::string::npos &&
            framework_of(artifact) != nullptr) {
          return each.name;
        }
      }
    }
    return "";
  }

  void add_discovered(const tools::traced_call& call, tools::framework of) {
    const auto target = executables_.find(tools::scanned_target(call));
    if (target == executables_.end() || programs_.count(target->first) > 0) {
      return;
    }
    programs_[target->first] = describe(*target->second, of);
  }

  const framework_row* framework_of(const std::string& program) {
    auto known = frameworks_.find(program);
    if (known == frameworks_.end()) {
      known = frameworks_
                  .emplace(program, tools::framework_in(
                                        tools::read_file(program).value_or("")))
                  .first;
    }
    return known->second;
  }

  const tools::project_facts& facts_;
  const std::vector<tools::listed_test>& tests_;
  std::function<std::string(const std::string&)> closed_;
  std::map<std::string, const tools::built_target*> executables_;
  std::map<std::string, const tools::built_target*> by_artifact_;
  std::map<std::string, const framework_row*> frameworks_;
  std::map<std::string, tools::test_program> programs_;
  tools::survey result_;
};

}  // namespace

std::string other_framework_in(std::string_view program) {
  const auto found =
      std::find_if(other_frameworks.begin(), other_frameworks.end(),
                   [&](const other_framework& each) {
                     return program.find(each.text) != std::string_view::npos;
                   });
  constexpr std::string_view elf = "\177ELF";
  return found == other_frameworks.end() || !program.starts_with(elf)
             ? ""
             : std::string(found->name);
}

std::vector<std::string> unbuilt_programs(
    const tools::project_facts& facts,
    const std::vector<tools::traced_call>& calls) {
  std::vector<std::string> found;
  for (const tools::built_target& target : facts.targets) {
    std::error_code problem;
    if (target.type != "EXECUTABLE" || target.artifacts.empty() ||
        fs::exists(target.artifacts.front(), problem)) {
      continue;
    }
    const bool is_for_tests = std::any_of(
        calls.begin(), calls.end(), [&](const tools::traced_call& call) {
          return call.command != "target_link_libraries" &&
                 std::find(call.arguments.begin(), call.arguments.end(),
                           target.name) != call.arguments.end();
        });
    if (is_for_tests) {
      found.push_back(target.name);
    }
  }
  return found;
}

std::vector<std::string> test_options_that_are_off(
    const tools::project_facts& facts) {
  std::vector<std::string> found;
  for (const auto& [name, value] : facts.cache) {
    if (name.find("TEST") != std::string::npos &&
        (value == "OFF" || value == "FALSE" || value == "0" || value == "NO")) {
      found.push_back(name);
    }
  }
  return found;
}

tools::survey look(look_request wanted) {
  return looker(std::move(wanted)).look();
}

}  // namespace parallel_testing::adopt_command
