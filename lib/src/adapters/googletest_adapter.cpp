// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compiled into each test executable with the flags of that target, so that
// GoogleTest, language standard, sanitizers, -fno-exceptions and -fno-rtti all
// match. C++11, without the other headers of the runtime. All names are in a
// namespace that no user has. Linters are disabled, because the rules of a
// project apply to its own code.
// NOLINTBEGIN
#if __INT_MAX__ > 0  // true for compilers, not for cppcheck
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <parallel_testing/detail/adapter.hpp>
#include <set>
#include <string>
#include <vector>

namespace parallel_testing {
namespace googletest_adapter {
namespace {

using adapter::case_description;

std::string full_name(const ::testing::TestInfo& info) {
  return std::string(info.test_suite_name()) + "." + info.name();
}

/// The position of the type index in the name of a suite; the end of the name
/// when the program registered the tests itself.
std::size_t type_index_at(const std::string& suite) {
  return std::min(suite.rfind('/'), suite.size());
}

/// The name in the source: "Suite" for "Instance/Suite/0" of TEST_P, TYPED_TEST
/// and TYPED_TEST_P. The name of a type-parameterized suite ends in its index;
/// for a value-parameterized suite, the index is in the name of the test.
std::string declared_suite(const ::testing::TestInfo& info) {
  std::string suite = info.test_suite_name();
  if (info.type_param() != nullptr) {
    suite.erase(type_index_at(suite));
  }
  const std::size_t instance = suite.rfind('/');
  return instance == std::string::npos ? suite : suite.substr(instance + 1);
}

std::string declared_test(const ::testing::TestInfo& info) {
  const std::string name = info.name();
  return name.substr(0, name.find('/'));
}

std::string without_disabled(const std::string& name) {
  const std::string prefix = "DISABLED_";
  return name.compare(0, prefix.size(), prefix) == 0
             ? name.substr(prefix.size())
             : name;
}

bool is_disabled(const ::testing::TestInfo& info) {
  return without_disabled(declared_suite(info)) != declared_suite(info) ||
         without_disabled(info.name()) != info.name();
}

std::string joined(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() ? one + other : one + ";" + other;
}

std::string suite_markers(const ::testing::TestInfo& info) {
  return adapter::declared_markers(declared_suite(info), nullptr);
}

std::string all_markers(const std::string& suite, const std::string& test) {
  return joined(adapter::declared_markers(suite, nullptr),
                adapter::declared_markers(suite, test.c_str()));
}

std::string all_markers(const ::testing::TestInfo& info) {
  return all_markers(declared_suite(info), declared_test(info));
}

std::string display_type(const ::testing::TestInfo& info) {
  if (info.type_param() == nullptr) {
    return "";
  }
  if (!adapter::manifest_option("no_pretty_types")) {
    return "<" + std::string(info.type_param()) + ">";
  }
  const std::string suite = info.test_suite_name();
  const std::size_t slash = type_index_at(suite);
  return slash == suite.size() ? "" : "<" + suite.substr(slash + 1) + ">";
}

std::string display_suite(const ::testing::TestInfo& info) {
  std::string suite = info.test_suite_name();
  if (info.type_param() != nullptr) {
    suite.erase(type_index_at(suite));
  }
  return without_disabled(suite);
}

std::string display_scope(const ::testing::TestInfo& info) {
  return display_suite(info) + display_type(info);
}

/// The name of an instance of a TEST_P is `<base>/<end>`.
struct instance_name {
  explicit instance_name(const ::testing::TestInfo& info)
      : base(info.name()), end() {
    const std::size_t slash = base.rfind('/');
    is_one = info.value_param() != nullptr && slash != std::string::npos;
    if (!is_one) {
      return;
    }
    end = base.substr(slash + 1);
    base = std::string(info.test_suite_name()) + "." + base.substr(0, slash);
  }

