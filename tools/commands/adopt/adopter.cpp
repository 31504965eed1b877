// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/adopter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "adopt/unhelpful.hpp"
#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "commands/adopt/look.hpp"
#include "commands/adopt/package.hpp"
#include "commands/adopt/rounds.hpp"
#include "commands/adopt/user_tree.hpp"
#include "commands/suggest/abilities.hpp"
#include "commands/suggest/watch/planning.hpp"
#include "commands/suggest/watch/watching.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "discovered/discovered_targets.hpp"
#include "discovered/marker_sources.hpp"
#include "remedies/case_globs.hpp"
#include "remedies/suggestions_file.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;

/// Each may take back something of the one before it.
constexpr int most_attempts = 4;
constexpr int most_suggestion_attempts = 4;

/// The calls in the file of suggestions that change a test.
std::size_t lines_of_suggestions(const std::string& text) {
  const tools::cmake_source source = tools::read_cmake_source(text);
  const auto is_helper = [&](std::size_t block) {
    return source.calls[block].name == "function";
  };
  return static_cast<std::size_t>(
      std::count_if(source.calls.begin(), source.calls.end(),
                    [&](const tools::source_call& each) {
                      return std::none_of(each.blocks.begin(),
                                          each.blocks.end(), is_helper) &&
                             (each.name == "parallel_mark_tests" ||
                              each.name == "set_tests_properties" ||
                              each.name.starts_with("suggestions_"));
                    }));
}

/// The target whose cases each test of the build tree runs; "" for other tests.
std::map<std::string, std::string> targets_of_tests(const std::string& build) {
  const tools::discovery known = tools::read_discovery(build);
  const tools::discovered_index index(known);
  std::map<std::string, std::string> targets;
  for (const tools::listed_test& each :
       suggest_command::all_tests_of(build, "")) {
    targets[each.name] = suggest_command::describe(each, index).target;
  }
  return targets;
}

/// The draft with these of its suggestions.
suggest_command::suggestion_draft only(suggest_command::suggestion_draft draft,
                                       const std::vector<bool>& used) {
  std::vector<tools::suggestion> rest;
  for (std::size_t at = 0; at < used.size(); ++at) {
    if (used[at]) {
      rest.push_back(std::move(draft.plan.suggestions[at]));
    }
  }
  draft.plan.suggestions = std::move(rest);
  return draft;
}

/// Whether a watched test failed, also without the watcher.
bool has_failed(const tools::watched_test& test) {
  return tools::is_bad(test.outcome) &&
         test.alone != tools::unwatched_end::passes;
}

}  // namespace

std::map<std::string, std::string> worse_programs(
    const tools::survey& of, const tools::measured_suite& before,
    const std::map<std::string, std::string>& target_of_test,
    const std::vector<std::string>& failed, const char* how) {
  std::set<std::string> failed_before(before.failed_serially.begin(),
                                      before.failed_serially.end());
  for (const auto& [name, rounds] : before.failed_in_parallel) {
    failed_before.insert(name);
  }
  for (const tools::whole_test& each : of.tests) {
    if (failed_before.count(each.name) > 0) {
      failed_before.insert(each.target);
    }
  }
  std::map<std::string, std::vector<std::string>> by_target;
  for (const std::string& name : failed) {
    const auto target = target_of_test.find(name);
    if (target != target_of_test.end() && !target->second.empty() &&
        failed_before.count(name) == 0 &&
        failed_before.count(target->second) == 0) {
      by_target[target->second].push_back(name);
    }
  }
  std::map<std::string, std::string> worse;
  for (const auto& [target, names] : by_target) {
    worse[target] =
        fmt::format("{} of its cases {} {}, first {}", names.size(),
                    names.size() == 1 ? "fails" : "fail", how, names.front());
  }
  return worse;
}

std::string with_build_for(const std::string& path, std::string text) {
  constexpr std::string_view name = "build";
  for (std::size_t found = text.find(path); found != std::string::npos;
       found = text.find(path, found + name.size())) {
    text.replace(found, path.size(), name);
  }
  return text;
}

std::string without_path_in_comments(const std::string& text,
                                     const std::string& path) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    result += line.starts_with('#') ? with_build_for(path, line) : line;
    at = end;
  }
  return result;
}

adopter::adopter(const cli::invocation& given, const options& wanted,
                 std::string source)
    : given_(given),
      wanted_(wanted),
      source_(std::move(source)),
      in_(source_, wanted.work),
      build_(in_, wanted, given.err),
      package_(package_directory(in_.file("package"))) {
  old_suggestions_ =
      tools::read_file(source_ + "/" + tools::suggestions_path).value_or("");
}

