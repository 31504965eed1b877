// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compiled into each test executable with its own flags, so that Catch2,
// language standard, sanitizers, -fno-exceptions and -fno-rtti all match.
// Serves Catch2 v3 and v2.13; the few differences are in the first part. All
// names are in a namespace that no user has, and no linter looks in here: the
// rules of a project are for its own code.
// NOLINTBEGIN
#if __INT_MAX__ > 0  // to compilers, and not to cppcheck
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
}  // namespace
}  // namespace catch2_adapter
}  // namespace parallel_testing

#else

// The containers of Catch2 are as in the library that has its main, whatever
// the target's own are like.
#if defined(PARALLEL_TESTING_CATCH2_MAIN) && \
    defined(PARALLEL_TESTING_CATCH2_IS_INSTALLED)
#undef _GLIBCXX_DEBUG
#endif
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && \
    !defined(CATCH_CONFIG_EXTERNAL_INTERFACES)
#error \
    "catch.hpp is included before the adapter of ParallelTesting: define CATCH_CONFIG_EXTERNAL_INTERFACES for the target, or do not force the include"
#endif
// Settings of the target that are meant for one of its sources.
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
}  // namespace
}  // namespace catch2_adapter
}  // namespace parallel_testing

#endif

#include <algorithm>
#include <cstddef>
#include <functional>
#include <parallel_testing/detail/adapter.hpp>

