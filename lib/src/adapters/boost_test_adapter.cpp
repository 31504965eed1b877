// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compiled into each test executable with the flags of that target, so that
// Boost.Test, language standard and sanitizers all match. Supports Boost 1.71
// and newer, as a shared, static or header-only library. With
// ParallelTesting::boost_test_main, this source makes the main(). All names are
// in a namespace that no user has. Linters are disabled, because the rules of a
// project apply to its own code.
// NOLINTBEGIN
#if __INT_MAX__ > 0  // true for compilers, not for cppcheck
// Undo definitions of the target that are intended for one of its sources.
#undef BOOST_TEST_MODULE
#undef BOOST_TEST_MAIN
#undef BOOST_TEST_INCLUDED
#ifdef PARALLEL_TESTING_BOOST_TEST_MAIN
#define BOOST_TEST_MODULE tests
#endif
#if defined(PARALLEL_TESTING_BOOST_TEST_MAIN) && \
    defined(PARALLEL_TESTING_FRAMEWORK_IS_HEADERS)
#include <boost/test/included/unit_test.hpp>
#else
#include <boost/test/unit_test.hpp>
#endif

#include <algorithm>
#include <boost/test/execution_monitor.hpp>
#include <boost/test/framework.hpp>
#include <boost/test/results_collector.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/tree/test_unit.hpp>
#include <boost/test/tree/traverse.hpp>
#include <boost/test/tree/visitor.hpp>
#include <boost/test/unit_test_log.hpp>
#include <boost/test/unit_test_log_formatter.hpp>
#include <boost/test/unit_test_parameters.hpp>
#include <boost/version.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/chosen_cases.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace parallel_testing {
namespace boost_test_adapter {
namespace {

namespace ut = boost::unit_test;

std::string as_text(const ut::const_string& text) {
  return std::string(text.begin(), text.size());
}

using adapter::one_line;

/// Whether it is `--run_test`, which may be shortened, or `-t`.
bool is_filter(const std::string& argument) {
  const std::string name = argument.substr(0, argument.find('='));
  return argument.compare(0, 2, "-t") == 0 ||
         (name.size() > 3 &&
          std::string("--run_test").compare(0, name.size(), name) == 0);
}

/// Whether the arguments or the environment select cases. Boost.Test has taken
/// its own arguments out of those of main().
bool has_filter_in_arguments() {
  std::ifstream arguments("/proc/self/cmdline");
  std::string each;
  while (std::getline(arguments, each, '\0')) {
    if (is_filter(each)) {
      return true;
    }
  }
  return std::getenv("BOOST_TESTS_TO_RUN") != nullptr;
}

/// All cases of the program, in the order of the source.
struct case_collector : ut::test_tree_visitor {
  std::vector<ut::test_case*> cases{};

