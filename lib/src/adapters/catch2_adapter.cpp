// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compiled into each test executable with the flags of that target, so that
// Catch2, language standard, sanitizers, -fno-exceptions and -fno-rtti all
// match. Supports Catch2 v3 and v2.13; the first part contains the differences.
// All names are in a namespace that no user has. Linters are disabled, because
// the rules of a project apply to its own code.
// NOLINTBEGIN
#if __INT_MAX__ > 0  // true for compilers, not for cppcheck
#if __has_include(<catch2/catch_test_case_info.hpp>)

#include <catch2/catch_test_case_info.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_version_macros.hpp>
#include <catch2/interfaces/catch_interfaces_config.hpp>
#include <catch2/interfaces/catch_interfaces_registry_hub.hpp>
#include <catch2/interfaces/catch_interfaces_testcase.hpp>
#include <catch2/internal/catch_test_case_registry_impl.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#include <string>
#include <vector>

namespace parallel_testing {
namespace catch2_adapter {
namespace {
using listener_base = Catch::EventListenerBase;
using listener_argument = const Catch::IConfig*;
using registered_test = Catch::TestCaseHandle;
using assertion_result = void;

inline const Catch::TestCaseInfo& info_of(const registered_test& test) {
  return test.getTestCaseInfo();
}

std::vector<std::string> tags_of(const Catch::TestCaseInfo& info) {
  std::vector<std::string> tags;
  for (const Catch::Tag& tag : info.tags) {
    tags.emplace_back(tag.original.data(), tag.original.size());
  }
  return tags;
}

inline bool was_skipped(const Catch::TestCaseStats& stats) {
#if CATCH_VERSION_MAJOR > 3 || CATCH_VERSION_MINOR >= 3
  return stats.totals.testCases.skipped > 0;
#else
  return false;
#endif
}
inline bool is_skip(const Catch::AssertionResult& result) {
#if CATCH_VERSION_MAJOR > 3 || CATCH_VERSION_MINOR >= 3
  return result.getResultType() == Catch::ResultWas::ExplicitSkip;
#else
  static_cast<void>(result);
  return false;
#endif
}
inline assertion_result assertion_seen() {}

registered_test make_test(const std::string& name, void (*body)()) {
  static auto* const info =
      Catch::makeTestCaseInfo(Catch::StringRef(), Catch::NameAndTags(name),
                              CATCH_INTERNAL_LINEINFO)
          .release();
  static auto* const invoker = Catch::makeTestInvoker(body).release();
  return registered_test(info, invoker);
}
}  // namespace
}  // namespace catch2_adapter
}  // namespace parallel_testing

#else

// Catch2's containers must have the layout of the installed library that
// contains its main(), whatever the settings of the target are.
#if defined(PARALLEL_TESTING_CATCH2_MAIN) && \
    defined(PARALLEL_TESTING_CATCH2_IS_INSTALLED)
#undef _GLIBCXX_DEBUG
#endif
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && \
    !defined(CATCH_CONFIG_EXTERNAL_INTERFACES)
#error \
    "catch.hpp is included before the adapter of ParallelTesting: define CATCH_CONFIG_EXTERNAL_INTERFACES for the target, or do not force the include"
#endif
// Undo definitions of the target that are intended for one of its sources.
#undef CATCH_CONFIG_MAIN
#undef CATCH_CONFIG_RUNNER
#undef CATCH_CONFIG_EXTERNAL_INTERFACES
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#if __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
#else
#include <catch.hpp>
#endif

#include <string>
#include <vector>

namespace parallel_testing {
namespace catch2_adapter {
namespace {
using listener_base = Catch::TestEventListenerBase;
using listener_argument = const Catch::ReporterConfig&;
using registered_test = Catch::TestCase;
using assertion_result = bool;

inline const Catch::TestCaseInfo& info_of(const registered_test& test) {
  return test;
}

std::vector<std::string> tags_of(const Catch::TestCaseInfo& info) {
  return info.tags;
}

inline bool was_skipped(const Catch::TestCaseStats&) {
  return false;
}
inline bool is_skip(const Catch::AssertionResult&) {
  return false;
}
inline assertion_result assertion_seen() {
  return true;
}

registered_test make_test(const std::string& name, void (*body)()) {
  return Catch::makeTestCase(Catch::makeTestInvoker(body), "",
                             Catch::NameAndTags(name), CATCH_INTERNAL_LINEINFO);
}
}  // namespace
}  // namespace catch2_adapter
}  // namespace parallel_testing

#endif

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iostream>
#include <parallel_testing/detail/adapter.hpp>

