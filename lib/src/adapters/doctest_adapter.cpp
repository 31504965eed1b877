// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compiled into each test executable with the flags of that target, so that
// doctest, language standard, sanitizers, -fno-exceptions and -fno-rtti all
// match. Supports doctest 2.4.6 and newer. With ParallelTesting::doctest_main,
// this is the source that contains doctest and its main(). All names are in a
// namespace that no user has. Linters are disabled, because the rules of a
// project apply to its own code.
// NOLINTBEGIN
#if __INT_MAX__ > 0  // true for compilers, not for cppcheck
#if defined(DOCTEST_LIBRARY_INCLUDED) && defined(PARALLEL_TESTING_DOCTEST_MAIN)
#error \
    "doctest.h is included before the adapter of ParallelTesting: link ParallelTesting::doctest and define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN in one source"
#endif
// Undo definitions of the target that are intended for one of its sources.
#undef DOCTEST_CONFIG_IMPLEMENT
#undef DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#ifdef PARALLEL_TESTING_DOCTEST_MAIN
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#endif
#if __has_include(<doctest/doctest.h>)
#include <doctest/doctest.h>
#else
#include <doctest.h>
#endif

#ifndef DOCTEST_CONFIG_DISABLE
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/chosen_cases.hpp>
#include <set>
#include <string>
#include <vector>

namespace doctest {
namespace detail {
/// No header of doctest declares it, but every version has it.
std::set<TestCase>& getRegisteredTests();
}  // namespace detail
}  // namespace doctest

namespace parallel_testing {
namespace doctest_adapter {
namespace {

inline const char* as_text(const char* text) {
  return text == nullptr ? "" : text;
}
inline const char* as_text(const doctest::String& text) {
  return text.c_str();
}

/// The registered tests, in the order of files and lines. None of their parts
/// that the adapter changes decides about that order.
const std::vector<doctest::TestCaseData*>& all_tests() {
  static std::vector<doctest::TestCaseData*> all;
  const auto& registered = doctest::detail::getRegisteredTests();
  if (all.size() == registered.size()) {
    return all;
  }
  all.clear();
  for (const doctest::detail::TestCase& test : registered) {
    all.push_back(&const_cast<doctest::detail::TestCase&>(test));
  }
  std::stable_sort(
      all.begin(), all.end(),
      [](const doctest::TestCaseData* one, const doctest::TestCaseData* other) {
        const int order =
            std::strcmp(as_text(one->m_file), as_text(other->m_file));
        return order != 0 ? order < 0 : one->m_line < other->m_line;
      });
  return all;
}

/// Which tests the decorator doctest::skip() disables. The adapter uses the
/// same member for its own choice.
bool is_disabled(const doctest::TestCaseData& test) {
  static std::set<const doctest::TestCaseData*> disabled;
  static bool is_known = false;
  if (!is_known) {
    for (const doctest::TestCaseData* each : all_tests()) {
      if (each->m_skip) {
        disabled.insert(each);
      }
    }
    is_known = true;
  }
  return disabled.count(&test) != 0;
}

std::string place_of(const doctest::TestCaseData& test) {
  return std::string(as_text(test.m_file)) + ":" + std::to_string(test.m_line);
}

std::string name_of_file(const std::string& place) {
  return place.substr(place.rfind('/') + 1);
}

/// What distinguishes a test from others of the same name: its suite, or its
/// place in the source. "" when its name suffices.
std::string distinction_of(const doctest::TestCaseData& test) {
  typedef std::map<std::string, std::vector<const doctest::TestCaseData*>>
      namesakes;
  static namesakes by_name;
  static std::size_t count = 0;
  if (count != all_tests().size()) {
    by_name.clear();
    for (const doctest::TestCaseData* each : all_tests()) {
      by_name[as_text(each->m_name)].push_back(each);
    }
    count = all_tests().size();
  }
  const std::string name = as_text(test.m_name);
  bool has_own_suite = *as_text(test.m_test_suite) != '\0';
  bool has_own_file = true;
  bool is_alone = !name.empty();
  for (const doctest::TestCaseData* each : by_name[name]) {
    if (each == &test) {
      continue;
    }
    is_alone = false;
    if (std::strcmp(as_text(each->m_test_suite), as_text(test.m_test_suite)) ==
        0) {
      has_own_suite = false;
    }
    if (name_of_file(place_of(*each)) == name_of_file(place_of(test))) {
      has_own_file = false;
    }
  }
  if (is_alone) {
    return "";
  }
  const std::string place = place_of(test);
  return '(' +
         (has_own_suite  ? std::string(as_text(test.m_test_suite))
          : has_own_file ? name_of_file(place)
                         : place) +
         ')';
}

/// A test without a name is selected by its place alone.
std::string plain_name_of(const doctest::TestCaseData& test) {
  const std::string name = as_text(test.m_name);
  return name.empty() ? "*" : name;
}

/// The name of the test, with what distinguishes it from others of the same
/// name.
std::string name_of(const doctest::TestCaseData& test) {
  const std::string own = distinction_of(test);
  return own.empty() ? plain_name_of(test) : plain_name_of(test) + ' ' + own;
}

/// A text as one item of a filter.
std::string escaped(const std::string& text) {
  std::string item;
  for (const char c : text) {
    if (c == '\\' || c == ',') {
      item += '\\';
    }
    item += c;
  }
  return item;
}

/// The filter that selects the test. doctest may also select others by it,
/// because stars and question marks match more, and because it ignores the part
/// that distinguishes namesakes: the adapter chooses.
std::string selector_of(const doctest::TestCaseData& test) {
  const std::string own = distinction_of(test);
  const std::string name = escaped(plain_name_of(test));
  return own.empty() ? name : name + ',' + escaped(own);
}

std::string markers_of(const doctest::TestCaseData& test) {
  std::string markers;
  adapter::append_markers(markers,
                          adapter::decorations_of_suite(test.m_test_suite));
  adapter::append_markers(
      markers,
      adapter::decorations_of_unit(as_text(test.m_file),
                                   static_cast<int>(test.m_line), test.m_name));
  adapter::append_markers_in(markers, test.m_test_suite);
  adapter::append_markers_in(markers, test.m_description);
  if (test.m_timeout > 0) {
    adapter::append_timeout(markers, test.m_timeout);
  }
  return markers;
}

/// The options of the running framework, for choose().
const doctest::ContextOptions* running_options = nullptr;

/// Of the tests that pass the filters, doctest runs only these.
void choose(const std::vector<doctest::TestCaseData*>& tests) {
  for (doctest::TestCaseData* test : all_tests()) {
    static_cast<void>(is_disabled(*test));
    test->m_skip = true;
  }
  for (doctest::TestCaseData* test : tests) {
    test->m_skip = false;
  }
  const_cast<doctest::ContextOptions*>(running_options)->no_skip = false;
}

struct rules {
  typedef doctest::TestCaseData test;

