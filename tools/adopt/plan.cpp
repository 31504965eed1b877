// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "adopt/links.hpp"
#include "adopt/report_arguments.hpp"
#include "adopt/sites.hpp"
#include "adopt/test_properties.hpp"

namespace parallel_testing::tools {
namespace {

/// Functions that register cases and that parallel_discover_tests() replaces.
const std::vector<std::string>& discovering() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> functions;
    for (const framework_facts& each : all_framework_facts()) {
      if (!each.discover_function.empty()) {
        functions.emplace_back(each.discover_function);
      }
    }
    return functions;
  }();
  return all;
}
/// Registers the cases that it finds in the sources.
const std::vector<std::string> scanning{"gtest_add_tests"};
/// Others: their programs or their keywords differ.
const std::vector<std::string> unsupported{"parseandaddcatchtests",
                                           "boost_discover_tests",
                                           "boost_add_tests", "add_boost_test"};
const std::vector<std::string> adding{"add_test"};
const std::vector<std::string> setting{"set_tests_properties", "set_property"};

/// A call of add_test() whose tests become a test for each case.
struct registration {
  call_site site;
  added_command parts{};
  std::vector<const whole_test*> tests{};
  std::vector<const test_program*> programs{};
  std::vector<const call_site*> setters{};
  carried_properties carried{};
  std::string target{};  ///< as an argument
  std::string except{};  ///< condition for the tests that stay
};

/// A call that registers cases already.
struct discovery_call {
  call_site site;
  std::vector<std::string> targets{};
  std::string except{};  ///< condition for the targets that stay
  /// Of gtest_add_tests(): what replaces it.
  std::optional<discover_call> scanned{};
  /// Of other functions: the call that replaces it.
  std::string call{};
};

/// A call of add_test() whose tests need markers.
struct marked_call {
  call_site site;
  std::vector<std::string> names{};
  std::set<std::string> markers{};
  std::string except{};  ///< condition for the tests that need none
};

class planner {
 public:
  planner(const survey& of, const taken_back& without,
          const package_source& from, const needed_markers& markers)
      : of_(of), without_(without), from_(from), markers_(markers) {
    for (const whole_test& each : of.tests) {
      tests_[each.name] = &each;
    }
    for (const test_program& each : of.programs) {
      programs_[each.target] = &each;
    }
  }

  adoption_plan plan() {
    setters_ = sites_of(of_, setting);
    add_discovering();
    find_registrations();
    keep_tests_that_share_setters();
    for (const registration& each : registrations_) {
      for (const test_program* const program : each.programs) {
        plan_.targets.insert(program->target);
      }
    }
    report_unsupported();
    find_marked();
    if (!plan_.targets.empty() || !marked_.empty() || from_.is_always_written) {
      links_.emplace(of_, plan_.targets, without_.adapters);
      write();
    }
    return std::move(plan_);
  }

 private:
  void leave(const call_site& site, std::string what, std::string reason) {
    plan_.left.push_back(
        {place_of(of_, site), std::move(what), std::move(reason)});
  }

  void edit(const call_site& site, text_edit change, std::string reason) {
    plan_.edits[site.file].push_back(std::move(change));
    plan_.steps.push_back({place_of(of_, site),
                           std::string(site.source->text_of(*site.call)),
                           std::move(reason)});
  }

  // Calls that discover -----------------------------------------------------

  void add_discovering() {
    for (const auto* commands : {&discovering(), &scanning}) {
      for (call_site& site : sites_of(of_, *commands)) {
        discovery_call found{std::move(site)};
        std::string problem = judge_discovering(found);
        if (problem.empty() && commands == &scanning) {
          problem = judge_scanning(found);
        } else if (problem.empty()) {
          problem = judge_keywords(found);
        }
        if (!problem.empty()) {
          leave(found.site, found.site.command, problem);
          continue;
        }
        plan_.targets.insert(found.targets.begin(), found.targets.end());
        discovering_.push_back(std::move(found));
      }
    }
  }

