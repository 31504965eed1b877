// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "remedies/cmake_text.hpp"
#include "remedies/lock_names.hpp"
#include "remedies/prediction.hpp"
#include "remedies/remedies.hpp"
#include "remedies/uses.hpp"

namespace parallel_testing::tools {

namespace {

/// The largest number of tests that read the same thing at the same time, with
/// the functions of CMake alone.
constexpr std::size_t most_readers = 8;

constexpr std::string_view shared_ending = ":shared";

/// CMake sets properties of a test only in the directory that adds it. So the
/// last directory of the build makes ctest read the file again, and ctest then
/// knows all tests.
constexpr std::string_view hook =
    R"cmake(set(suggestions_folder
  "${CMAKE_CURRENT_BINARY_DIR}/parallel_testing_suggestions")
set(suggestions_file "${CMAKE_CURRENT_LIST_FILE}")
file(CONFIGURE OUTPUT "${suggestions_folder}/ctest.cmake" @ONLY
  CONTENT [==[
file(REAL_PATH /proc/self/cwd suggestions_folder)
include([===[@suggestions_file@]===])
]==])
file(CONFIGURE OUTPUT "${suggestions_folder}/CMakeLists.txt"
  CONTENT "set_property(DIRECTORY PROPERTY TEST_INCLUDE_FILES ctest.cmake)\n")
add_subdirectory("${suggestions_folder}" "${suggestions_folder}")
)cmake";

constexpr std::string_view private_directory_function =
    R"cmake(# Runs `test` in a private directory with the name of `from`, in which the files
# and directories after `from` appear as in `from`. A name that ends with / is an
# empty directory.
function(suggestions_private_directory test from)
  string(SHA1 folder "${test}")
  get_filename_component(last "${from}" ABSOLUTE)
  get_filename_component(last "${last}" NAME)
  set(folder "${suggestions_folder}/${folder}/${last}")
  file(MAKE_DIRECTORY "${folder}")
  foreach(name IN LISTS ARGN)
    if(name MATCHES "/$")
      file(MAKE_DIRECTORY "${folder}/${name}")
      continue()
    endif()
    get_filename_component(parent "${folder}/${name}" DIRECTORY)
    file(MAKE_DIRECTORY "${parent}")
    if(NOT IS_SYMLINK "${folder}/${name}" AND NOT EXISTS "${folder}/${name}")
      file(CREATE_LINK "${from}/${name}" "${folder}/${name}" SYMBOLIC)
    endif()
  endforeach()
  set_tests_properties("${test}" PROPERTIES WORKING_DIRECTORY "${folder}")
endfunction()
)cmake";

constexpr std::string_view private_tmpdir_function =
    R"cmake(# Gives each test a private directory for temporary files.
function(suggestions_private_tmpdir)
  math(EXPR last "${ARGC} - 1")
  foreach(index RANGE ${last})
    string(SHA1 folder "${ARGV${index}}")
    string(PREPEND folder "${suggestions_folder}/tmp-")
    file(MAKE_DIRECTORY "${folder}")
    set_tests_properties("${ARGV${index}}" PROPERTIES
      ENVIRONMENT "TMPDIR=${folder}")
  endforeach()
endfunction()
)cmake";

bool is_lock(remedy_kind kind) {
  return kind == remedy_kind::lock || kind == remedy_kind::port ||
         kind == remedy_kind::database;
}

bool is_isolation(remedy_kind kind) {
  return kind == remedy_kind::isolate_tmp ||
         kind == remedy_kind::isolate_network ||
         kind == remedy_kind::isolate_ipc;
}

/// The marker without `:shared`.
std::string lock_marker(const std::string& marker) {
  return is_shared_marker(marker) ? marker.substr(0, marker.rfind(':'))
                                  : marker;
}

/// Writes one plan.
class writer {
 public:
  enum class functions { of_module, of_cmake };

  writer(const observation& of, const sharing& found, const remedy_plan& plan,
         functions which)
      : of_(of), found_(found), plan_(plan), which_(which) {
    for (const watched_test& test : of.tests) {
      schedules_.push_back(schedule_of(test));
    }
  }

