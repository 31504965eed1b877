// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <parallel_testing/lock_mode.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/isolation.hpp"

// The grammar of markers: one table of kinds and one parser. A text is parsed
// where it enters the process (declaration in the source, Catch2 tag, file next
// to the executable, option of the launcher); all other code works on the
// result. pure/MarkerKinds.cmake contains the same table for CMake, and
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
  gpu,
  threads,
  mpi,
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

/// How the markers of one kind are combined for a unit, given those of its
/// cases.
enum class union_rule {
  all,        ///< every different marker
  greatest,   ///< the greatest amount of each name
  strictest,  ///< one marker that is at least each of them
  sum,        ///< the sum, if every case has one
  none,       ///< no marker
};

struct marker_row {
  marker_kind kind;
  std::string_view word;
  /// What may follow the word: forms separated by '|', where "" is the word
  /// alone. The parts of a form are separated by ':': `<name>` and `<group>`
  /// are names; `<count>`, `<1-99>`, `<seconds>` and `<size>` are numbers;
  /// `<ranks>` is a list of numbers between commas; other parts are literal.
  std::string_view forms;
  /// The prefix of the key of its kernel lock, "" when it does not take one.
  std::string_view lock;
  union_rule unites;
};

/// All markers. A second row of the same kind is another name for it.
inline constexpr marker_row marker_table[] = {
    {marker_kind::no_parallel, "no_parallel", "|<group>", "lock",
     union_rule::all},
    {marker_kind::no_parallel, "serial", "", "lock", union_rule::all},
    {marker_kind::lock, "lock",
     "<name>|<name>:shared|<name>:cluster|<name>:shared:cluster", "lock",
     union_rule::all},
    {marker_kind::port, "port", "<1-65535>", "port", union_rule::all},
    {marker_kind::ports, "ports", "|<1-10000>", "", union_rule::greatest},
    {marker_kind::database, "database",
     "|<name>|<name>:shared|<name>:cluster|<name>:shared:cluster", "database",
     union_rule::all},
    {marker_kind::resource, "resource", "<name>|<name>:<count>", "",
     union_rule::greatest},
    {marker_kind::memory, "memory", "<size>|<size>:hard", "",
     union_rule::greatest},
    {marker_kind::gpu, "gpu", "|<1-99>|memory:<size>|share:<1-100>", "",
     union_rule::strictest},
    {marker_kind::threads, "threads", "<1-9999>|<1-9999>:pinned", "",
     union_rule::strictest},
    {marker_kind::mpi, "mpi", "<ranks>", "", union_rule::all},
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

/// Labels that do not have to be declared.
inline constexpr std::string_view builtin_labels[] = {
    "unit", "integration", "slow",    "fast",  "auth",
    "api",  "db",          "network", "smoke", "e2e"};

struct parsed_marker {
  marker_kind kind = marker_kind::label;
  std::string text;  ///< as it was written
  /// The name of the lock, group, database, capacity or fixture; for leak,
  /// isolate, gpu and threads the word of the form; for mpi with several
  /// numbers of ranks, the list; "" without one.
  std::string name;
  std::uint64_t amount = 1;  ///< a port, a count, or bytes
  double seconds = 0;
  lock_mode mode = lock_mode::exclusive;
  bool is_limit = false;    ///< memory: a hard limit
  bool is_cluster = false;  ///< a lock that other machines share

  /// Whether it declares a requirement of the test. Labels and plain tags do
  /// not.
  [[nodiscard]] bool is_need() const { return kind < marker_kind::label; }
};

using marker_list = std::vector<parsed_marker>;

/// Never fails: a text that is not completely a marker is a label, a plain tag,
/// or malformed.
parsed_marker parse_marker(std::string_view text);

/// Parses a list that append_marker() wrote.
marker_list parse_markers(std::string_view list);

/// The row of the kind, null for labels, plain tags and malformed texts.
const marker_row* row_of(marker_kind kind);

/// The text that all markers with the same meaning share: "no_parallel" for
/// "serial".
std::string canonical_text(const parsed_marker& marker);
std::vector<std::string> canonical_texts(const marker_list& markers);

/// The forms of the marker with which `text` begins, such as "lock:<name> or
/// lock:<name>:shared"; "" when there is no such marker.
std::string usage_of(std::string_view text);

/// Appends a marker, as it was written, to a list. Catch2 tags may contain any
/// character except "]". Percent signs, semicolons, square brackets and
/// backslashes are therefore written as a percent sign and two hexadecimal
/// digits, so that CMake reads each marker as one list element.
void append_marker(std::string& list, std::string_view marker);

/// All markers as one such list.
std::string joined_markers(const marker_list& markers);

bool is_builtin_label(std::string_view text);

/// A tag that is not a marker, in the form that a list of markers uses: with a
/// prefix that no marker has.
std::string plain_tag(std::string_view tag);

/// Removes the plain tags from `markers` and returns them without that prefix.
std::vector<std::string> take_plain_tags(marker_list& markers);

/// `timeout:<seconds>`.
parsed_marker timeout_marker(double seconds);

/// `memory:<size>` for `memory:<size>:hard`.
parsed_marker without_limit(const parsed_marker& memory);

/// The markers of a unit, given those of each of its cases.
marker_list united_markers(const std::vector<marker_list>& cases);

/// The kinds of isolation that the markers request, each once.
std::vector<private_view> private_views_of(const marker_list& markers);

/// A number of bytes such as "2GiB", in the form of the marker `memory`.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace parallel_testing