  /// Why the call stays as it is; "" if it need not.
  std::string judge_discovering(discovery_call& found) {
    const source_argument* const name =
        found.site.call == nullptr ? nullptr : scanned_target(*found.site.call);
    if (!found.site.problem.empty() || name == nullptr) {
      return found.site.problem.empty() ? "its first argument is not a target"
                                        : found.site.problem;
    }
    std::vector<std::string> staying;
    for (const traced_call* const each : found.site.calls) {
      const std::string target = scanned_target(*each);
      if (!target.empty()) {
        const bool stays = without_.registrations.count(target) > 0;
        (stays ? staying : found.targets).push_back(target);
      }
    }
    const auto except = condition_for(*name, staying);
    if (found.targets.empty() || !except) {
      return staying.empty() ? "its first argument is not a target"
                             : without_.registrations.at(staying.front());
    }
    found.except = *except;
    for (const std::string& each : staying) {
      leave(found.site, fmt::format("{}({})", found.site.command, each),
            without_.registrations.at(each));
    }
    return "";
  }

  /// The same for keywords that another function has, or that mean something
  /// else there.
  static std::string judge_keywords(discovery_call& found) {
    std::string problem;
    found.call =
        as_discover_tests(*found.site.source, *found.site.call, problem);
    return problem;
  }

  /// The same for a function that adds tests while CMake runs, so that other
  /// calls may name these tests.
  std::string judge_scanning(discovery_call& found) {
    std::string problem;
    found.scanned = parts_of_gtest_add_tests(*found.site.call, problem);
    if (!found.scanned) {
      return problem;
    }
    for (const std::string& target : found.targets) {
      const auto program = programs_.find(target);
      found.scanned->is_in_other_directory |=
          program != programs_.end() &&
          program->second->directory != found.site.calls.front()->directory;
      for (const call_site& setter : setters_) {
        for (const traced_call* const call : setter.calls) {
          for (const std::string& name : tests_in(*call)) {
            const auto test = tests_.find(name);
            if (test != tests_.end() && test->second->target == target &&
                !is_external(setter)) {
              const source_place at = place_of(of_, setter);
              return fmt::format(
                  "{} in {}:{} sets properties of '{}', which this function "
                  "adds",
                  setter.command, at.file, at.line, name);
            }
          }
        }
      }
    }
    return "";
  }

  /// Whether the call is in a module of CMake.
  [[nodiscard]] bool is_external(const call_site& site) const {
    return of_.files.count(site.file) == 0 && of_.closed.count(site.file) == 0;
  }

  void report_unsupported() {
    for (const call_site& site : sites_of(of_, unsupported)) {
      leave(site, site.command,
            "parallel_discover_tests() does not replace this function");
    }
  }

  // Calls of add_test() -----------------------------------------------------

  void find_registrations() {
    for (call_site& site : sites_of(of_, adding)) {
      registration found{std::move(site)};
      if (is_external(found.site)) {
        continue;  // in a function that is judged as a whole
      }
      const std::string problem = judge(found);
      const bool has_program = std::any_of(
          found.tests.begin(), found.tests.end(),
          [](const whole_test* each) { return !each->target.empty(); });
      if (problem.empty()) {
        registrations_.push_back(std::move(found));
      } else if (has_program) {
        leave_tests(found, problem);
      }
    }
  }

  void leave_tests(const registration& found, const std::string& problem) {
    std::vector<std::string> names;
    for (const whole_test* const each : found.tests) {
      if (!each->target.empty()) {
        names.push_back(each->name);
      }
    }
    constexpr std::size_t most_names = 3;
    const std::size_t more =
        names.size() > most_names ? names.size() - most_names : 0;
    names.resize(names.size() - more);
    std::string what = fmt::format("add_test({})", fmt::join(names, ", "));
    if (more > 0) {
      what += fmt::format(" and {} more", more);
    }
    leave(found.site, what, problem);
  }

  /// Why one test stays; "" if it need not.
  [[nodiscard]] std::string judge(const whole_test& test) const {
    if (!test.stays.empty()) {
      return test.stays;
    }
    if (test.target.empty() || programs_.count(test.target) == 0) {
      return fmt::format(
          "the line also adds '{}', which does not run a program of {}",
          test.name, titles_of_frameworks(" or "));
    }
    const auto back = without_.registrations.find(test.target);
    return back != without_.registrations.end() ? back->second : "";
  }