  static std::string name_of(const test& one) {
    return doctest_adapter::name_of(one);
  }
  static std::string selector_of(const test& one) {
    return doctest_adapter::selector_of(one);
  }
  static std::string file_of(const test& one) { return as_text(one.m_file); }
  static int line_of(const test& one) { return static_cast<int>(one.m_line); }
  static std::string markers_of(const test& one) {
    return doctest_adapter::markers_of(one);
  }
  static const std::vector<test*>& all() { return all_tests(); }
  static void choose(const std::vector<test*>& tests) {
    doctest_adapter::choose(tests);
  }
  static std::size_t chosen() { return all_tests().size(); }
};
typedef adapter::described_cases<rules> described_tests;
using adapter::one_line;

/// The expanded expression of a comparison, or else the exception or the
/// expression itself.
std::string text_of(const doctest::AssertData& data) {
  if (data.m_threw) {
    return as_text(data.m_exception);
  }
  const std::string expanded = as_text(data.m_decomp);
  return expanded.empty() ? as_text(data.m_expr) : expanded;
}

void add_failure(const char* text) {
  DOCTEST_FAIL_CHECK(text);
}

class listener : public doctest::IReporter {
 public:
  explicit listener(const doctest::ContextOptions& options)
      : options_(options) {
    running_options = &options;
    if (adapter::manifest_path() != nullptr) {
      ask_for_list();
      return;
    }
    adapter::report_failures_to(add_failure);
    if (adapter::active() && !is_query()) {
      adapter::keep_only_expected<rules>();
    }
  }

  void report_query(const doctest::QueryData& query) override {
    if (adapter::manifest_path() != nullptr) {
      write_manifest(query);
    }
  }

  void test_run_start() override {
    adapter::begin_round();
    if (adapter::forks_cases()) {
      fork_for_each_test();
    }
  }

  void test_run_end(const doctest::TestRunStats&) override {
    if (has_crashed_) {
      return;
    }
    adapter::end_fork();
    adapter::end_round();
  }

  void test_case_start(const doctest::TestCaseData& test) override {
    running_ = &test;
    message_.clear();
    adapter::begin_case(described_tests(test)[0]);
  }

  void test_case_reenter(const doctest::TestCaseData&) override {}

  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    if (running_ == nullptr || has_crashed_) {
      return;
    }
    running_ = nullptr;
    // A test that may fail and does has passed, and needs no reason.
    if (stats.testCaseSuccess) {
      adapter::end_case(verdict::pass, "");
      return;
    }
    note(reason_of(stats.failure_flags));
    adapter::end_case(verdict::fail, message_.c_str());
  }

