// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <parallel_testing/detail/verdict.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>

/// The functions by which the adapter of a test framework reports to the
/// runtime. Not for users: this header is installed only because each test
/// program compiles its adapter, and it changes without notice.
///
///     start(framework::googletest, argc, argv);  // before user code
///     take_program_locks(cases, count);          // once the markers are known
///     begin_round();
///     begin_suite("lock:fonts", cases, count);
///     begin_case(each);
///     end_case(verdict::pass, "");
///     end_suite();
///     end_round();
///
/// The compiler flags of the test program may forbid a lot, so this header is
/// C++11. A function that is noexcept reports a problem by ending the process
/// with one message on stderr. Only the thread that runs the tests calls these
/// functions, except that any thread may call those whose names begin with
/// note_. In a child that a test forked they do nothing.
///
/// Not promised: that anything here is safe once the process runs exit
/// handlers.

namespace parallel_testing {
namespace adapter {

enum class framework { googletest, catch2, doctest, boost_test };

/// A test case as its framework knows it. The strings need to stay valid only
/// for the duration of the call.
struct case_description {
  const char* name;     ///< unique in the program: Orders.Migrates
  const char* file;     ///< "" when unknown
  int line;             ///< 0 when unknown
  const char* markers;  ///< from the source: declared_markers(), tags
};

/// Joins the run, takes a worker and a temporary directory, and redirects
/// TMPDIR, unless the program only lists its tests or is the child of a death
/// test. A failure ends the process, because a test that cannot be isolated
/// must not run. A second call does nothing.
void start(framework kind, int argc, char** argv) noexcept;

/// False when start() had nothing to do. In that case the other functions do
/// nothing.
bool active() noexcept;

/// False in the child of a death test, which is part of the test that started
/// it.
bool watches() noexcept;

/// The path to which discovery expects the manifest to be written; null in a
/// test.
const char* manifest_path() noexcept;

/// The selector of the single case for which ctest started this process; ""
/// when it runs several or was started by hand.
const char* selector() noexcept;

/// Reports that no case has that selector and that the framework chose
/// `selected` cases. A selector that was never registered is an argument of the
/// program itself and is ignored from then on.
void note_unknown_selector(std::size_t selected) noexcept;

/// Ends the process if it was started for one case and the framework chose
/// another number of cases, `selected`.
void expect_one_case(std::size_t selected) noexcept;

/// The number of cases in the unit that this process runs, 0 when it does not
/// run a unit; the framework's name of the case at an index below that number;
/// and whether a name is one of them.
std::size_t unit_size() noexcept;
const char* unit_case_name(std::size_t at) noexcept;
bool is_in_unit(const char* name) noexcept;

/// Ends the process unless the framework chose at least one case of the unit
/// and no other case.
void expect_unit_cases(const char* const* selected, std::size_t count) noexcept;

/// Whether each case of the unit that this process runs is to run in its own
/// process, forked after the framework has chosen its cases and set up its
/// environment. Where the program must not be forked, prints why, and the cases
/// run in processes that start the program again.
bool forks_cases() noexcept;

/// Forks a process for each case, one after the other. Returns in that process,
/// which must run only that case, with its index; in this process, with
/// `count` when all have ended. This process must then run no case.
std::size_t fork_for_each_case(const case_description* cases,
                               std::size_t count) noexcept;

/// Whether this is the process of one case.
bool is_fork() noexcept;

/// In the process of one case, ends it after the framework has run that case
/// and what belongs to it. Does nothing in any other process.
void end_fork() noexcept;

/// Waits for the locks of all cases that this process runs (its single case, or
/// those of its unit) and holds them until the process ends.
void take_program_locks(const case_description* cases,
                        std::size_t count) noexcept;

/// Waits for the locks of the suite, and for those locks of its cases that
/// precede them in the global order. Holds them until end_suite().
void begin_suite(const char* suite_markers, const case_description* cases,
                 std::size_t count) noexcept;
/// Ends the suite and releases those locks.
void end_suite() noexcept;

/// The framework begins, and has finished, running the cases it selected: once,
/// or once per repetition. end_round() records a case that never began, because
/// a set-up around it skipped or failed, as skipped or failed.
void begin_round() noexcept;
void end_round() noexcept;

/// Waits for the locks of the case, makes it the running case and writes
/// `case_start`.
void begin_case(const case_description& now) noexcept;
/// An assertion failed or something was skipped, in the running case or in a
/// set-up or tear-down around cases. In a set-up or tear-down, those cases
/// count as failed or skipped. `text` is one line.
void note_failure(const char* text) noexcept;
void note_skip(const char* text) noexcept;
/// The framework caught a signal in the running case. No property of the test
/// turns this failure into a pass.
void note_signal(const char* text) noexcept;
/// Sets the function that the runtime calls to add a failure to the running
/// case, for example for a session whose transaction the code under test ended.
void report_failures_to(void (*report)(const char* text)) noexcept;
/// Writes `case_finish`, keeps or removes the directories of the case and
/// releases its locks. `message` is one line: why the case was skipped or
/// failed, or "". `result` is pass or skip; any other counts as fail.
void end_case(verdict result, const char* message) noexcept;

/// Collects the manifest of the program; finish() writes it.
class manifest_writer {
 public:
  /// `version` is that of the framework, "" when unknown.
  explicit manifest_writer(framework kind, const std::string& version = "");
  ~manifest_writer();
  manifest_writer(const manifest_writer&) = delete;
  manifest_writer& operator=(const manifest_writer&) = delete;

