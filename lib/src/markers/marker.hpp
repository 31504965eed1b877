// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MARKER_HPP
#define PARALLEL_TESTING_SRC_MARKER_HPP

#include <cstdint>
#include <parallel_testing/lock_mode.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/isolation.hpp"

// The grammar of markers: one table of their kinds and one parser. A text is
// parsed where it enters the process (declaration in the source, Catch2 tag,
// file beside the executable, option of the launcher); the rest of the code
// works on the result. pure/MarkerKinds.cmake has the same table for CMake, and
// marker_table_test compares the two. Pure.
namespace parallel_testing {

enum class marker_kind {
  no_parallel,
  lock,
  port,
  ports,
  database,
  resource,
  memory,
  threads,
  timeout,
  fixture,
  group,
  flaky,
  supervised,
  isolate,
  leak,
  grace,
  label,      ///< any other text without an argument
  plain_tag,  ///< a Catch2 tag that is not a marker
  malformed,  ///< any other text: an error, except as a Catch2 tag
};

/// What a unit needs of a kind, given what each of its cases needs.
enum class union_rule {
  all,       ///< each that differs
  greatest,  ///< the greatest amount of each name
  sum,       ///< the sum, if all cases have one
  none,      ///< nothing
};

struct marker_row {
  marker_kind kind;
  std::string_view word;
  /// What may follow the word, separated by '|'; "" is the word alone. Parts
  /// are separated by ':': `<name>` and `<group>` are names, `<count>`,
  /// `<1-99>`, `<seconds>` and `<size>` are numbers, others are words.
  std::string_view forms;
  /// What the key of its kernel lock begins with, "" when it locks nothing.
  std::string_view lock;
  union_rule unites;
};

/// All markers. A second row of one kind is another name for it.
inline constexpr marker_row marker_table[] = {
    {marker_kind::no_parallel, "no_parallel", "|<group>", "lock",
     union_rule::all},
    {marker_kind::no_parallel, "serial", "", "lock", union_rule::all},
    {marker_kind::lock, "lock", "<name>|<name>:shared", "lock",
     union_rule::all},
    {marker_kind::port, "port", "<1-65535>", "port", union_rule::all},
    {marker_kind::ports, "ports", "|<1-10000>", "", union_rule::greatest},
    {marker_kind::database, "database", "|<name>|<name>:shared", "database",
     union_rule::all},
    {marker_kind::resource, "resource", "<name>|<name>:<count>", "",
     union_rule::greatest},
    {marker_kind::memory, "memory", "<size>|<size>:hard", "",
     union_rule::greatest},
    {marker_kind::threads, "threads", "<1-9999>", "", union_rule::greatest},
    {marker_kind::timeout, "timeout", "<seconds>", "", union_rule::sum},
    {marker_kind::fixture, "fixture", "<name>", "", union_rule::all},
    {marker_kind::group, "group", "<name>", "", union_rule::none},
    {marker_kind::flaky, "flaky", "<1-99>", "", union_rule::greatest},
    {marker_kind::supervised, "supervised", "", "", union_rule::all},
    {marker_kind::isolate, "isolate", "|network|tmp|ipc|pid", "isolate",
     union_rule::all},
    {marker_kind::leak, "leak", "fail|warn|allow", "", union_rule::all},
    {marker_kind::grace, "grace", "<seconds>", "", union_rule::all},
};

/// Labels that need no declaration.
inline constexpr std::string_view builtin_labels[] = {
    "unit", "integration", "slow",    "fast",  "auth",
    "api",  "db",          "network", "smoke", "e2e"};

struct parsed_marker {
  marker_kind kind = marker_kind::label;
  std::string text;  ///< as it was written
  /// Of the lock, group, database, capacity or fixture; of leak and isolate
  /// the word after the colon; "" without one.
  std::string name;
  std::uint64_t amount = 1;  ///< a port, a count, or bytes
  double seconds = 0;
  lock_mode mode = lock_mode::exclusive;
  bool is_limit = false;  ///< memory: the test cannot have more

  /// Whether it declares what a test needs: labels and plain tags do not.
  bool is_need() const { return kind < marker_kind::label; }
};

using marker_list = std::vector<parsed_marker>;

/// Total: a text that is not a marker in full is a label, a plain tag, or
/// malformed.
parsed_marker parse_marker(std::string_view text);

/// The markers of a text that append_marker() made.
marker_list parse_markers(std::string_view list);

/// The row of the kind, null for labels, plain tags and malformed texts.
const marker_row* row_of(marker_kind kind);

/// The one text of all markers that mean the same: "no_parallel" of "serial".
std::string canonical_text(const parsed_marker& marker);
std::vector<std::string> canonical_texts(const marker_list& markers);

/// "lock:<name> or lock:<name>:shared": how markers of the first word of `text`
/// are written, "" when there are none.
std::string usage_of(std::string_view text);

/// Appends a marker, as it was written, to a text of several. Catch2 tags may
/// hold any character but "]", so percent signs, semicolons, square brackets
/// and backslashes become two hexadecimal digits after a percent sign: a CMake
/// list keeps each marker whole.
void append_marker(std::string& list, std::string_view marker);

/// All markers as one such text.
std::string joined_markers(const marker_list& markers);

bool is_builtin_label(std::string_view text);

/// A tag that is not a marker, as a list of markers has it: after a sign with
/// which no marker begins.
std::string plain_tag(std::string_view tag);

/// Takes the plain tags out of `markers` and returns them without that sign.
std::vector<std::string> take_plain_tags(marker_list& markers);

/// What a unit needs, given the markers of each of its cases.
marker_list united_markers(const std::vector<marker_list>& cases);

/// The kinds of isolation that the markers ask for, each once.
std::vector<private_view> private_views_of(const marker_list& markers);

}  // namespace parallel_testing

#endif