namespace parallel_testing {
namespace catch2_adapter {
namespace {

/// Tags with a meaning in Catch2 start with a punctuation character.
bool is_special(const std::string& tag) {
  return tag.empty() || std::string(".!@").find(tag[0]) != std::string::npos;
}

/// All tags except special ones, as markers where they are markers.
std::string markers_of(const Catch::TestCaseInfo& info) {
  std::string markers;
  for (const std::string& tag : tags_of(info)) {
    if (!is_special(tag)) {
      adapter::append_tag(markers, tag);
    }
  }
  return markers;
}

/// A text as a literal part of a test spec: characters that Catch2 would read
/// as a pattern, a tag, a list or an option are escaped.
std::string as_spec(const std::string& name) {
  std::string spec;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool needs_escape =
        std::string("\\,[]\"*").find(name[at]) != std::string::npos ||
        (at == 0 && std::string("~- ").find(name[at]) != std::string::npos);
    if (needs_escape) {
      spec += '\\';
    }
    spec += name[at];
  }
  return spec;
}

/// The test spec for a name. After an escaped first character, Catch2 skips
/// blanks and interprets special characters unless the name is in quotes.
std::string spec_of_name(const std::string& name) {
  const std::string spec = as_spec(name);
  const bool is_escaped = !spec.empty() && spec[0] == '\\';
  const bool is_clear =
      name.size() < 2 ||
      std::string(" \t\n~-\\,[]\"*").find(name[1]) == std::string::npos;
  return is_escaped && !is_clear ? '"' + spec + '"' : spec;
}

/// What distinguishes a test from others of the same name, which Catch2 3
/// allows when their tags or fixture classes differ.
struct distinction {
  std::vector<std::string> tags{};      ///< tags of this test
  std::vector<std::string> not_tags{};  ///< tags that only others have
  std::string fixture{};                ///< "" when the tags suffice
};

/// Whether another test may have the same name. Compares hashes, because each
/// process calls it for its tests.
bool may_have_namesakes(const std::string& name) {
  static std::vector<std::size_t> hashes;
  const auto& all = Catch::getRegistryHub().getTestCaseRegistry().getAllTests();
  if (hashes.size() != all.size()) {
    hashes.clear();
    for (const registered_test& test : all) {
      hashes.push_back(std::hash<std::string>()(info_of(test).name));
    }
    std::sort(hashes.begin(), hashes.end());
  }
  const auto same = std::equal_range(hashes.begin(), hashes.end(),
                                     std::hash<std::string>()(name));
  return same.second - same.first > 1;
}

distinction distinction_of(const Catch::TestCaseInfo& info) {
  distinction found;
  if (!may_have_namesakes(info.name)) {
    return found;
  }
  const std::vector<std::string> own = tags_of(info);
  for (const registered_test& test :
       Catch::getRegistryHub().getTestCaseRegistry().getAllTests()) {
    const Catch::TestCaseInfo& other = info_of(test);
    if (&other == &info || other.name != info.name) {
      continue;
    }
    const std::vector<std::string> tags = tags_of(other);
    if (tags == own) {
      found.fixture.assign(info.className.data(), info.className.size());
      continue;
    }
    found.tags = own;
    for (const std::string& tag : tags) {
      if (std::find(own.begin(), own.end(), tag) == own.end()) {
        found.not_tags.push_back(tag);
      }
    }
  }
  return found;
}

/// The name of the test, with what distinguishes it from others of the same
/// name.
std::string name_of(const Catch::TestCaseInfo& info) {
  const distinction own = distinction_of(info);
  std::string name = info.name;
  if (!own.tags.empty()) {
    name += ' ';
  }
  for (const std::string& tag : own.tags) {
    name += '[' + tag + ']';
  }
  if (!own.fixture.empty()) {
    name += " (" + own.fixture + ')';
  }
  return name;
}

/// The test spec that selects only this test. The last part, for tests that
/// differ only in their fixture, has no effect in Catch2: the adapter makes
/// that choice.
std::string selector_of(const Catch::TestCaseInfo& info) {
  const distinction own = distinction_of(info);
  if (own.tags.empty() && own.not_tags.empty() && own.fixture.empty()) {
    return spec_of_name(info.name);
  }
  std::string spec = '"' + as_spec(info.name) + '"';
  for (const std::string& tag : own.tags) {
    spec += '[' + as_spec(tag) + ']';
  }
  for (const std::string& tag : own.not_tags) {
    spec += "~[" + as_spec(tag) + ']';
  }
  if (!own.fixture.empty()) {
    spec += "~\"fixture " + as_spec(own.fixture) + '"';
  }
  return spec;
}

adapter::case_description describe(const Catch::TestCaseInfo& info,
                                   const std::string& name,
                                   const std::string& markers) {
  return {name.c_str(), info.lineInfo.file,
          static_cast<int>(info.lineInfo.line), markers.c_str()};
}

bool is_selected(const Catch::TestCaseInfo& info) {
  if (adapter::unit_size() != 0) {
    return adapter::is_in_unit(name_of(info).c_str());
  }
  const std::string selector = adapter::selector();
  return !selector.empty() && selector_of(info) == selector;
}

/// The scope that related tests share: the class of their fixture, or else
/// their first tag that does not declare a requirement.
std::string scope_of(const Catch::TestCaseInfo& info) {
  const std::string name_of_class(info.className.data(), info.className.size());
  if (!name_of_class.empty()) {
    return name_of_class;
  }
  const std::vector<std::string> tags = tags_of(info);
  const auto found =
      std::find_if(tags.begin(), tags.end(), [](const std::string& tag) {
        return !adapter::tag_is_need(tag) && !is_special(tag);
      });
  return found == tags.end() ? "" : *found;
}

[[noreturn]] void write_manifest(const Catch::IConfig& config) {
  adapter::manifest_writer writer(adapter::framework::catch2,
                                  std::to_string(CATCH_VERSION_MAJOR) + '.' +
                                      std::to_string(CATCH_VERSION_MINOR) +
                                      '.' +
                                      std::to_string(CATCH_VERSION_PATCH));
  for (const registered_test& test : Catch::filterTests(
           Catch::getAllTestCasesSorted(config), config.testSpec(), config)) {
    const Catch::TestCaseInfo& info = info_of(test);
    const std::string name = name_of(info);
    const std::string markers = markers_of(info);
    writer.add(describe(info, name, markers), name, selector_of(info),
               scope_of(info), false);
  }
  writer.finish();
}

/// Catch2 ignores case, blanks at the ends and some stars when it compares
/// names, so a spec may match several tests. This function removes the others
/// from the sorted list from which the session will choose.
void keep_only_selected(const Catch::IConfig& config) {
  const bool is_unit = adapter::unit_size() != 0;
  if (!is_unit && *adapter::selector() == '\0') {
    return;
  }
  std::vector<registered_test> chosen;
  std::vector<std::string> names;
  for (const registered_test& test : Catch::getAllTestCasesSorted(config)) {
    if (!is_selected(info_of(test))) {
      continue;
    }
    chosen.push_back(test);
    names.push_back(name_of(info_of(test)));
  }
  if (is_unit) {
    std::vector<const char*> texts;
    for (const std::string& name : names) {
      texts.push_back(name.c_str());
    }
    adapter::expect_unit_cases(texts.data(), texts.size());
  } else {
    if (chosen.empty()) {
      // The spec is not a registered selector, or there is none: let Catch2
      // interpret it.
      chosen = Catch::filterTests(Catch::getAllTestCasesSorted(config),
                                  config.testSpec(), config);
      adapter::note_unknown_selector(chosen.size());
    }
    adapter::expect_one_case(chosen.size());
    if (chosen.size() != 1) {
      return;
    }
  }
  const_cast<std::vector<registered_test>&>(
      Catch::getAllTestCasesSorted(config))
      .swap(chosen);
}

void add_failure(const char* text) {
#ifdef CATCH_CONFIG_PREFIX_ALL
  CATCH_FAIL_CHECK(text);
#else
  FAIL_CHECK(text);
#endif
}

void succeed() {
#ifdef CATCH_CONFIG_PREFIX_ALL
  CATCH_SUCCEED();
#else
  SUCCEED();
#endif
}

/// Forks a process for each test that the session would run, and leaves that
/// process only its test. The session chooses its tests from the sorted list
/// after this. Returns whether this process is the one that forked them: then
/// it runs one test in their place, because Catch2 sorts all tests again when
/// the list is empty.
bool fork_for_each_test(const Catch::IConfig& config) {
  const std::vector<registered_test> tests =
      Catch::getAllTestCasesSorted(config);
  std::vector<std::string> texts;
  std::vector<adapter::case_description> cases;
  texts.reserve(2 * tests.size());
  for (const registered_test& test : tests) {
    const Catch::TestCaseInfo& info = info_of(test);
    texts.push_back(name_of(info));
    texts.push_back(markers_of(info));
    cases.push_back(
        describe(info, texts[texts.size() - 2], texts[texts.size() - 1]));
  }
  std::cout.flush();
  const std::size_t own =
      adapter::fork_for_each_case(cases.data(), cases.size());
  const bool is_parent = own == tests.size();
  std::vector<registered_test> chosen;
  chosen.push_back(is_parent
                       ? make_test("all cases, in forked processes", succeed)
                       : tests[own]);
  const_cast<std::vector<registered_test>&>(
      Catch::getAllTestCasesSorted(config))
      .swap(chosen);
  return is_parent;
}

/// Takes the locks of the tests for which this process was started.
void take_locks_of_selected(const std::vector<registered_test>& tests) {
  std::vector<std::string> names;
  std::vector<std::string> markers;
  std::vector<const Catch::TestCaseInfo*> wanted;
  for (const registered_test& test : tests) {
    if (!is_selected(info_of(test))) {
      continue;
    }
    wanted.push_back(&info_of(test));
    names.push_back(name_of(info_of(test)));
    markers.push_back(markers_of(info_of(test)));
  }
  std::vector<adapter::case_description> cases;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    cases.push_back(describe(*wanted[at], names[at], markers[at]));
  }
  adapter::take_program_locks(cases.data(), cases.size());
}

std::string one_line(const std::string& text) {
  std::string line = text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

/// The expanded expression of a comparison, or else the message of the
/// assertion or the exception.
std::string text_of(const Catch::AssertionStats& stats) {
  const Catch::AssertionResult& result = stats.assertionResult;
  const auto given = result.getMessage();
  const std::string message(given.begin(), given.end());
  const bool compares =
      result.getResultType() == Catch::ResultWas::ExpressionFailed;
  return message.empty() || compares ? result.getExpandedExpression() : message;
}

class listener : public listener_base {
 public:
  explicit listener(listener_argument config) : listener_base(config) {
    if (adapter::manifest_path() != nullptr) {
      write_manifest(*m_config);
    }
    adapter::report_failures_to(add_failure);
    if (!adapter::active()) {
      return;
    }
    keep_only_selected(*m_config);
    if (adapter::unit_size() != 0) {
      take_locks_of_selected(Catch::getAllTestCasesSorted(*m_config));
    }
  }

  void testRunStarting(const Catch::TestRunInfo&) override {
    adapter::begin_round();
    runs_stand_in_ = adapter::forks_cases() && fork_for_each_test(*m_config);
  }

  void testRunEnded(const Catch::TestRunStats&) override {
    adapter::end_fork();
    adapter::end_round();
  }

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
    if (runs_stand_in_) {
      return;
    }
    message_.clear();
    const std::string name = name_of(info);
    const std::string markers = markers_of(info);
    const adapter::case_description described = describe(info, name, markers);
    if (*adapter::selector() != '\0') {
      adapter::take_program_locks(&described, 1);
    }
    adapter::begin_case(described);
  }

  assertion_result assertionEnded(const Catch::AssertionStats& stats) override {
    // Only the end of the test shows whether it failed, because tests may be
    // tagged as expected to fail.
    const Catch::AssertionResult& result = stats.assertionResult;
    const bool has_reason = !result.isOk() || is_skip(result);
    if (has_reason && message_.empty()) {
      message_ = one_line(text_of(stats));
    }
    if (result.getResultType() == Catch::ResultWas::FatalErrorCondition) {
      adapter::note_signal(message_.c_str());
    }
    return assertion_seen();
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    if (runs_stand_in_) {
      return;
    }
    verdict ended = verdict::pass;
    if (was_skipped(stats)) {
      ended = verdict::skip;
    }
    if (stats.totals.testCases.failed > 0) {
      ended = verdict::fail;
    }
    // A test that may fail and does has passed, and needs no reason.
    adapter::end_case(ended, ended == verdict::pass ? "" : message_.c_str());
  }

 private:
  std::string message_{};
  /// Whether the only test of this process stands for those that it forked.
  bool runs_stand_in_ = false;
};
/// The semicolon is for tools that do not know the macro.
CATCH_REGISTER_LISTENER(listener);

#if defined(__GNUC__) && !defined(__APPLE__)
__attribute__((constructor(110)))
#else
__attribute__((constructor))
#endif
void start(int argc, char** argv, char**) {
  adapter::start(adapter::framework::catch2, argc, argv);
}

/// The object file of the adapter is linked after those of the target, so the
/// test cases are registered by now, and the locks can be taken before main().
/// Where the order differs, they are taken when the test case starts.
struct early_locks {
  early_locks() {
    if (!adapter::active()) {
      return;
    }
    if (adapter::unit_size() == 0 && *adapter::selector() == '\0') {
      return;
    }
    take_locks_of_selected(
        Catch::getRegistryHub().getTestCaseRegistry().getAllTests());
  }
};
const early_locks taken;

}  // namespace
}  // namespace catch2_adapter
}  // namespace parallel_testing

#endif
// NOLINTEND