  /// Why the tests of the call stay as they are; "" if they need not. Some may
  /// stay if the call has their names in a variable.
  std::string judge(registration& found) {
    std::vector<const whole_test*> staying;
    std::vector<const whole_test*> all;
    std::string problem;
    for (const traced_call* const each : found.site.calls) {
      const whole_test* const test = test_of(*each);
      if (test == nullptr) {
        continue;
      }
      all.push_back(test);
      const std::string why = judge(*test);
      if (!why.empty()) {
        staying.push_back(test);
        problem = problem.empty() ? why : problem;
      } else {
        found.tests.push_back(test);
        found.programs.push_back(programs_.at(test->target));
      }
    }
    if (found.tests.empty() && !all.empty()) {
      found.tests = all;
      return problem;
    }
    if (found.tests.empty() || !found.site.problem.empty()) {
      return found.tests.empty() ? "no test" : found.site.problem;
    }
    if (!staying.empty() && !except(found, staying)) {
      found.tests = all;
      return problem;
    }
    problem = judge_text(found);
    if (problem.empty()) {
      for (const whole_test* const each : staying) {
        if (!each->target.empty()) {
          leave(found.site, fmt::format("add_test({})", each->name),
                judge(*each));
        }
      }
    }
    return problem;
  }

  /// Where add_test() has the name of its test; null if it has none.
  static const source_argument* name_argument(const source_call& call) {
    const auto& arguments = call.arguments;
    const auto keyword = std::find_if(
        arguments.begin(), arguments.end(),
        [](const source_argument& each) { return each.raw == "NAME"; });
    const auto name =
        keyword == arguments.end() ? arguments.begin() : keyword + 1;
    return name == arguments.end() ? nullptr : &*name;
  }

  /// Sets the condition for tests that stay. Returns false if there is none.
  static bool except(registration& found,
                     const std::vector<const whole_test*>& staying) {
    std::vector<std::string> names;
    for (const whole_test* const each : staying) {
      names.push_back(each->name);
    }
    const source_argument* const name = name_argument(*found.site.call);
    if (name == nullptr) {
      return false;
    }
    const auto condition = condition_for(*name, names);
    found.except = condition.value_or("");
    return condition.has_value();
  }

  /// The parts that the new call needs.
  std::string judge_text(registration& found) {
    const auto parts = parts_of_add_test(*found.site.call);
    if (!parts) {
      return "its arguments are in a variable";
    }
    found.parts = *parts;
    if (parts->has_configurations) {
      return "it has the keyword CONFIGURATIONS, which "
             "parallel_discover_tests() lacks";
    }
    for (const std::string& each : parts->arguments) {
      if (each.find("$<") != std::string::npos) {
        return fmt::format("the argument {} is a generator expression", each);
      }
    }
    found.target = target_text(found);
    return found.target.empty()
               ? "the line runs several programs, and none of its variables "
                 "has the name of the target"
               : "";
  }

  /// The target as the call can name it.
  static std::string target_text(const registration& found) {
    constexpr std::string_view file_of = "$<TARGET_FILE:";
    std::string text = found.parts.program;
    if (text.starts_with(file_of) && text.ends_with('>')) {
      return text.substr(file_of.size(), text.size() - file_of.size() - 1);
    }
    const bool is_name = std::all_of(
        found.programs.begin(), found.programs.end(),
        [&](const test_program* program) {
          return std::any_of(found.site.calls.begin(), found.site.calls.end(),
                             [&](const traced_call* call) {
                               const auto& given = call->arguments;
                               return std::find(given.begin(), given.end(),
                                                program->target) != given.end();
                             });
        });
    const bool is_path = text.find('/') != std::string::npos;
    if (is_name && !is_path) {
      return text;
    }
    return found.programs.size() == 1 ? found.programs.front()->target : "";
  }

  [[nodiscard]] const whole_test* test_of(const traced_call& call) const {
    const auto& given = call.arguments;
    if (given.empty()) {
      return nullptr;
    }
    const auto name = std::find(given.begin(), given.end(), "NAME");
    const std::string& wanted =
        given.front() != "NAME" || name + 1 == given.end() ? given.front()
                                                           : *(name + 1);
    const auto found = tests_.find(wanted);
    return found == tests_.end() ? nullptr : found->second;
  }

  // Calls of add_test() whose tests need a marker ---------------------------

  void find_marked() {
    if (markers_.empty()) {
      return;
    }
    for (call_site& site : sites_of(of_, adding)) {
      marked_call found{std::move(site)};
      if (find_marked(found)) {
        for (const std::string& name : found.names) {
          plan_.marked[name] = found.markers;
        }
        marked_.push_back(std::move(found));
      }
    }
  }