  bool is_one = false;
  std::string base;
  std::string end;
};

/// Finds the TEST_P whose instances are named only by their index. Names from a
/// generator of the program are kept, even if they look like an index.
class instance_names {
 public:
  /// Call it for all tests, in the order in which GoogleTest created them.
  void note(const ::testing::TestInfo& info) {
    const instance_name instance(info);
    if (!instance.is_one) {
      return;
    }
    const unsigned index = instances_[instance.base]++;
    if (instance.end != std::to_string(index)) {
      named_.insert(instance.base);
    }
  }

  bool ends_in_index(const ::testing::TestInfo& info) const {
    const instance_name instance(info);
    if (!instance.is_one) {
      // A test that the program registered itself may have a value without an
      // index.
      return info.value_param() != nullptr;
    }
    return named_.count(instance.base) == 0;
  }

 private:
  std::map<std::string, unsigned> instances_{};
  std::set<std::string> named_{};
};

/// The name that CTest shows: with type and value instead of their index, if
/// requested and if the text of the value can identify it.
std::string display_name(const ::testing::TestInfo& info, bool ends_in_index) {
  std::string test = without_disabled(info.name());
  if (ends_in_index && !adapter::manifest_option("no_pretty_values") &&
      adapter::is_stable_text(info.value_param())) {
    test.erase(std::min(test.rfind('/'), test.size()));
    test += '/';
    test += info.value_param();
  }
  return display_suite(info) + "." + test + display_type(info);
}

void for_each_test(void (*visit)(void*, const ::testing::TestInfo&),
                   void* context, bool only_selected) {
  const ::testing::UnitTest& unit = *::testing::UnitTest::GetInstance();
  for (int s = 0; s < unit.total_test_suite_count(); ++s) {
    const ::testing::TestSuite& suite = *unit.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const ::testing::TestInfo& info = *suite.GetTestInfo(t);
      if (!only_selected || info.should_run()) {
        visit(context, info);
      }
    }
  }
}

/// Replaces characters that are special in a filter by '?', which matches any
/// character.
std::string as_pattern(const std::string& name) {
  std::string pattern = name;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '*' || c == ':' || c == '-') {
      pattern[at] = '?';
    }
  }
  return pattern;
}

bool matches(const std::string& pattern, const std::string& name) {
  if (pattern.size() != name.size()) {
    return false;
  }
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (pattern[at] != '?' && pattern[at] != name[at]) {
      return false;
    }
  }
  return true;
}

struct selector_search {
  std::string name;
  std::string pattern;
  std::string others;
};

/// The filter that selects only this test. A pattern with question marks may
/// match other tests, so the filter excludes those.
std::string selector_of(const std::string& name) {
  selector_search search{name, as_pattern(name), ""};
  if (search.pattern.find('?') == std::string::npos) {
    return name;
  }
  for_each_test(
      [](void* context, const ::testing::TestInfo& info) {
        auto& found = *static_cast<selector_search*>(context);
        const std::string other = full_name(info);
        if (other == found.name || !matches(found.pattern, other)) {
          return;
        }
        found.others += (found.others.empty() ? "-" : ":") + as_pattern(other);
      },
      &search, false);
  return search.pattern + search.others;
}

struct listing {
  adapter::manifest_writer& writer;
  instance_names instances;
};

void describe(void* context, const ::testing::TestInfo& info) {
  listing& into = *static_cast<listing*>(context);
  const bool ends_in_index = into.instances.ends_in_index(info);
  const std::string name = full_name(info);
  const std::string markers = all_markers(info);
  into.writer.add({name.c_str(), info.file() == nullptr ? "" : info.file(),
                   info.line(), markers.c_str()},
                  display_name(info, ends_in_index), selector_of(name),
                  display_scope(info), is_disabled(info));
}

struct declared_names {
  std::set<std::string> known;
  adapter::manifest_writer* writer;
};

void collect_names(void* context, const ::testing::TestInfo& info) {
  auto& names = *static_cast<declared_names*>(context);
  names.known.insert(declared_suite(info));
  names.known.insert(declared_suite(info) + "." + declared_test(info));
}