void adopter::note(const std::string& text) const {
  given_.err << "parallel-testing adopt: " << text << std::endl;
}

bool adopter::run() {
  look();
  if (test_count_ == 0) {
    return false;
  }
  report_.plan = tools::plan_adoption(survey_, without_, package_source());
  if (report_.plan.targets.empty() && !wanted_.runs_tests) {
    return true;
  }
  if (wanted_.runs_tests) {
    report_.before = measure(given_, in_.build(), "before");
  }
  find_plan();
  return true;
}

void adopter::build_unchanged() {
  build_.configure("");
  if (!build_.build()) {
    if (!build_.leave_ninja()) {
      build_.fail_to_build();
    }
    build_.configure("");
    if (!build_.build()) {
      build_.fail_to_build();
    }
  }
}

void adopter::look() {
  build_unchanged();
  enables_testing_ = build_.enable_testing();
  if (enables_testing_) {
    note(
        "ctest finds the tests only in a directory below the build directory; "
        "enabling them in the top one");
    build_unchanged();
  }
  const tools::project_facts facts = build_.facts();
  std::vector<tools::traced_call> calls = build_.trace();
  const std::vector<std::string> more = unbuilt_programs(facts, calls);
  if (!more.empty() && !build_.build(more)) {
    build_.fail_to_build();
  }
  std::error_code problem;
  std::vector<tools::listed_test> tests;
  if (fs::exists(in_.build() + "/CTestTestfile.cmake", problem)) {
    tests = tools::query_tests(in_.build());
  }
  test_count_ = tests.size();
  if (tests.empty()) {
    const std::vector<std::string> off = test_options_that_are_off(facts);
    note(off.empty()
             ? std::string("the project has no tests for ctest")
             : fmt::format("the project has no tests for ctest; these options "
                           "are off: {}; pass for example -- -D{}=ON",
                           fmt::join(off, ", "), off.front()));
    return;
  }
  ask();
  const auto closed = [this](const std::string& folder) -> std::string {
    std::string path = folder;
    while (!path.empty()) {
      if (is_repository(source_ + path)) {
        return "the file belongs to another repository, in " + path.substr(1);
      }
      path.resize(path.rfind('/'));
    }
    return "";
  };
  survey_ = adopt_command::look({facts, std::move(calls), tests, closed});
  const auto name = facts.cache.find("CMAKE_PROJECT_NAME");
  report_.project = name == facts.cache.end() ? "" : name->second;
}

void adopter::ask() {
  note(fmt::format(
      "programs that contain {} will list their cases, with the option of the "
      "framework for that",
      tools::titles_of_frameworks(" or ")));
  if (!wanted_.runs_tests) {
    return;
  }
  note(fmt::format("the tests of the copy will run several times, with\n  {}",
                   command_text(in_.build())));
  if (wanted_.is_agreed) {
    return;
  }
  if (::isatty(STDIN_FILENO) == 0) {
    throw cli::failure(cli::exit_usage,
                       "pass --yes to run these tests, or --no-tests to write "
                       "a patch that is not proved");
  }
  given_.err << "Run them? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes") {
    throw cli::failure(cli::exit_usage, "no test was run");
  }
}

void adopter::find_plan() {
  for (int attempt = 1; attempt <= most_attempts; ++attempt) {
    report_.plan = tools::plan_adoption(survey_, without_, package_source());
    suggestions_ = old_suggestions_;
    report_.suggestions = 0;
    report_.suggested.clear();
    // Without a place for the package, no change has an effect.
    if (report_.plan.edits.empty() || (report_.plan.targets.empty() &&
                                       (attempt > 1 || !wanted_.runs_tests))) {
      change_nothing();
      return;
    }
    if (build_changed() && (!wanted_.runs_tests || prove())) {
      if (!is_changed()) {
        change_nothing();
      }
      return;
    }
  }
  note("some changes did not help, and were not taken back any more");
}

tools::package_source adopter::package_source() const {
  tools::package_source from = wanted_.package;
  // Programs and scripts that stay as they are may share files or ports.
  from.is_always_written = wanted_.runs_tests;
  from.enables_testing = enables_testing_;
  return from;
}

bool adopter::is_changed() const {
  return !report_.plan.targets.empty() || !report_.plan.marked.empty() ||
         suggestions_ != old_suggestions_;
}

void adopter::change_nothing() {
  tools::package_source from = package_source();
  from.is_always_written = false;
  report_.plan = tools::plan_adoption(survey_, without_, from);
  report_.after = report_.before;
  suggestions_ = old_suggestions_;
  if (!wanted_.work.empty()) {
    // The user may run the tests of the copy.
    write_changes();
    build_unchanged();
  }
}