  std::string write() {
    for (const suggestion& each : plan_.suggestions) {
      add(each);
    }
    add_locks();
    std::string text;
    if (!properties_.empty()) {
      text =
          "# CMake sets properties of a test only in the directory that adds "
          "it. So ctest\n# reads this part again after all tests.\n"
          "get_property(suggestions_role GLOBAL PROPERTY CMAKE_ROLE)\n"
          "if(suggestions_role MATCHES \"^CTEST$\")\n\n";
      text += helpers_ + properties_ + "\nreturn()\nendif()\n";
      text += hook;
    }
    if (!marks_.empty()) {
      text += (text.empty() ? "" : "\n") + marks_;
    }
    if (!advice_.empty()) {
      text += (text.empty() ? "" : "\n") + advice_;
    }
    return text;
  }

 private:
  /// Whether parallel_mark_tests() can express the remedy for the test.
  [[nodiscard]] bool is_marked(std::size_t test, remedy_kind kind) const {
    const watched_test& watched = of_.tests[test];
    return which_ == functions::of_module && !watched.target.empty() &&
           (kind != remedy_kind::private_directory || watched.has_adapter);
  }

  [[nodiscard]] std::vector<std::size_t> plain_of(
      const std::vector<std::size_t>& tests, remedy_kind kind) const {
    std::vector<std::size_t> plain;
    for (const std::size_t test : tests) {
      if (!is_marked(test, kind)) {
        plain.push_back(test);
      }
    }
    return plain;
  }