/// Reports marks for suites and tests that do not exist, which would protect
/// nothing.
void report_unknown_marks(adapter::manifest_writer& writer) {
  declared_names names{{}, &writer};
  adapter::for_each_declaration(
      [](void* context, const char* suite, const char* test, const char* file,
         int line) {
        auto& declared = *static_cast<declared_names*>(context);
        if (declared.known.empty()) {
          for_each_test(collect_names, context, false);
        }
        const std::string name =
            test == nullptr ? suite : std::string(suite) + "." + test;
        if (declared.known.count(name) != 0) {
          return;
        }
        const std::string kind = test == nullptr ? "suite" : "test";
        declared.writer->problem(file, line,
                                 "the mark names the " + kind + " '" + name +
                                     "', which does not exist");
      },
      &names);
}

[[noreturn]] void write_manifest() {
  adapter::manifest_writer writer(adapter::framework::googletest);
  listing all = {writer, instance_names()};
  for_each_test(
      [](void* context, const ::testing::TestInfo& info) {
        static_cast<listing*>(context)->instances.note(info);
      },
      &all, false);
  for_each_test(describe, &all, true);
  report_unknown_marks(writer);
  writer.finish();
}

std::string one_line(const char* text) {
  std::string line = text == nullptr ? "" : text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  line.erase(0, line.find_first_not_of(' '));
  return line;
}

/// The names of the cases that this process will run, with their markers.
struct chosen_cases {
  std::vector<std::string> names{};
  std::vector<std::string> markers{};

  std::vector<const char*> name_pointers() const {
    std::vector<const char*> pointers;
    for (std::size_t at = 0; at < names.size(); ++at) {
      pointers.push_back(names[at].c_str());
    }
    return pointers;
  }

  /// The number of different names. GoogleTest cannot distinguish tests of the
  /// same name in unnamed namespaces, and runs them together.
  std::size_t distinct() const {
    return std::set<std::string>(names.begin(), names.end()).size();
  }

  void take_program_locks() const {
    std::vector<case_description> cases;
    for (std::size_t at = 0; at < names.size(); ++at) {
      cases.push_back({names[at].c_str(), "", 0, markers[at].c_str()});
    }
    adapter::take_program_locks(cases.data(), cases.size());
  }
};

void choose(void* context, const ::testing::TestInfo& info) {
  auto& chosen = *static_cast<chosen_cases*>(context);
  chosen.names.push_back(full_name(info));
  chosen.markers.push_back(all_markers(info));
}

/// Gives access to a private member. The rules of access do not apply to the
/// arguments of an explicit instantiation.
template <class Tag, typename Tag::type Member>
struct opened_member {
  friend typename Tag::type member_of(Tag) { return Member; }
};

/// Whether a test or suite runs, which GoogleTest decides once by its filter.
/// Each forked process runs another test, and matching the filter against all
/// tests again would take longer than most tests.
struct choice_of_test {
  typedef bool ::testing::TestInfo::*type;
  friend type member_of(choice_of_test);
};
template struct opened_member<choice_of_test,
                              &::testing::TestInfo::should_run_>;

struct choice_of_suite {
  typedef bool ::testing::TestSuite::*type;
  friend type member_of(choice_of_suite);
};
template struct opened_member<choice_of_suite,
                              &::testing::TestSuite::should_run_>;

/// All tests of the program, which the destructor of a static object deletes.
struct all_of_googletest {
  typedef ::testing::internal::UnitTestImpl* ::testing::UnitTest::*type;
  friend type member_of(all_of_googletest);
};
template struct opened_member<all_of_googletest, &::testing::UnitTest::impl_>;

