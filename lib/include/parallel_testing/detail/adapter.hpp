// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_DETAIL_ADAPTER_HPP
#define PARALLEL_TESTING_DETAIL_ADAPTER_HPP

#include <cstddef>
#include <parallel_testing/detail/verdict.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>

/// What the adapter of a test framework reports to the runtime. Not for users:
/// it is installed because each test program compiles its adapter, and it
/// changes without notice.
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
/// The flags of the program under test may forbid much, so this header is C++11
/// and no function that is noexcept reports a problem by an exception: the
/// process ends with one message on stderr. Functions are called by the thread
/// that runs the tests, the note_ functions by any. In a child that a test
/// forked they do nothing.
///
/// Not promised: that anything here is safe after the process runs exit
/// handlers.

namespace parallel_testing {
namespace adapter {

enum class framework { googletest, catch2 };

/// A test case as its framework knows it. The strings need to stay valid only
/// for the duration of the call.
struct case_description {
  const char* name;     ///< unique in the program: Orders.Migrates
  const char* file;     ///< "" when unknown
  int line;             ///< 0 when unknown
  const char* markers;  ///< from the source: declared_markers(), tags
};

/// Takes worker id, run and temporary directory and redirects TMPDIR, unless
/// the program was only asked to list its tests or is the child of a death
/// test. When that fails it ends the process: a test that cannot be isolated
/// must not run. A second call does nothing.
void start(framework kind, int argc, char** argv) noexcept;

/// False when start() had nothing to do: then the other functions do nothing.
bool active() noexcept;

/// False in the child of a death test, which belongs to the test that started
/// it.
bool watches() noexcept;

/// The path at which discovery expects the manifest, null in a test.
const char* manifest_path() noexcept;

/// The selector of the single case ctest started this process for, "" when
/// it runs several or was started by hand.
const char* selector() noexcept;

/// Reports that no case has that selector and that the framework chose
/// `selected` cases. A selector that nobody registered is an argument of the
/// program's own; it is forgotten.
void note_unknown_selector(std::size_t selected) noexcept;

/// Ends the process unless a process that was started for one case runs exactly
/// one. `selected` is how many the framework chose.
void expect_one_case(std::size_t selected) noexcept;

/// The number of cases of the unit that this process runs, 0 when it runs no
/// unit; the framework's name of each, below that number; and whether a name is
/// one of them.
std::size_t unit_size() noexcept;
const char* unit_case_name(std::size_t at) noexcept;
bool is_in_unit(const char* name) noexcept;

/// Ends the process unless the framework chose at least one case of the unit
/// and no other case.
void expect_unit_cases(const char* const* selected, std::size_t count) noexcept;

/// Waits for the locks of all cases of this process, which are its only one or
/// those of its unit, and holds them until the process ends.
void take_program_locks(const case_description* cases,
                        std::size_t count) noexcept;

/// Waits for the locks of the suite, and for those of its cases that come
/// before them in the global order; holds them until end_suite().
void begin_suite(const char* suite_markers, const case_description* cases,
                 std::size_t count) noexcept;
/// Ends the suite and releases those locks.
void end_suite() noexcept;

/// The framework begins to run what it selected, once or once per repetition,
/// and has run everything. At the end, a case that never began because a set-up
/// around it skipped or failed is recorded as skipped or failed.
void begin_round() noexcept;
void end_round() noexcept;

/// Waits for the locks of the case, makes it the running one and writes
/// `case_start`.
void begin_case(const case_description& now) noexcept;
/// An assertion failed or something was skipped, in the running case or in a
/// set-up or tear-down around cases, which then fails or skips those. `text` is
/// one line.
void note_failure(const char* text) noexcept;
void note_skip(const char* text) noexcept;
/// The framework caught a signal in the running case, which is a failure that
/// no property of the test turns into a pass.
void note_signal(const char* text) noexcept;
/// Sets the function that adds a failure to the running case when the runtime
/// finds one, such as a session whose transaction the code under test ended.
void report_failures_to(void (*report)(const char* text)) noexcept;
/// Writes `case_finish`, keeps or removes the directories of the case and
/// releases its locks. `message` is one line: why the case was skipped or
/// failed, or "". `result` is pass or skip; any other counts as fail.
void end_case(verdict result, const char* message) noexcept;

/// Collects a manifest call by call; finish() writes it.
class manifest_writer {
 public:
  /// `version` is that of the framework, "" when it has none to offer.
  explicit manifest_writer(framework kind, const std::string& version = "");
  ~manifest_writer();
  manifest_writer(const manifest_writer&) = delete;
  manifest_writer& operator=(const manifest_writer&) = delete;

  /// `display_name` is what CTest shows, unless two cases have the same one:
  /// then CTest shows their names in `described`. `scope` is the suite, class
  /// or tag, "" when there is none. Another case of the same name and selector
  /// belongs to the same test.
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

/// Whether discovery set the option "no_pretty_types", "no_pretty_values" or
/// "tags_are_not_markers".
bool manifest_option(const char* name) noexcept;

/// Whether a parameter that prints as `text` can be recognised by it: it is one
/// line and the same in each build, unlike addresses and bytes of objects.
bool is_stable_text(const std::string& text) noexcept;

/// Whether a Catch2 tag is a marker of something that a test needs. Labels and
/// other words are not, and with TAGS_ARE_NOT_MARKERS no tag is.
bool tag_is_need(const std::string& tag) noexcept;

/// Appends a Catch2 tag, which may hold any character, to the text of markers
/// `markers`: as a marker when all of it is one, otherwise as a plain tag.
void append_tag(std::string& markers, const std::string& tag);

/// The markers that the source declares for a GoogleTest test, or for a suite
/// when `test` is null, as one text, "" when there are none. Names are the
/// plain ones, without instantiation or index.
std::string declared_markers(const std::string& suite, const char* test);

/// Calls `visit(context, suite, test or null, file, line)` for each declaration
/// in the source.
void for_each_declaration(void (*visit)(void* context, const char* suite,
                                        const char* test, const char* file,
                                        int line),
                          void* context);

}  // namespace adapter
}  // namespace parallel_testing

#endif