  void visit(const ut::test_case& one) override {
    cases.push_back(const_cast<ut::test_case*>(&one));
  }
};

std::vector<ut::test_case*> cases_below(ut::test_unit_id id) {
  case_collector all;
  ut::traverse_test_tree(id, all, true);
  return all.cases;
}

std::vector<ut::test_case*> all_cases() {
  return cases_below(ut::framework::master_test_suite().p_id);
}

/// The suites around a unit and the unit itself, the outermost first, without
/// the suite of the whole program.
std::vector<const ut::test_unit*> path_of(const ut::test_unit& unit) {
  std::vector<const ut::test_unit*> path;
  const ut::test_unit* at = &unit;
  while (at->p_parent_id != ut::INV_TEST_UNIT_ID) {
    path.insert(path.begin(), at);
    at = &ut::framework::get(at->p_parent_id, ut::TUT_ANY);
  }
  return path;
}

/// Also the filter that selects it: Boost.Test replaces all characters of names
/// that have a meaning in a filter.
std::string name_of(const ut::test_unit& unit) {
  std::string name;
  for (const ut::test_unit* each : path_of(unit)) {
    name += (name.empty() ? "" : "/") + each->p_name.get();
  }
  return name;
}

std::string own_markers_of(const ut::test_unit& unit) {
  std::string markers;
  const std::string file = as_text(unit.p_file_name);
  const std::string& name = unit.p_name.get();
  adapter::append_markers(
      markers,
      adapter::decorations_of_unit(
          file.c_str(), static_cast<int>(unit.p_line_num), name.c_str()));
  for (const std::string& label : unit.p_labels.get()) {
    adapter::append_tag(markers, label);
  }
  adapter::append_markers_in(markers, unit.p_description.get().c_str());
  return markers;
}

/// The markers of the case and of the suites around it.
std::string markers_of(const ut::test_case& one) {
  std::string markers;
  for (const ut::test_unit* each : path_of(one)) {
    adapter::append_markers(markers, own_markers_of(*each));
  }
  if (one.p_timeout.get() > 0) {
    adapter::append_timeout(markers, one.p_timeout.get());
  }
  return markers;
}

bool is_chosen(const ut::test_unit& unit) {
  return unit.p_run_status.get() == ut::test_unit::RS_ENABLED;
}

std::vector<ut::test_case*> chosen_cases() {
  std::vector<ut::test_case*> chosen;
  for (ut::test_case* one : all_cases()) {
    if (is_chosen(*one)) {
      chosen.push_back(one);
    }
  }
  return chosen;
}

struct disabler : ut::test_tree_visitor {
  bool visit(const ut::test_unit& unit) override {
    const_cast<ut::test_unit&>(unit).p_run_status.value =
        ut::test_unit::RS_DISABLED;
    return true;
  }
};

/// Enables a unit, the suites around it, and everything that it depends on:
/// Boost.Test skips a case whose dependencies have not run.
void enable(ut::test_unit_id id) {
  ut::test_unit& unit = ut::framework::get(id, ut::TUT_ANY);
  if (is_chosen(unit)) {
    return;
  }
  unit.p_run_status.value = ut::test_unit::RS_ENABLED;
  if (unit.p_parent_id != ut::INV_TEST_UNIT_ID) {
    enable(unit.p_parent_id);
  }
  for (const ut::test_unit_id each : unit.p_dependencies.get()) {
    ut::test_unit& other = ut::framework::get(each, ut::TUT_ANY);
    enable(each);
    if (other.p_type == ut::TUT_SUITE) {
      for (const ut::test_case* below : cases_below(each)) {
        enable(below->p_id);
      }
    }
  }
}

/// Boost.Test runs only these cases, and what they depend on.
void choose(const std::vector<ut::test_case*>& cases) {
  disabler none;
  ut::traverse_test_tree(ut::framework::master_test_suite().p_id, none, true);
  for (const ut::test_case* one : cases) {
    enable(one->p_id);
  }
}

struct rules {
  typedef ut::test_case test;

  static std::string name_of(const test& one) {
    return boost_test_adapter::name_of(one);
  }
  static std::string selector_of(const test& one) { return name_of(one); }
  static std::string file_of(const test& one) {
    return as_text(one.p_file_name);
  }
  static int line_of(const test& one) {
    return static_cast<int>(one.p_line_num);
  }
  static std::string markers_of(const test& one) {
    return boost_test_adapter::markers_of(one);
  }
  static std::vector<test*> all() { return all_cases(); }
  static void choose(const std::vector<test*>& cases) {
    boost_test_adapter::choose(cases);
  }
  static std::size_t chosen() { return chosen_cases().size(); }
};
typedef adapter::described_cases<rules> described_cases;

void add_failure(const char* text) {
  BOOST_ERROR(text);
}

/// The texts of failures, which Boost.Test gives only to its log.
class text_collector : public ut::unit_test_log_formatter {
 public:
  std::string first_text() const { return text_; }
  void clear() { text_.clear(); }

  void log_start(std::ostream&, ut::counter_t) override {}
  void log_finish(std::ostream&) override {}
#if BOOST_VERSION >= 107000
  void log_build_info(std::ostream&, bool) override {}
#else
  void log_build_info(std::ostream&) override {}
#endif
  void test_unit_start(std::ostream&, const ut::test_unit&) override {}
  void test_unit_finish(std::ostream&, const ut::test_unit&,
                        unsigned long) override {}
  void log_exception_start(std::ostream&, const ut::log_checkpoint_data&,
                           const boost::execution_exception& seen) override {
    note(as_text(seen.what()));
  }
  void log_exception_finish(std::ostream&) override {}
  void log_entry_start(std::ostream&, const ut::log_entry_data&,
                       log_entry_types kind) override {
    is_failure_ =
        kind == BOOST_UTL_ET_ERROR || kind == BOOST_UTL_ET_FATAL_ERROR;
    entry_.clear();
  }
  void log_entry_value(std::ostream&, ut::const_string value) override {
    entry_ += as_text(value);
  }
  void log_entry_value(std::ostream& out,
                       const ut::lazy_ostream& value) override {
    static_cast<void>(out);
    std::ostringstream text;
    text << value;
    entry_ += text.str();
  }
  void log_entry_finish(std::ostream&) override {
    if (is_failure_) {
      note(entry_);
    }
  }
  void entry_context_start(std::ostream&, ut::log_level) override {}
  void log_entry_context(std::ostream&, ut::log_level,
                         ut::const_string) override {}
  void entry_context_finish(std::ostream&, ut::log_level) override {}