bool adopter::build_changed() {
  write_changes();
  try {
    build_.configure(package_);
  } catch (const cli::failure& failed) {
    note(failed.what());
    for (const std::string& each : report_.plan.targets) {
      without_.registrations.emplace(
          each, "the project cannot be configured with the change");
    }
    return false;
  }
  if (build_.build()) {
    const std::vector<std::string> targets(report_.plan.targets.begin(),
                                           report_.plan.targets.end());
    if (build_.build(targets)) {
      return true;
    }
  }
  take_back_what_does_not_build();
  return false;
}

void adopter::take_back_what_does_not_build() {
  note("the changed project does not build; looking for the reason");
  bool has_reason = false;
  for (const std::string& each : report_.plan.targets) {
    if (build_.build({each})) {
      continue;
    }
    has_reason = true;
    if (report_.plan.adapters.count(each) > 0) {
      without_.adapters.emplace(each, "it does not build");
      report_.taken_back.push_back(
          fmt::format("the library of ParallelTesting for {}, because it does "
                      "not build with it",
                      each));
    } else {
      without_.registrations.emplace(each, "it does not build with the change");
    }
  }
  if (!has_reason) {
    for (const std::string& each : report_.plan.targets) {
      without_.registrations.emplace(
          each, "the project does not build with the change");
    }
  }
}

bool adopter::take_back(const std::map<std::string, std::string>& worse) {
  for (const auto& [target, reason] : worse) {
    note(fmt::format("taking back the change of {}: {}", target, reason));
    without_.registrations.emplace(target, reason);
  }
  return !worse.empty();
}

tools::observation adopter::watch() const {
  suggest_command::watch_request request;
  request.build = in_.build();
  tools::observation seen = suggest_command::watch(given_, request);
  tools::add_globs(seen, tools::read_discovery(in_.build()));
  return seen;
}

bool adopter::prove() {
  const std::map<std::string, std::string> target_of_test =
      targets_of_tests(in_.build());
  std::optional<tools::observation> seen;
  std::vector<tools::listed_test> all;
  try {
    seen = watch();
    all = suggest_command::all_tests_of(in_.build(), "");
    std::vector<std::string> failed;
    for (const tools::watched_test& each : seen->tests) {
      if (has_failed(each)) {
        failed.push_back(each.ctest_name);
      }
    }
    if (take_back(worse_programs(survey_, *report_.before, target_of_test,
                                 failed, "when they run alone"))) {
      return false;
    }
  } catch (const cli::failure& failed) {
    take_back_all_suggestions(failed.what());
  }
  for (int attempt = 1; attempt <= most_suggestion_attempts; ++attempt) {
    used_ = {};
    if (seen) {
      suggest(*seen, all);
    }
    if (!is_changed()) {
      return true;
    }
    report_.after = measure(given_, in_.build(), "with");
    if (!seen || attempt == most_suggestion_attempts ||
        !take_back_suggestions(*seen)) {
      break;
    }
  }
  std::vector<std::string> failed = report_.after->failed_serially;
  for (const auto& [name, rounds] : report_.after->failed_in_parallel) {
    failed.push_back(name);
  }
  return !take_back(
      worse_programs(survey_, *report_.before, target_of_test, failed,
                     "at -j8, also with the suggestions for what they share"));
}

void adopter::take_back_all_suggestions(const std::string& reason) {
  const std::string sentence =
      fmt::format("all suggestions for what tests share, because {}", reason);
  auto& all = report_.taken_back;
  if (std::find(all.begin(), all.end(), sentence) == all.end()) {
    all.push_back(sentence);
  }
}

bool adopter::take_back_suggestions(const tools::observation& seen) {
  const tools::measured_suite& with = *report_.after;
  std::set<tools::refused_remedy> refused =
      tools::failed_isolations(seen, used_, with);
  std::erase_if(refused, [this](const tools::refused_remedy& each) {
    return refused_.count(each) > 0;
  });
  std::vector<std::string> sentences = tools::words_of(refused);
  refused_.insert(refused.begin(), refused.end());
  if (refused.empty()) {
    for (const std::size_t at : tools::useless_suggestions(seen, used_, with)) {
      const tools::suggestion& each = used_.suggestions[at];
      useless_.insert(tools::key_of(seen, each));
      sentences.push_back(
          fmt::format("{}, because the same tests fail with it in each round",
                      tools::words_of(seen, each)));
    }
  }
  for (const std::string& each : sentences) {
    note("taking back " + each);
    report_.taken_back.push_back(each);
  }
  return !sentences.empty();
}