  /// Whether the call can give its tests their markers. What cannot get one
  /// takes turns by a property, so nothing is left to a person.
  bool find_marked(marked_call& found) {
    std::vector<std::string> others;
    for (const traced_call* const each : found.site.calls) {
      const whole_test* const test = test_of(*each);
      if (test == nullptr) {
        continue;
      }
      if (is_migrated(test->name)) {
        return false;
      }
      const auto needed = markers_.find(test->name);
      if (needed == markers_.end()) {
        others.push_back(test->name);
        continue;
      }
      if (!found.names.empty() && found.markers != needed->second) {
        return false;
      }
      found.names.push_back(test->name);
      found.markers = needed->second;
    }
    if (found.names.empty() || found.site.call == nullptr ||
        !marked(*found.site.source, *found.site.call, found.markers)) {
      return false;
    }
    const auto name = name_argument(*found.site.call);
    if (!others.empty() && name == nullptr) {
      return false;
    }
    const auto except =
        others.empty() ? std::string() : condition_for(*name, others);
    found.except = except.value_or("");
    return except.has_value();
  }

  // Properties --------------------------------------------------------------

  /// The sites that set properties of one of the tests.
  [[nodiscard]] std::vector<const call_site*> setters_of(
      const registration& given) const {
    std::vector<const call_site*> found;
    for (const call_site& site : setters_) {
      const bool is_about = std::any_of(
          site.calls.begin(), site.calls.end(), [&](const traced_call* call) {
            const std::vector<std::string> names = tests_in(*call);
            return std::any_of(
                names.begin(), names.end(),
                [&](const std::string& name) { return is_of(given, name); });
          });
      if (is_about) {
        found.push_back(&site);
      }
    }
    return found;
  }

  static bool is_of(const registration& given, const std::string& name) {
    return std::any_of(
        given.tests.begin(), given.tests.end(),
        [&](const whole_test* each) { return each->name == name; });
  }

  [[nodiscard]] bool is_migrated(const std::string& name) const {
    return std::any_of(
        registrations_.begin(), registrations_.end(),
        [&](const registration& each) { return is_of(each, name); });
  }

  /// The condition for the tests of the site that stay; nothing, and one of
  /// these tests, if there can be none.
  [[nodiscard]] std::optional<std::string> condition_of(
      const call_site& site, std::string& staying) const {
    std::vector<std::string> names;
    bool has_one_each = true;
    for (const traced_call* const call : site.calls) {
      const std::vector<std::string> of_call = tests_in(*call);
      has_one_each &= of_call.size() == 1;
      for (const std::string& name : of_call) {
        if (!is_migrated(name)) {
          names.push_back(name);
        }
      }
    }
    if (names.empty()) {
      return "";
    }
    staying = names.front();
    if (!has_one_each || site.call == nullptr) {
      return std::nullopt;
    }
    const auto& arguments = site.call->arguments;
    const std::size_t at = site.command == "set_property" ? 1 : 0;
    return at < arguments.size() ? condition_for(arguments[at], names)
                                 : std::nullopt;
  }

  std::string judge_properties(registration& given) {
    given.setters = setters_of(given);
    for (const call_site* const each : given.setters) {
      std::string other;
      if (!condition_of(*each, other)) {
        const source_place at = place_of(of_, *each);
        return fmt::format("{}:{} also sets properties of '{}', which stays",
                           at.file, at.line, other);
      }
    }
    given.carried = carry_properties(of_, given.site, given.setters);
    if (given.carried.problem.empty() &&
        !given.carried.working_directory.empty() &&
        !given.parts.working_directory.empty()) {
      return "it has two working directories";
    }
    return given.carried.problem;
  }

  /// Each test that stays may keep others: one call may set properties of both.
  void keep_tests_that_share_setters() {
    for (bool is_stable = false; !is_stable;) {
      is_stable = true;
      for (std::size_t at = 0; at < registrations_.size(); ++at) {
        const std::string problem = judge_properties(registrations_[at]);
        if (!problem.empty()) {
          leave_tests(registrations_[at], problem);
          registrations_.erase(registrations_.begin() +
                               static_cast<std::ptrdiff_t>(at));
          is_stable = false;
          break;
        }
      }
    }
  }

  // Edits -------------------------------------------------------------------