 private:
  void note(const std::string& text) {
    if (text_.empty()) {
      text_ = one_line(text);
    }
  }

  std::string text_{};
  std::string entry_{};
  bool is_failure_ = false;
};

bool is_signal(const boost::execution_exception& seen) {
  return seen.code() == boost::execution_exception::system_error ||
         seen.code() == boost::execution_exception::system_fatal_error;
}

/// Hears of everything before the log and the results of Boost.Test, and of the
/// end of everything after them.
class observer : public ut::test_observer {
 public:
  /// After the observer with 0 that watches the start: Boost 1.74 reads its
  /// flag after each observer, but initializes it in its own test_start().
  int priority() override { return 1; }

  void test_start(ut::counter_t, ut::test_unit_id root) override {
    if (adapter::manifest_path() != nullptr) {
      write_manifest();
    }
    adapter::report_failures_to(add_failure);
    root_ = root;
    texts_ = new text_collector;
    ut::unit_test_log.add_formatter(texts_);
    if (adapter::active()) {
      const std::vector<ut::test_case*> expected =
          adapter::keep_only_expected<rules>();
      expected_.insert(expected.begin(), expected.end());
    }
    adapter::begin_round();
    begun_.clear();
    if (adapter::forks_cases()) {
      fork_for_each_case();
    }
  }

  void test_finish() override { adapter::end_round(); }

  void test_unit_start(const ut::test_unit& unit) override {
    if (unit.p_type == ut::TUT_SUITE) {
      begin_suite(unit);
    } else if (is_expected(unit)) {
      begin_case(unit);
    }
  }

  void test_unit_finish(const ut::test_unit& unit, unsigned long) override {
    if (unit.p_id == root_) {
      note_failures();
      adapter::end_fork();
    } else if (unit.p_type == ut::TUT_SUITE) {
      const bool has_failed = has_failed_;
      const std::string text = texts_->first_text();
      note_failures();
      if (has_failed) {
        end_unbegun(unit, verdict::fail,
                    text.empty() ? "the set-up of its suite failed" : text);
      }
      end_suite(unit);
    } else if (is_expected(unit)) {
      end_case(unit);
    } else {
      note_failures();
    }
  }

  void test_unit_skipped(const ut::test_unit& unit,
                         ut::const_string why) override {
    if (!is_chosen(unit)) {
      return;
    }
    const std::string reason = one_line(as_text(why));
    // In a process for one case, the failure of what it depends on is known.
    const bool is_shared = adapter::unit_size() != 0 && !adapter::is_fork();
    const bool is_failure =
        is_shared && reason.find("has failed") != std::string::npos;
    end_unbegun(unit, is_failure ? verdict::fail : verdict::skip, reason);
  }

  void test_unit_timed_out(const ut::test_unit&) override {
    if (is_in_case_) {
      adapter::note_failure("it took longer than its timeout");
    }
  }

  void assertion_result(ut::assertion_result result) override {
    has_failed_ = has_failed_ || result == ut::AR_FAILED;
  }

  void exception_caught(const boost::execution_exception& seen) override {
    has_failed_ = true;
    if (is_signal(seen)) {
      adapter::note_signal(one_line(as_text(seen.what())).c_str());
    }
  }

 private:
  /// clang gives lists of strings another type id than g++ does, so a program
  /// of clang cannot read those of a Boost.Test that g++ has compiled.
  static bool has_filter() {
    namespace parameters = ut::runtime_config;
    try {
      return !parameters::get<std::vector<std::string>>(
                  parameters::btrt_run_filters)
                  .empty();
    } catch (const boost::runtime::arg_type_mismatch&) {
      return has_filter_in_arguments();
    }
  }

  [[noreturn]] static void write_manifest() {
    const int version = BOOST_VERSION;
    adapter::manifest_writer writer(adapter::framework::boost_test,
                                    std::to_string(version / 100000) + '.' +
                                        std::to_string(version / 100 % 1000) +
                                        '.' + std::to_string(version % 100));
    // Without a filter, disabled cases are listed, as disabled.
    const std::vector<ut::test_case*> chosen =
        has_filter() ? chosen_cases() : all_cases();
    const described_cases described(chosen);
    for (std::size_t at = 0; at < chosen.size(); ++at) {
      const adapter::case_description& one = described[at];
      const std::string name = one.name;
      const std::size_t slash = name.rfind('/');
      writer.add(
          one, name, name,
          slash == std::string::npos ? "" : name.substr(0, slash),
          chosen[at]->p_default_status.get() != ut::test_unit::RS_ENABLED);
    }
    writer.finish();
  }

  /// Without an expectation, all cases are expected.
  bool is_expected(const ut::test_unit& unit) const {
    return expected_.empty() || expected_.count(&unit) != 0;
  }