  /// The names in CTest, each once: several cases may be one test.
  [[nodiscard]] std::vector<std::string> names_of(
      const std::vector<std::size_t>& tests) const {
    std::vector<std::string> names;
    for (const std::size_t test : tests) {
      const std::string& name = of_.tests[test].ctest_name;
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
    return names;
  }

  void add(const suggestion& each) {
    if (each.kind == remedy_kind::advice) {
      advice_ += comment("Advice: " + each.reason);
      return;
    }
    if (each.kind == remedy_kind::depends) {
      add_order(each);
      return;
    }
    if (is_lock(each.kind)) {
      // Written together with the readers of the same lock.
      lock_group& group = locks_[lock_marker(each.marker)];
      (is_shared_marker(each.marker) ? group.shared : group.exclusive) =
          each.tests;
      group.reason = each.reason;
      return;
    }
    const std::string reason =
        each.degradation.empty() ? each.reason
                                 : each.reason + " (" + each.degradation + ")";
    add_marks(each, each.tests, each.marker, reason);
    const std::vector<std::size_t> plain = plain_of(each.tests, each.kind);
    if (plain.empty()) {
      return;
    }
    if (each.kind == remedy_kind::private_directory) {
      add_private_directories(each, plain);
    } else if (each.kind == remedy_kind::private_tmpdir) {
      add_helper(private_tmpdir_function);
      properties_ += comment(each.reason) +
                     call("suggestions_private_tmpdir", arguments(plain));
    } else if (each.kind == remedy_kind::no_parallel) {
      add_property(plain, "RUN_SERIAL TRUE", each.reason);
    } else if (is_isolation(each.kind)) {
      lock_instead(each, plain);
    }
  }

  // Marks -------------------------------------------------------------------

  /// A call for each target.
  void add_marks(const suggestion& each, const std::vector<std::size_t>& tests,
                 const std::string& marker, const std::string& reason) {
    std::map<std::string, std::vector<std::size_t>> by_target;
    for (const std::size_t test : tests) {
      if (is_marked(test, each.kind)) {
        by_target[of_.tests[test].target].push_back(test);
      }
    }
    for (const auto& [target, marked] : by_target) {
      std::vector<std::string> groups{argument(target)};
      std::set<std::string> written;
      for (const std::size_t test : marked) {
        const watched_test& watched = of_.tests[test];
        for (const std::string& glob : globs_of(watched)) {
          if (written.insert(glob).second) {
            groups.push_back(quoted_argument(glob));
          }
        }
      }
      if (each.kind == remedy_kind::private_directory) {
        groups.emplace_back("WORKING_DIRECTORY PRIVATE");
        std::string visible;
        for (const std::string& file : each.visible_files) {
          visible += " " + quoted_argument(file);
        }
        if (!visible.empty()) {
          groups.push_back("VISIBLE_FILES" + visible);
        }
        std::string empty;
        for (const std::string& directory : each.empty_directories) {
          empty += " " + quoted_argument(directory);
        }
        if (!empty.empty()) {
          groups.push_back("EMPTY_DIRECTORIES" + empty);
        }
      } else {
        groups.push_back("MARKERS " + marker);
      }
      marks_ += comment(reason) + call("parallel_mark_tests", groups);
    }
  }

  // Properties --------------------------------------------------------------

  [[nodiscard]] std::vector<std::string> arguments(
      const std::vector<std::size_t>& tests) const {
    std::vector<std::string> groups;
    for (const std::string& name : names_of(tests)) {
      groups.push_back(quoted_argument(name));
    }
    return groups;
  }

  void add_property(const std::vector<std::size_t>& tests,
                    const std::string& property, const std::string& reason) {
    std::vector<std::string> groups = arguments(tests);
    groups.push_back("PROPERTIES " + property);
    properties_ += comment(reason) + call("set_tests_properties", groups);
  }

  void add_helper(std::string_view code) {
    if (helpers_.find(code) == std::string::npos) {
      helpers_ += code;
    }
  }

  /// The directory, as the file can write it wherever the project is.
  [[nodiscard]] std::string portable(const std::string& path) const {
    const auto below = [&path](const std::string& root,
                               const std::string& prefix) {
      const std::string rest = relative_to(path, root);
      const std::string text = quoted_argument(rest);
      return "\"" + prefix + (rest.empty() ? "" : "/") + text.substr(1);
    };
    if (is_in(path, of_.build)) {
      return below(of_.build, "${suggestions_folder}/..");
    }
    if (is_in(path, of_.source)) {
      return below(of_.source, "${CMAKE_CURRENT_LIST_DIR}/..");
    }
    return quoted_argument(path);
  }

  void add_private_directories(const suggestion& each,
                               const std::vector<std::size_t>& plain) {
    add_helper(private_directory_function);
    properties_ += comment(each.reason);
    const std::string& from =
        of_.tests[plain.front()].record.head.working_directory;
    std::vector<std::string> names = each.visible_files;
    for (const std::string& directory : each.empty_directories) {
      names.push_back(directory + "/");
    }
    std::string files;
    for (const std::string& file : names) {
      // CMake reads a list of names.
      if (file.find(';') == std::string::npos) {
        files += " " + quoted_argument(file);
      }
    }
    for (const std::string& name : arguments(plain)) {
      std::vector<std::string> groups{name, portable(from)};
      if (!files.empty()) {
        groups.push_back(files.substr(1));
      }
      properties_ += call("suggestions_private_directory", groups);
    }
  }

  /// Without the launcher, tests that would be isolated take turns.
  void lock_instead(const suggestion& each,
                    const std::vector<std::size_t>& plain) {
    const bool has_marked = plain.size() < each.tests.size();
    if (has_marked) {
      // Where nothing can be isolated, marked tests have this lock.
      add_property(plain, "RESOURCE_LOCK " + argument(each.marker),
                   each.reason);
      return;
    }
    for (const std::size_t at : each.resources) {
      resource_users users = users_of(found_.shared[at], schedules_);
      for (auto* list : {&users.exclusive, &users.shared}) {
        list->erase(std::remove_if(list->begin(), list->end(),
                                   [&](std::size_t test) {
                                     return !std::binary_search(
                                         plain.begin(), plain.end(), test);
                                   }),
                    list->end());
      }
      replaced_.push_back({at, users});
      replaced_reasons_[at] = each.reason +
                              " (a command that "
                              "parallel_add_test() registers can have the "
                              "marker '" +
                              each.marker +
                              "' instead, and then does not wait)";
    }
  }

  /// CTest reads a list of names.
  void add_order(const suggestion& each) {
    const std::string& first = of_.tests[each.tests.front()].ctest_name;
    const std::vector<std::size_t> later(each.tests.begin() + 1,
                                         each.tests.end());
    if (first.find(';') != std::string::npos) {
      advice_ += comment("Advice: " + each.reason);
      return;
    }
    add_property(later, "DEPENDS " + quoted_argument(first), each.reason);
  }

  struct lock_group {
    std::vector<std::size_t> exclusive{};
    std::vector<std::size_t> shared{};
    std::string reason{};
  };

  void add_locks() {
    for (const named_lock& lock : name_locks(found_, replaced_)) {
      const observed::resource& what =
          found_.shared[lock.resources.front()].what;
      std::string marker = "lock:" + lock.name;
      if (what.kind == observed::resource_kind::port && what.port > 0) {
        marker = fmt::format("port:{}", what.port);
      }
      while (locks_.count(marker) > 0) {
        marker += "-2";
      }
      locks_[marker] = {lock.users.exclusive, lock.users.shared,
                        replaced_reasons_[lock.resources.front()]};
    }
    for (const auto& [marker, group] : locks_) {
      add_lock(marker, group);
    }
  }

  void add_lock(const std::string& marker, const lock_group& group) {
    suggestion each;
    each.kind = remedy_kind::lock;
    const std::vector<std::size_t> plain_writers =
        plain_of(group.exclusive, each.kind);
    const std::vector<std::size_t> plain_readers =
        plain_of(group.shared, each.kind);
    const bool has_plain = !plain_writers.empty() || !plain_readers.empty();
    add_marks(each, group.exclusive, marker, group.reason);
    // CTest has no shared locks: a plain writer only excludes what has its
    // lock.
    add_marks(
        each, group.shared,
        plain_writers.empty() ? marker + std::string(shared_ending) : marker,
        group.reason);
    if (!has_plain) {
      return;
    }
    const std::string name = lock_of_marker(marker);
    const bool has_marked = plain_writers.size() + plain_readers.size() <
                            group.exclusive.size() + group.shared.size();
    const std::size_t readers = names_of(plain_readers).size();
    const std::size_t slots = std::min(readers, most_readers);
    if (has_marked || slots < 2) {
      std::vector<std::size_t> all = plain_writers;
      all.insert(all.end(), plain_readers.begin(), plain_readers.end());
      add_lock_property(all, name, group.reason);
      return;
    }
    // Each reader has one of several locks, and a writer all of them.
    std::string all_slots;
    for (std::size_t slot = 1; slot <= slots; ++slot) {
      all_slots += fmt::format("{}{}.{}", slot == 1 ? "" : ";", name, slot);
    }
    add_lock_property(plain_writers, all_slots, group.reason);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      std::vector<std::size_t> some;
      for (std::size_t at = slot; at < plain_readers.size(); at += slots) {
        some.push_back(plain_readers[at]);
      }
      add_lock_property(some, fmt::format("{}.{}", name, slot + 1),
                        slot == 0 ? "They only read it:" : "");
    }
  }

  void add_lock_property(const std::vector<std::size_t>& tests,
                         const std::string& locks, const std::string& reason) {
    if (tests.empty()) {
      return;
    }
    std::vector<std::string> groups = arguments(tests);
    groups.push_back("PROPERTIES RESOURCE_LOCK " + argument(locks));
    properties_ += (reason.empty() ? "" : comment(reason)) +
                   call("set_tests_properties", groups);
  }

  const observation& of_;
  const sharing& found_;
  const remedy_plan& plan_;
  functions which_;
  std::vector<scheduled_test> schedules_;
  std::string marks_;
  std::string properties_;
  std::string helpers_;
  std::string advice_;
  std::map<std::string, lock_group> locks_;
  std::vector<locked_resource> replaced_;
  std::map<std::size_t, std::string> replaced_reasons_;
};

}  // namespace

std::string cmake_of(const observation& of, const sharing& found,
                     const remedy_plan& plan) {
  return writer(of, found, plan, writer::functions::of_module).write();
}

std::string stock_cmake_of(const observation& of, const sharing& found,
                           const remedy_plan& plan) {
  return writer(of, found, plan, writer::functions::of_cmake).write();
}

}  // namespace parallel_testing::tools