/// The tests that GoogleTest chose, in the order in which it runs them. Tests
/// of the same name are one case.
class chosen_tests {
 public:
  chosen_tests() {
    const ::testing::UnitTest& unit = *::testing::UnitTest::GetInstance();
    std::map<std::string, std::size_t> known;
    for (int s = 0; s < unit.total_test_suite_count(); ++s) {
      const ::testing::TestSuite& suite = *unit.GetTestSuite(s);
      for (int t = 0; suite.should_run() && t < suite.total_test_count(); ++t) {
        const ::testing::TestInfo& info = *suite.GetTestInfo(t);
        if (!info.should_run()) {
          continue;
        }
        const std::string name = full_name(info);
        const auto found = known.insert({name, cases_.size()});
        tests_.push_back({const_cast<::testing::TestInfo*>(&info),
                          const_cast<::testing::TestSuite*>(&suite),
                          found.first->second});
        if (found.second) {
          cases_.push_back(&info);
          texts_.push_back(name);
          texts_.push_back(all_markers(info));
        }
      }
    }
  }

  std::vector<case_description> cases() const {
    std::vector<case_description> result;
    for (std::size_t at = 0; at < cases_.size(); ++at) {
      result.push_back(case_at(at));
    }
    return result;
  }

  /// Makes GoogleTest run all of them or none.
  void choose_all(bool run) const {
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      tests_[at].choose(run);
    }
  }
  /// After choose_all(false), makes it run those of one case. A forked process
  /// gets a copy of each page that it writes to, so it writes to few.
  void choose(std::size_t at) {
    for (std::size_t test = 0; test < tests_.size(); ++test) {
      if (tests_[test].at == at) {
        tests_[test].choose(true);
      }
    }
    // As in a process that ctest starts for this case. Each test saves the
    // filter and sets it again, and that of all cases may be long.
#ifdef GTEST_FLAG_SET
    GTEST_FLAG_SET(filter, as_pattern(texts_[2 * at]));
#endif
    own_ = at;
  }

  /// Reports to the adapter that the suite of the chosen case begins.
  void begin_own_suite() const {
    const case_description own = case_at(own_);
    adapter::begin_suite(suite_markers(*cases_[own_]).c_str(), &own, 1);
  }

 private:
  struct chosen_test {
    ::testing::TestInfo* test;
    ::testing::TestSuite* suite;
    std::size_t at;  ///< of its case

    void choose(bool run) const {
      test->*member_of(choice_of_test()) = run;
      suite->*member_of(choice_of_suite()) = run;
    }
  };

  case_description case_at(std::size_t at) const {
    const ::testing::TestInfo& info = *cases_[at];
    return {texts_[2 * at].c_str(), info.file() == nullptr ? "" : info.file(),
            info.line(), texts_[2 * at + 1].c_str()};
  }

  std::vector<chosen_test> tests_{};
  std::vector<const ::testing::TestInfo*> cases_{};
  std::vector<std::string> texts_{};
  std::size_t own_ = 0;
};

/// Prints what concerns the test of a forked process, as the printer of the
/// process that forked it would: that one prints what concerns the program.
class printer_of_one_test : public ::testing::EmptyTestEventListener {
 public:
  /// Takes the printer of the program, if it has one.
  static void replace_default() {
    ::testing::TestEventListeners& all =
        ::testing::UnitTest::GetInstance()->listeners();
    ::testing::TestEventListener* const whole = all.default_result_printer();
    if (whole != nullptr) {
      all.Append(new printer_of_one_test(all.Release(whole)));
    }
  }

  printer_of_one_test(const printer_of_one_test&) = delete;
  printer_of_one_test& operator=(const printer_of_one_test&) = delete;

 private:
  explicit printer_of_one_test(::testing::TestEventListener* whole)
      : whole_(whole) {}

  void OnTestStart(const ::testing::TestInfo& info) override {
    whole_->OnTestStart(info);
  }
  void OnTestPartResult(const ::testing::TestPartResult& result) override {
    whole_->OnTestPartResult(result);
  }
  void OnTestEnd(const ::testing::TestInfo& info) override {
    whole_->OnTestEnd(info);
  }

  std::unique_ptr<::testing::TestEventListener> whole_;
};