  void test_case_exception(const doctest::TestCaseException& seen) override {
    const std::string text = one_line(as_text(seen.error_string));
    note(text);
    if (seen.is_crash) {
      // doctest reports the end of everything and then lets the signal end the
      // process, in the middle of the test.
      has_crashed_ = true;
      adapter::note_signal(text.c_str());
    }
  }

  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}

  void log_assert(const doctest::AssertData& data) override {
    if (data.m_failed) {
      note(one_line(text_of(data)));
    }
  }

  void log_message(const doctest::MessageData& data) override {
    if (data.m_severity != doctest::assertType::is_warn) {
      note(one_line(as_text(data.m_string)));
    }
  }

  void test_case_skipped(const doctest::TestCaseData&) override {}

 private:
  bool is_query() const {
    return options_.no_run || options_.version || options_.help ||
           options_.list_reporters || options_.count ||
           options_.list_test_cases || options_.list_test_suites;
  }

  /// Makes doctest list the tests that pass its filters, whatever its arguments
  /// request.
  void ask_for_list() {
    for (const doctest::TestCaseData* test : all_tests()) {
      static_cast<void>(is_disabled(*test));
    }
    doctest::ContextOptions& options =
        const_cast<doctest::ContextOptions&>(options_);
    options.no_run = options.version = options.help = false;
    options.list_reporters = options.count = options.list_test_suites = false;
    options.list_test_cases = options.no_skip = true;
  }

  [[noreturn]] void write_manifest(const doctest::QueryData& query) {
    adapter::manifest_writer writer(adapter::framework::doctest,
                                    DOCTEST_VERSION_STR);
    for (unsigned at = 0; at < query.num_data; ++at) {
      const doctest::TestCaseData& test = *query.data[at];
      writer.add(described_tests(test)[0], name_of(test), selector_of(test),
                 as_text(test.m_test_suite), is_disabled(test));
    }
    writer.finish();
  }

  /// Forks a process for each test that doctest would run, and leaves that
  /// process only its test, and this process none.
  void fork_for_each_test() {
    std::vector<doctest::TestCaseData*> tests;
    for (doctest::TestCaseData* test : all_tests()) {
      if (!test->m_skip) {
        tests.push_back(test);
      }
    }
    choose({});
    const described_tests described(tests);
    std::cout.flush();
    std::fflush(stdout);
    doctest::ContextOptions& options =
        const_cast<doctest::ContextOptions&>(options_);
    const bool is_minimal = options.minimal;
    options.minimal = options.no_intro = options.no_version = true;
    const std::size_t own =
        adapter::fork_for_each_case(described.data(), described.size());
    if (own != tests.size()) {
      options.minimal = is_minimal;
      tests[own]->m_skip = false;
    }
  }

  /// Any thread may report a failure.
  void note(const std::string& text) {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (message_.empty()) {
      message_ = text;
    }
  }

  static const char* reason_of(int flags) {
    namespace reason = doctest::TestCaseFailureReason;
    if ((flags & reason::ShouldHaveFailedButDidnt) != 0) {
      return "it should have failed, but did not";
    }
    if ((flags & reason::DidntFailExactlyNumTimes) != 0) {
      return "it did not fail exactly as many times as it should";
    }
    if ((flags & reason::Timeout) != 0) {
      return "it took longer than its timeout";
    }
    return "it failed";
  }

  const doctest::ContextOptions& options_;
  const doctest::TestCaseData* running_ = nullptr;
  bool has_crashed_ = false;
  std::mutex mutex_{};
  std::string message_{};
};

/// doctest calls listeners with a high priority first.
const int is_registered =
    doctest::registerReporter<listener>("parallel_testing", 1000000, false);

#if defined(__GNUC__) && !defined(__APPLE__)
__attribute__((constructor(110)))
#else
__attribute__((constructor))
#endif
void start(int argc, char** argv, char**) {
  adapter::start(adapter::framework::doctest, argc, argv);
}

/// The object file of the adapter is linked after those of the target, so the
/// tests are registered by now, and the locks can be taken before main(). Where
/// the order differs, they are taken when doctest starts.
struct early_locks {
  early_locks() {
    if (!adapter::active()) {
      return;
    }
    const described_tests described(adapter::expected_cases<rules>());
    adapter::take_program_locks(described.data(), described.size());
  }
};
const early_locks taken;

}  // namespace
}  // namespace doctest_adapter
}  // namespace parallel_testing

#endif
#endif
// NOLINTEND