  void write() {
    if (!write_package()) {
      // Without the package, no other change has an effect.
      plan_.targets.clear();
      plan_.marked.clear();
      return;
    }
    for (const discovery_call& each : discovering_) {
      const call_site& site = each.site;
      const registered what{scanned_target(*site.call)->raw, each.targets,
                            each.except};
      if (each.scanned) {
        write_registration(
            site, what,
            placed(*site.source, *site.call, text_of(*each.scanned)),
            "the program lists its cases after the build, also those of "
            "parameters, instead of a search in its sources");
        continue;
      }
      write_registration(
          site, what, each.call,
          "parallel_discover_tests() has all keywords of this call");
    }
    for (const registration& each : registrations_) {
      write_added(each);
    }
    for (const marked_call& each : marked_) {
      write_marked(each);
    }
    write_setters();
    for (const auto& [site, except] : links_->replaced()) {
      edit(
          site,
          guarded(*site.source, *site.call,
                  {*relinked(*site.source, *site.call)}, except),
          "this library of ParallelTesting links the framework, and gives each "
          "case its own directory for temporary files");
    }
    plan_.adapters = links_->adapters();
  }

  /// Returns false if the project has no call that it could follow.
  [[nodiscard]] bool write_package() {
    const std::string top = of_.source + "/CMakeLists.txt";
    const auto file = of_.files.find(top);
    const auto block = file == of_.files.end()
                           ? std::nullopt
                           : package_block(file->second, from_);
    if (!block) {
      left_over& missing = plan_.left.emplace_back();
      missing.at = {"CMakeLists.txt", 1};
      missing.what = "find_package(ParallelTesting)";
      missing.reason =
          "the file has no project() outside of all blocks, so there is no "
          "place for this line";
      return false;
    }
    plan_.edits[top].push_back(*block);
    const auto line =
        1 + std::count(file->second.text.begin(),
                       file->second.text.begin() +
                           static_cast<std::ptrdiff_t>(block->begin),
                       '\n');
    plan_.steps.push_back(
        {{"CMakeLists.txt", line},
         from_.repository.empty() ? "find_package(ParallelTesting)"
                                  : "FetchContent(ParallelTesting)",
         "without ParallelTesting, the project builds and registers its tests "
         "as before"});
    if (from_.enables_testing) {
      plan_.steps.push_back(
          {{"CMakeLists.txt", line},
           "enable_testing()",
           "only a directory below calls it, so ctest finds no test in the "
           "build directory"});
    }
    return true;
  }

  /// What a registration is about.
  struct registered {
    std::string target;  ///< as an argument
    std::vector<std::string> targets;
    std::string except;
  };

  /// Also an adapter beside the registration, where no line links it.
  void write_registration(const call_site& site, const registered& what,
                          const std::string& call, std::string reason) {
    std::vector<std::string> lines;
    const auto beside =
        links_->beside(what.targets, site.calls.front()->directory);
    if (beside) {
      lines.push_back(fmt::format("target_link_libraries({}{} {})", what.target,
                                  beside->keyword, beside->adapter));
      reason +=
          "; the framework is linked elsewhere, for other targets also, so the "
          "library of ParallelTesting is linked here in addition";
    }
    const bool has_adapter = std::any_of(
        what.targets.begin(), what.targets.end(),
        [&](const auto& each) { return links_->adapters().count(each) > 0; });
    if (!has_adapter) {
      reason += fmt::format(
          "; a program of ParallelTesting, the launcher, starts each case, "
          "because {}",
          links_->why_none(what.targets));
    }
    lines.push_back(call);
    edit(site, guarded(*site.source, *site.call, lines, what.except),
         std::move(reason));
  }

  void write_added(const registration& given) {
    discover_call call;
    call.target = given.target;
    call.extra_arguments = given.parts.arguments;
    call.working_directory = given.parts.working_directory.empty()
                                 ? given.carried.working_directory
                                 : given.parts.working_directory;
    call.reports =
        take_report_arguments(given.programs.front()->of, call.extra_arguments);
    call.properties = given.carried.properties;
    std::vector<std::string> targets;
    for (const test_program* const each : given.programs) {
      targets.push_back(each->target);
      call.lists_with_arguments |= each->lists_with_arguments;
      call.is_in_other_directory |=
          each->directory != given.site.calls.front()->directory;
    }
    std::string reason = reason_of(given);
    if (!call.reports.empty()) {
      reason += "; each writes its own report";
    }
    const std::string ambiguous = ambiguous_case(given);
    if (!ambiguous.empty() || is_registered_twice(given)) {
      call.prefix = prefix_of(given.parts.name);
      // The name of each test, and so that of its file, begins with it.
      std::erase_if(call.reports, [](const std::string& each) {
        return each.starts_with("OUTPUT_PREFIX ");
      });
    }
    if (!ambiguous.empty()) {
      reason += fmt::format(
          "; the name of the old test begins the name of each, because another "
          "test is also named '{}'",
          ambiguous);
    }
    write_registration(
        given.site, {given.target, targets, given.except},
        placed(*given.site.source, *given.site.call, text_of(call)), reason);
  }