class listener : public ::testing::EmptyTestEventListener {
  void OnTestProgramStart(const ::testing::UnitTest&) override {
    if (adapter::manifest_path() != nullptr) {
      write_manifest();
    }
    chosen_cases chosen;
    for_each_test(choose, &chosen, true);
    if (adapter::unit_size() != 0) {
      adapter::expect_unit_cases(chosen.name_pointers().data(),
                                 chosen.names.size());
    } else {
      adapter::expect_one_case(chosen.distinct());
      if (*adapter::selector() == '\0' || chosen.distinct() != 1) {
        return;
      }
    }
    chosen.take_program_locks();
  }

  void OnTestIterationStart(const ::testing::UnitTest&, int number) override {
    if (forked_) {
      forked_->choose_all(true);
      forked_.reset();
    }
    adapter::begin_round();
    // GoogleTest 1.12 keeps the environments when it repeats the tests.
    const bool keeps_environments = number > 0 && !is_torn_down_;
    is_torn_down_ = false;
    if (keeps_environments) {
      fork_for_each_test();
    }
  }

  void OnEnvironmentsSetUpEnd(const ::testing::UnitTest&) override {
    if (adapter::is_fork()) {
      return;
    }
    fork_for_each_test();
    // GoogleTest calls this in reverse order, so a change of the list makes it
    // call only this function twice. Other functions would be left out.
    if (adapter::is_fork()) {
      printer_of_one_test::replace_default();
    }
  }

  void OnEnvironmentsTearDownStart(const ::testing::UnitTest&) override {
    end_fork();
    is_torn_down_ = true;
  }

  void OnTestIterationEnd(const ::testing::UnitTest&, int) override {
    end_fork();
    adapter::end_round();
  }

  void OnTestSuiteStart(const ::testing::TestSuite& suite) override {
    if (forked_ && adapter::is_fork()) {
      forked_->begin_own_suite();
      return;
    }
    std::vector<std::string> texts;
    std::string of_suite;
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const ::testing::TestInfo& info = *suite.GetTestInfo(t);
      if (!info.should_run()) {
        continue;
      }
      of_suite = suite_markers(info);
      texts.push_back(full_name(info));
      texts.push_back(all_markers(info));
    }
    std::vector<case_description> cases;
    for (std::size_t at = 0; at < texts.size(); at += 2) {
      cases.push_back({texts[at].c_str(), "", 0, texts[at + 1].c_str()});
    }
    adapter::begin_suite(of_suite.c_str(), cases.data(), cases.size());
  }

  void OnTestStart(const ::testing::TestInfo& info) override {
    const std::string name = full_name(info);
    const std::string markers = all_markers(info);
    adapter::begin_case({name.c_str(),
                         info.file() == nullptr ? "" : info.file(), info.line(),
                         markers.c_str()});
  }

  void OnTestPartResult(const ::testing::TestPartResult& result) override {
    const std::string text = one_line(result.message());
    if (result.failed()) {
      adapter::note_failure(text.c_str());
    }
    if (result.skipped()) {
      adapter::note_skip(text.c_str());
    }
  }

  void OnTestEnd(const ::testing::TestInfo& info) override {
    const ::testing::TestResult& result = *info.result();
    verdict ended = verdict::pass;
    if (result.Skipped()) {
      ended = verdict::skip;
    }
    if (result.Failed()) {
      ended = verdict::fail;
    }
    adapter::end_case(ended, "");
  }

  void OnTestSuiteEnd(const ::testing::TestSuite&) override {
    adapter::end_suite();
  }

  /// In the process of one test, deleting thousands of others would take longer
  /// than the test: each page of them would be copied first.
  static void end_fork() {
    constexpr int many = 500;
    ::testing::UnitTest& unit = *::testing::UnitTest::GetInstance();
    if (adapter::is_fork() && unit.total_test_count() >= many) {
      unit.*member_of(all_of_googletest()) = nullptr;
    }
    adapter::end_fork();
  }

  void fork_for_each_test() {
    const bool is_set_up =
        !::testing::Test::HasFatalFailure() && !::testing::Test::IsSkipped();
    if (!is_set_up || !adapter::forks_cases()) {
      return;
    }
    forked_.reset(new chosen_tests);
    const std::vector<case_description> cases = forked_->cases();
    std::cout.flush();
    forked_->choose_all(false);
    const std::size_t own =
        adapter::fork_for_each_case(cases.data(), cases.size());
    if (own != cases.size()) {
      forked_->choose(own);
    }
  }

  /// The tests of this round, if each has its own process.
  std::unique_ptr<chosen_tests> forked_{};
  bool is_torn_down_ = false;
};

