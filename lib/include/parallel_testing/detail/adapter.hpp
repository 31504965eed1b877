// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_ADAPTER_HPP
#define PARALLEL_TESTING_ADAPTER_HPP

#include <cstddef>
#include <parallel_testing/same_layout.hpp>
#include <string>

/// What a test framework's adapter tells the runtime. Test code never needs
/// it. The adapters are compiled with the flags of the program under test, so
/// this header is C++11 and nothing here throws.
///
/// Order of calls: start() before user code, take_program_locks() as soon as
/// the markers are known, then for each suite and case begin and end.

namespace parallel_testing {
namespace adapter {

enum class framework { googletest, catch2 };
enum class outcome { passed, failed, skipped };

/// A test case as its framework knows it. Texts outlive the call only.
struct case_description {
  const char* name;     ///< unique in the program: Orders.Migrates
  const char* file;     ///< "" when unknown
  int line;             ///< 0 when unknown
  const char* markers;  ///< from the source: declared_markers(), tags
};

/// Takes worker id, run and temporary directory and redirects TMPDIR, unless
/// the program was only asked to list its tests or is a death-test child.
/// Ends the process with one message on stderr when that fails: a test that
/// cannot be isolated must not run.
void start(framework kind, int argc, char** argv) noexcept;

/// False when start() had nothing to do: then the adapter stays silent.
bool active() noexcept;

/// False in the child of a death test, a piece of the test that started it.
bool watches() noexcept;

/// Where discovery wants the manifest written, or null.
const char* manifest_path() noexcept;

/// The selector of the single case ctest started this process for, "" when
/// it runs several or was started by hand.
const char* selector() noexcept;

/// No case has that selector, and the framework chose `selected` cases. Where
/// nobody registered it, it is an argument of the program itself: forgotten.
void note_unknown_selector(std::size_t selected) noexcept;

/// Checks that a process started for one case runs exactly one; ends the
/// process with a message otherwise. `selected` is what the framework chose.
void expect_one_case(std::size_t selected) noexcept;

/// How many cases of a unit this process is to run, 0 when it runs no unit,
/// and the framework's names of them.
std::size_t unit_size() noexcept;
const char* unit_case_name(std::size_t at) noexcept;
bool is_in_unit(const char* name) noexcept;

/// Checks that the framework chose cases of the unit and no others; ends the
/// process with a message otherwise.
void expect_unit_cases(const char* const* selected, std::size_t count) noexcept;

/// Holds the locks of all cases of this process until it ends: of the only
/// one, or of those of its unit.
void take_program_locks(const case_description* cases,
                        std::size_t count) noexcept;

/// Holds what the suite needs, plus what its cases need out of order.
void begin_suite(const char* suite_markers, const case_description* cases,
                 std::size_t count) noexcept;
void end_suite() noexcept;

/// The framework begins to run what it selected: once, or once per repetition;
/// and it has run everything. A case that it never began because the set-up of
/// the program skipped or failed ends here as that says.
void begin_round() noexcept;
void end_round() noexcept;

void begin_case(const case_description& now) noexcept;
/// An assertion failed, or something was skipped: in the running case, or in a
/// set-up or tear-down around cases, which it then touches. One line each.
void note_failure(const char* text) noexcept;
void note_skip(const char* text) noexcept;
/// The framework caught a signal in the running case: no failure that a test
/// may be expected to have.
void note_signal(const char* text) noexcept;
/// Who adds a failure to the running case when the runtime finds one, such as
/// a session whose transaction was ended by the code under test.
void report_failures_to(void (*report)(const char* text)) noexcept;
/// `message` says why a case was skipped or failed, one line, may be "".
void end_case(outcome result, const char* message) noexcept;

/// Writes a manifest call by call; finish() renames it into place.
class manifest_writer {
 public:
  /// `version` of the framework, "" when it does not say.
  explicit manifest_writer(framework kind, const std::string& version = "");
  ~manifest_writer();
  manifest_writer(const manifest_writer&) = delete;
  manifest_writer& operator=(const manifest_writer&) = delete;

  /// `display_name` is what CTest shows; it gives way to the name in
  /// `described` when another case has it as well. `scope`
  /// is the suite, class or tag, "" when there is none. Another case of the
  /// same name and selector belongs to the same test.
  void add(const case_description& described, const std::string& display_name,
           const std::string& selector, const std::string& scope,
           bool disabled);
  void problem(const char* file, int line, const std::string& text);

  /// Ends the process: status 0 when the manifest was written, 1 otherwise.
  [[noreturn]] void finish() noexcept;

 private:
  struct state;
  state* state_;
};

/// True for "no_pretty_types", "no_pretty_values" or "tags_are_not_markers"
/// when discovery asked so.
bool manifest_option(const char* name) noexcept;

/// Whether a parameter that prints as `text` is recognised by it, on one line
/// and in each build: addresses and bytes of objects are not.
bool is_stable_text(const std::string& text) noexcept;

/// Whether a Catch2 tag is a marker that says what a test needs: labels and
/// other words do not, and no tag does with TAGS_ARE_NOT_MARKERS.
bool tag_is_need(const std::string& tag) noexcept;

/// Appends a Catch2 tag to the markers in `markers`: as a marker when it is one
/// in full, else as a plain tag. It may hold any character.
void append_tag(std::string& markers, const std::string& tag);

/// Markers declared in the source for a GoogleTest suite (test null) or test,
/// as one text. Names are the plain ones, without instantiation or index.
std::string declared_markers(const std::string& suite, const char* test);

/// Calls `visit(context, declaration's suite, test or null, file, line)`.
void for_each_declaration(void (*visit)(void* context, const char* suite,
                                        const char* test, const char* file,
                                        int line),
                          void* context);

}  // namespace adapter
}  // namespace parallel_testing

#endif