  /// Forks a process for each case that Boost.Test would run. This process then
  /// has nothing left to do: with no case, Boost.Test would report a failure.
  void fork_for_each_case() {
    const std::vector<ut::test_case*> cases = chosen_expected_cases();
    const described_cases described(cases);
    std::cout.flush();
    std::fflush(nullptr);
    const std::size_t own =
        adapter::fork_for_each_case(described.data(), described.size());
    if (own == cases.size()) {
      adapter::end_round();
      std::exit(0);
    }
    choose({cases[own]});
    expected_.clear();
    expected_.insert(cases[own]);
  }

  std::vector<ut::test_case*> chosen_expected_cases() const {
    std::vector<ut::test_case*> cases;
    for (ut::test_case* one : chosen_cases()) {
      if (is_expected(*one)) {
        cases.push_back(one);
      }
    }
    return cases;
  }

  /// A suite whose cases only prepare the expected ones is a part of their
  /// set-up.
  bool has_expected(const ut::test_unit& suite) const {
    for (const ut::test_case* one : cases_below(suite.p_id)) {
      if (is_chosen(*one) && is_expected(*one)) {
        return true;
      }
    }
    return false;
  }

  /// Suites may contain others, so only an outermost one is a suite of the
  /// runtime.
  void begin_suite(const ut::test_unit& suite) {
    if (suite.p_id == root_ || !has_expected(suite)) {
      return;
    }
    if (suites_++ > 0) {
      return;
    }
    note_failures();
    std::vector<ut::test_case*> cases;
    for (ut::test_case* one : cases_below(suite.p_id)) {
      if (is_chosen(*one) && is_expected(*one)) {
        cases.push_back(one);
      }
    }
    const described_cases described(cases);
    const std::string markers = own_markers_of(suite);
    adapter::begin_suite(markers.c_str(), described.data(), described.size());
  }

  void end_suite(const ut::test_unit& suite) {
    if (suite.p_id != root_ && has_expected(suite) && --suites_ == 0) {
      adapter::end_suite();
    }
  }

  /// Cases that Boost.Test does not start have ended in this way.
  void end_unbegun(const ut::test_unit& unit, verdict how,
                   const std::string& why) {
    for (ut::test_case* one : cases_below(unit.p_id)) {
      if (is_chosen(*one) && is_expected(*one) && begun_.count(one) == 0) {
        begin_case(*one);
        is_in_case_ = false;
        adapter::end_case(how, why.c_str());
      }
    }
  }

  void begin_case(const ut::test_unit& unit) {
    note_failures();
    begun_.insert(&unit);
    const described_cases described(static_cast<const ut::test_case&>(unit));
    is_in_case_ = true;
    adapter::begin_case(described[0]);
  }

  void end_case(const ut::test_unit& unit) {
    is_in_case_ = false;
    has_failed_ = false;
    const ut::test_results& results = ut::results_collector.results(unit.p_id);
    if (results.passed()) {
      texts_->clear();
      adapter::end_case(verdict::pass, "");
      return;
    }
    std::string why = texts_->first_text();
    if (why.empty()) {
      why = results.p_expected_failures.get() > 0
                ? "it did not fail as it should"
                : "it failed";
    }
    texts_->clear();
    adapter::end_case(verdict::fail, why.c_str());
  }

  /// Failures outside of expected cases belong to a fixture around them, or to
  /// a case on which they depend.
  void note_failures() {
    if (has_failed_) {
      const std::string text = texts_->first_text();
      adapter::note_failure(text.empty() ? "a fixture failed" : text.c_str());
      texts_->clear();
    }
    has_failed_ = false;
  }

  std::set<const ut::test_unit*> expected_{};
  std::set<const ut::test_unit*> begun_{};
  text_collector* texts_ = nullptr;
  ut::test_unit_id root_ = ut::INV_TEST_UNIT_ID;
  int suites_ = 0;
  bool has_failed_ = false;
  bool is_in_case_ = false;
};

#if defined(__GNUC__) && !defined(__APPLE__)
__attribute__((constructor(110)))
#else
__attribute__((constructor))
#endif
void start(int argc, char** argv, char**) {
  adapter::start(adapter::framework::boost_test, argc, argv);
}

/// Boost.Test refers to the observer until the program ends, but has forgotten
/// it when a leak checker looks.
struct registration {
  registration() {
    if (adapter::watches()) {
      static auto* const lasting = new observer;
      ut::framework::register_observer(*lasting);
    }
  }
};
const registration registered;

}  // namespace
}  // namespace boost_test_adapter
}  // namespace parallel_testing

#endif
// NOLINTEND