bool is_declared(const std::string& suite, const std::string& test) {
  return !all_markers(suite, test).empty();
}

/// The name in the source of a suite that is named "A/B" at run time, which
/// means "Suite/Type" or "Instance/Suite". The declared markers show which; ""
/// when both have markers.
std::string suite_of(const std::string& name, const std::string& test) {
  const std::size_t first = name.find('/');
  if (first == std::string::npos) {
    return name;
  }
  const std::size_t last = name.rfind('/');
  const std::string front = name.substr(0, first);
  const std::string back = name.substr(last + 1);
  if (first != last) {
    return name.substr(first + 1, last - first - 1);
  }
  // An index consists of digits only; the name of a suite never does.
  if (back.find_first_not_of("0123456789") == std::string::npos) {
    return front;
  }
  if (!is_declared(front, test)) {
    return back;
  }
  return is_declared(back, test) ? "" : front;
}

/// Finds the markers of a test by its name in the source. Returns false when
/// they cannot be determined yet.
bool choose_by_name(const std::string& name, chosen_cases& chosen) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) {
    return false;
  }
  const std::string whole = name.substr(dot + 1);
  const std::string test = whole.substr(0, whole.find('/'));
  const std::string suite = suite_of(name.substr(0, dot), test);
  if (suite.empty()) {
    return false;
  }
  chosen.names.push_back(name);
  chosen.markers.push_back(all_markers(suite, test));
  return true;
}

/// Takes the locks of the selected tests before GoogleTest has chosen them. If
/// the markers of any test are still unknown, all locks are taken after
/// GoogleTest has chosen the tests, because taking them in two steps could
/// break the order.
void take_locks_of_selected() {
  chosen_cases chosen;
  bool all_known = true;
  const std::string name = adapter::selector();
  if (!name.empty()) {
    all_known =
        name.find_first_of("?-") == name.npos && choose_by_name(name, chosen);
  }
  for (std::size_t at = 0; at < adapter::unit_size() && all_known; ++at) {
    all_known = choose_by_name(adapter::unit_case_name(at), chosen);
  }
  if (all_known) {
    chosen.take_program_locks();
  }
}

#if defined(__GNUC__) && !defined(__APPLE__)
#define PARALLEL_TESTING_CONSTRUCTOR(priority) \
  __attribute__((constructor(priority)))
#else
#define PARALLEL_TESTING_CONSTRUCTOR(priority) __attribute__((constructor))
#endif

/// Runs before the static objects of the program. Markers register later, with
/// priority 150.
PARALLEL_TESTING_CONSTRUCTOR(110)
void start(int argc, char** argv, char**) {
  adapter::start(adapter::framework::googletest, argc, argv);
}

PARALLEL_TESTING_CONSTRUCTOR(160)
void take_locks(int, char**, char**) {
  if (adapter::active()) {
    take_locks_of_selected();
  }
}

/// Registered last, after GoogleTest's static objects have been constructed.
struct registration {
  registration() {
    if (!adapter::watches()) {
      return;
    }
    if (adapter::manifest_path() != nullptr) {
      // A GoogleTest in a shared library has already read its flags.
      ::testing::GTEST_FLAG(also_run_disabled_tests) = true;
    }
    ::testing::UnitTest::GetInstance()->listeners().Append(new listener);
    adapter::report_failures_to(
        [](const char* text) { ADD_FAILURE_AT(nullptr, -1) << text; });
  }
};
const registration registered;

}  // namespace
}  // namespace googletest_adapter
}  // namespace parallel_testing

#endif
// NOLINTEND