namespace parallel_testing {
namespace catch2_adapter {
namespace {

/// Catch2's own tags start with a sign.
bool is_special(const std::string& tag) {
  return tag.empty() || std::string(".!@").find(tag[0]) != std::string::npos;
}

/// All tags but Catch2's own, the plain ones as such.
std::string markers_of(const Catch::TestCaseInfo& info) {
  std::string markers;
  for (const std::string& tag : tags_of(info)) {
    if (!is_special(tag)) adapter::append_tag(markers, tag);
  }
  return markers;
}

/// A text as part of a test spec that means itself: what Catch2 would read as a
/// pattern, a tag, a list or an option is escaped.
std::string as_spec(const std::string& name) {
  std::string spec;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool needs_escape =
        std::string("\\,[]\"*").find(name[at]) != std::string::npos ||
        (at == 0 && std::string("~- ").find(name[at]) != std::string::npos);
    if (needs_escape) spec += '\\';
    spec += name[at];
  }
  return spec;
}

/// The test spec of a name. Catch2 skips blanks after a sign that is escaped in
/// front, and reads other signs there as its own, unless there are quotes.
std::string spec_of_name(const std::string& name) {
  const std::string spec = as_spec(name);
  const bool is_escaped = !spec.empty() && spec[0] == '\\';
  const bool is_clear =
      name.size() < 2 ||
      std::string(" \t\n~-\\,[]\"*").find(name[1]) == std::string::npos;
  return is_escaped && !is_clear ? '"' + spec + '"' : spec;
}

/// What tells a test from others of its name: Catch2 3 allows those where tags
/// or the classes of fixtures differ.
struct distinction {
  std::vector<std::string> tags{};      ///< its own
  std::vector<std::string> not_tags{};  ///< of others only
  std::string fixture{};                ///< "" where tags suffice
};

/// False when all other tests have other names, true when some may have this
/// one: by hashes, because each process asks.
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
  if (!may_have_namesakes(info.name)) return found;
  const std::vector<std::string> own = tags_of(info);
  for (const registered_test& test :
       Catch::getRegistryHub().getTestCaseRegistry().getAllTests()) {
    const Catch::TestCaseInfo& other = info_of(test);
    if (&other == &info || other.name != info.name) continue;
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

/// The name of the test, with what tells it from its namesakes.
std::string name_of(const Catch::TestCaseInfo& info) {
  const distinction own = distinction_of(info);
  std::string name = info.name;
  if (!own.tags.empty()) name += ' ';
  for (const std::string& tag : own.tags) name += '[' + tag + ']';
  if (!own.fixture.empty()) name += " (" + own.fixture + ')';
  return name;
}

/// The test spec that means this test alone. Of namesakes that differ in their
/// fixtures only it is the adapter that chooses: to Catch2 the last part means
/// nothing.
std::string selector_of(const Catch::TestCaseInfo& info) {
  const distinction own = distinction_of(info);
  if (own.tags.empty() && own.not_tags.empty() && own.fixture.empty()) {
    return spec_of_name(info.name);
  }
  std::string spec = '"' + as_spec(info.name) + '"';
  for (const std::string& tag : own.tags) spec += '[' + as_spec(tag) + ']';
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

bool is_wanted(const Catch::TestCaseInfo& info) {
  if (adapter::unit_size() != 0) {
    return adapter::is_in_unit(name_of(info).c_str());
  }
  const std::string selector = adapter::selector();
  return !selector.empty() && selector_of(info) == selector;
}

/// What tests that belong together have in common: the class of their fixture,
/// or else the first of their tags that is no marker of what they need.
std::string scope_of(const Catch::TestCaseInfo& info) {
  const std::string name_of_class(info.className.data(), info.className.size());
  if (!name_of_class.empty()) return name_of_class;
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

/// Catch2 compares names without regard to case, to blanks at the ends and to
/// some stars, so a spec may match the namesakes of a test. They are taken off
/// the list the session is about to choose from, which it keeps sorted.
void keep_only_selected(const Catch::IConfig& config) {
  const bool is_unit = adapter::unit_size() != 0;
  if (!is_unit && *adapter::selector() == '\0') return;
  std::vector<registered_test> chosen;
  std::vector<std::string> names;
  for (const registered_test& test : Catch::getAllTestCasesSorted(config)) {
    if (!is_wanted(info_of(test))) continue;
    chosen.push_back(test);
    names.push_back(name_of(info_of(test)));
  }
  if (is_unit) {
    std::vector<const char*> texts;
    for (const std::string& name : names) texts.push_back(name.c_str());
    adapter::expect_unit_cases(texts.data(), texts.size());
  } else {
    if (chosen.empty()) {
      // A spec somebody wrote by hand, or no spec at all: it means what Catch2
      // makes of it.
      chosen = Catch::filterTests(Catch::getAllTestCasesSorted(config),
                                  config.testSpec(), config);
      adapter::note_unknown_selector(chosen.size());
    }
    adapter::expect_one_case(chosen.size());
    if (chosen.size() != 1) return;
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

/// Holds the locks of the tests this process was started for.
void take_locks_of_selected(const std::vector<registered_test>& tests) {
  std::vector<std::string> names;
  std::vector<std::string> markers;
  std::vector<const Catch::TestCaseInfo*> wanted;
  for (const registered_test& test : tests) {
    if (!is_wanted(info_of(test))) continue;
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

/// What the assertion compared, or else its message or the exception's.
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
    if (adapter::manifest_path() != nullptr) write_manifest(*m_config);
    adapter::report_failures_to(add_failure);
    if (!adapter::active()) return;
    keep_only_selected(*m_config);
    if (adapter::unit_size() != 0) {
      take_locks_of_selected(Catch::getAllTestCasesSorted(*m_config));
    }
  }

  void testRunStarting(const Catch::TestRunInfo&) override {
    adapter::begin_round();
  }

  void testRunEnded(const Catch::TestRunStats&) override {
    adapter::end_round();
  }

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
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
    // Whether the test failed is known at its end: some may fail.
    const Catch::AssertionResult& result = stats.assertionResult;
    const bool tells = !result.isOk() || is_skip(result);
    if (tells && message_.empty()) message_ = one_line(text_of(stats));
    if (result.getResultType() == Catch::ResultWas::FatalErrorCondition) {
      adapter::note_signal(message_.c_str());
    }
    return assertion_seen();
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    verdict ended = verdict::pass;
    if (was_skipped(stats)) ended = verdict::skip;
    if (stats.totals.testCases.failed > 0) ended = verdict::fail;
    adapter::end_case(ended, message_.c_str());
  }

 private:
  std::string message_{};
};
// A statement to tools that do not know the macro.
CATCH_REGISTER_LISTENER(listener);

#if defined(__GNUC__) && !defined(__APPLE__)
__attribute__((constructor(110)))
#else
__attribute__((constructor))
#endif
void start(int argc, char** argv, char**) {
  adapter::start(adapter::framework::catch2, argc, argv);
}

// The object file of the adapter is linked behind those of the target, so by
// now its test cases are registered and the locks of the only one can be held
// before main. Where the order differs, the start of the test case takes them.
struct early_locks {
  early_locks() {
    if (!adapter::active()) return;
    if (adapter::unit_size() == 0 && *adapter::selector() == '\0') return;
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