  /// `display_name` is the name that CTest shows. Where two cases have the same
  /// one, CTest shows the names in `described` instead. `scope` is the suite,
  /// class or tag, "" when there is none. Cases with the same name and selector
  /// belong to one test.
  void add(const case_description& described, const std::string& display_name,
           const std::string& selector, const std::string& scope,
           bool disabled);
  /// Adds an error, which discovery reports with file and line.
  void problem(const char* file, int line, const std::string& text);

  /// Renames the complete manifest into place and ends the process, with status
  /// 0 when that worked and 1 otherwise.
  [[noreturn]] void finish() noexcept;

 private:
  struct state;
  state* state_;
};

/// Whether discovery set the option `name`: "no_pretty_types",
/// "no_pretty_values" or "tags_are_not_markers".
bool manifest_option(const char* name) noexcept;

/// Whether `text`, the printed form of a parameter, can identify it: it is one
/// line and the same in each build, unlike addresses and bytes of objects.
bool is_stable_text(const std::string& text) noexcept;

/// Appends the markers in brackets that a text contains, such as "writes a file
/// [lock:fonts]". Only what is a marker in full counts: a requirement or a
/// built-in label. With TAGS_ARE_NOT_MARKERS, nothing does.
void append_markers_in(std::string& markers, const char* text);

/// What decorators declared for a case or suite with this place and name, and
/// for the suite of doctest that has this name, which is compared by its
/// address: as one text, "" when there is nothing.
std::string decorations_of_unit(const char* file, int line, const char* name);
std::string decorations_of_suite(const char* name);

/// Appends the timeout that a framework knows, unless the source declares one.
void append_timeout(std::string& markers, double seconds);

/// Appends such a text to another one.
void append_markers(std::string& markers, const std::string& list);

/// Whether a Catch2 tag is a marker that declares a requirement. Labels and
/// other tags are not, and with TAGS_ARE_NOT_MARKERS no tag is.
bool tag_is_need(const std::string& tag) noexcept;

/// Appends a Catch2 tag, which may contain any character, to the marker text
/// `markers`: as a marker when the whole tag is one, otherwise as a plain tag.
void append_tag(std::string& markers, const std::string& tag);

/// The markers that the source declares for a GoogleTest test, or for a suite
/// when `test` is null, as one text; "" when there are none. The names are
/// plain: without instantiation and index.
std::string declared_markers(const std::string& suite, const char* test);

/// Calls `visit(context, suite, test or null, file, line)` for each declaration
/// in the source.
void for_each_declaration(void (*visit)(void* context, const char* suite,
                                        const char* test, const char* file,
                                        int line),
                          void* context);

}  // namespace adapter
}  // namespace parallel_testing