void adopter::suggest(const tools::observation& seen,
                      const std::vector<tools::listed_test>& all) {
  // The draft is about the project without the suggestions of an earlier
  // attempt.
  suggestions_ = old_suggestions_;
  report_.suggestions = 0;
  report_.suggested.clear();
  report_.plan = tools::plan_adoption(survey_, without_, package_source());
  write_changes();
  tools::abilities here = suggest_command::abilities_here(in_.build());
  here.refused = refused_;
  suggest_command::suggestion_draft draft;
  try {
    draft = suggest_command::draft_suggestions(seen, all, here);
  } catch (const cli::failure& failed) {
    take_back_all_suggestions(failed.what());
    return;
  }
  std::erase_if(draft.plan.suggestions, [&](const tools::suggestion& each) {
    return useless_.count(tools::key_of(seen, each)) > 0;
  });
  used_ = draft.plan;
  if (use(draft)) {
    return;
  }
  note("the project does not build with the suggestions; looking for the line");
  const std::vector<std::size_t> failing = tools::failing_items(
      used_.suggestions.size(),
      [&](const std::vector<bool>& used) { return use(only(draft, used)); });
  std::vector<bool> rest(used_.suggestions.size(), true);
  for (const std::size_t at : failing) {
    rest[at] = false;
    const tools::suggestion& each = used_.suggestions[at];
    useless_.insert(tools::key_of(seen, each));
    report_.taken_back.push_back(
        fmt::format("{}, because the project does not build with it",
                    tools::words_of(seen, each)));
  }
  draft = only(std::move(draft), rest);
  used_ = draft.plan;
  if (!use(draft)) {
    build_.fail_to_build();
  }
}

bool adopter::use(suggest_command::suggestion_draft draft) {
  report_.plan = tools::plan_adoption(
      survey_, without_, package_source(),
      tools::markers_of_plain_tests(draft.plain, draft.plan));
  tools::leave_out_marked(draft.plain, report_.plan.marked, draft.plan);
  suggestions_ = without_path_in_comments(
      suggest_command::update_of(draft,
                                 suggest_command::dialect::parallel_testing)
          .text,
      in_.build());
  report_.suggestions = lines_of_suggestions(suggestions_);
  report_.suggested.clear();
  for (const tools::suggestion& each : draft.plan.suggestions) {
    report_.suggested.push_back(with_build_for(
        in_.build(), fmt::format("{}: {}", tools::words_of(draft.plain, each),
                                 each.reason)));
  }
  if (report_.suggestions == 0) {
    suggestions_ = old_suggestions_;
  }
  write_changes();
  try {
    build_.configure(package_);
  } catch (const cli::failure& failed) {
    note(failed.what());
    return false;
  }
  return build_.build();
}

std::vector<tools::changed_file> adopter::changes() const {
  std::vector<tools::changed_file> files;
  const std::string top = survey_.source + "/CMakeLists.txt";
  for (const auto& [path, source] : survey_.files) {
    const auto found = report_.plan.edits.find(path);
    std::vector<tools::text_edit> edits;
    if (found != report_.plan.edits.end()) {
      edits = found->second;
    }
    if (path == top && suggestions_ != old_suggestions_ &&
        source.text.find("parallel_testing_suggestions") == std::string::npos) {
      edits.push_back(
          tools::suggestions_block(source, tools::suggestions_path));
    }
    if (!edits.empty()) {
      files.push_back({path.substr(survey_.source.size() + 1), source.text,
                       tools::edited(source.text, std::move(edits))});
    }
  }
  if (suggestions_ != old_suggestions_) {
    files.push_back({tools::suggestions_path, old_suggestions_, suggestions_,
                     old_suggestions_.empty()});
  }
  return files;
}

void adopter::write_changes() const {
  for (const auto& [path, source] : survey_.files) {
    if (tools::read_file(path) != source.text) {
      cli::write_file(path, source.text);
    }
  }
  const std::string suggestions = in_.source() + "/" + tools::suggestions_path;
  if (old_suggestions_.empty()) {
    std::error_code ignored;
    fs::remove(suggestions, ignored);
  } else {
    cli::write_file(suggestions, old_suggestions_);
  }
  for (const tools::changed_file& each : changes()) {
    const std::string path = in_.source() + "/" + each.path;
    std::error_code ignored;
    fs::create_directories(fs::path(path).parent_path(), ignored);
    cli::write_file(path, each.after);
  }
}

}  // namespace parallel_testing::adopt_command