  /// A case whose name another test also has, of another program or one that
  /// stays; "" if there is none.
  [[nodiscard]] std::string ambiguous_case(const registration& given) const {
    std::map<std::string, std::set<const test_program*>> owners;
    for (const registration& each : registrations_) {
      for (const test_program* const program : each.programs) {
        for (const std::string& name : program->cases) {
          owners[name].insert(program);
        }
      }
    }
    for (const test_program* const program : given.programs) {
      for (const std::string& name : program->cases) {
        if (owners.at(name).size() > 1 ||
            (tests_.count(name) > 0 && !is_migrated(name))) {
          return name;
        }
      }
    }
    return "";
  }

  void write_marked(const marked_call& given) {
    const source_call& call = *given.site.call;
    edit(given.site,
         guarded(*given.site.source, call,
                 {*marked(*given.site.source, call, given.markers)},
                 given.except),
         fmt::format("a program of ParallelTesting, the launcher, gives the "
                     "test {}, so that it need not wait for others; add_test() "
                     "has no such keyword",
                     words_of(given.markers)));
  }

  static std::string words_of(const std::set<std::string>& markers) {
    std::vector<std::string> words;
    for (const std::string& each : markers) {
      words.push_back(each == "isolate:tmp"       ? "a private /tmp"
                      : each == "isolate:network" ? "a private network"
                      : each == "isolate:ipc"     ? "private IPC objects"
                                                  : "the marker " + each);
    }
    return fmt::format("{}", fmt::join(words, " and "));
  }

  /// Several tests run one program, so that the names of cases would be equal.
  [[nodiscard]] bool is_registered_twice(const registration& given) const {
    std::map<std::string, int> counts;
    for (const whole_test& each : of_.tests) {
      ++counts[each.target];
    }
    return std::any_of(
        given.programs.begin(), given.programs.end(),
        [&](const test_program* each) { return counts[each->target] > 1; });
  }

  static std::string reason_of(const registration& given) {
    std::size_t cases = 0;
    for (const test_program* const each : given.programs) {
      cases += each->cases.size();
    }
    std::string reason =
        fmt::format("each of the {} cases becomes a test", cases);
    for (const std::string& each : given.carried.dropped) {
      reason += each == "RUN_SERIAL"
                    ? "; RUN_SERIAL is dropped: it kept the whole program "
                      "alone, and what its cases share is now found by "
                      "watching each of them"
                    : fmt::format("; {} of the whole program is dropped", each);
    }
    return reason;
  }

  void write_setters() {
    std::set<const call_site*> written;
    for (const registration& each : registrations_) {
      for (const call_site* const setter : each.setters) {
        if (written.insert(setter).second) {
          std::string other;
          edit(*setter,
               left_to_others(*setter->source, *setter->call,
                              condition_of(*setter, other).value_or("")),
               "the properties are in the call that registers the cases");
        }
      }
    }
  }

  const survey& of_;
  const taken_back& without_;
  const package_source& from_;
  const needed_markers& markers_;
  std::map<std::string, const whole_test*> tests_;
  std::map<std::string, const test_program*> programs_;
  std::vector<call_site> setters_;
  std::vector<discovery_call> discovering_;
  std::vector<registration> registrations_;
  std::vector<marked_call> marked_;
  std::optional<adapter_links> links_;
  adoption_plan plan_;
};

}  // namespace

const std::set<std::string>& commands_to_trace() {
  static const std::set<std::string> all = [] {
    std::set<std::string> commands{"target_link_libraries"};
    for (const auto* list :
         {&discovering(), &scanning, &unsupported, &adding, &setting}) {
      commands.insert(list->begin(), list->end());
    }
    return commands;
  }();
  return all;
}

std::optional<framework> registered_framework(std::string_view command) {
  if (std::find(scanning.begin(), scanning.end(), command) != scanning.end()) {
    return framework::googletest;
  }
  for (const framework_facts& each : all_framework_facts()) {
    if (!each.discover_function.empty() && each.discover_function == command) {
      return each.kind;
    }
  }
  return std::nullopt;
}

adoption_plan plan_adoption(const survey& of, const taken_back& without,
                            const package_source& from,
                            const needed_markers& markers) {
  return planner(of, without, from, markers).plan();
}

}  // namespace parallel_testing::tools
