// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <parallel_testing/lock_mode.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>

/// Declares what a test requires, next to the test and as typed values: a
/// misspelling does not compile.
///
///     PARALLEL_TESTING_MARK(Orders, Migrates, port(8080), database("orders"),
///                           memory(2_GiB), timeout(30s), label("slow"));
///     PARALLEL_TESTING_MARK_SUITE(Billing, no_parallel);
///
/// The macros look the markers up in class mark, so no prefix is necessary. A
/// marker in the body of a test does nothing; to take a lock there, use
/// named_lock. docs/markers.md lists the effect of each marker on CTest and on
/// the process.
///
/// Not promised at compile time: that a label is declared, or that a fixture or
/// the test exists. Discovery checks that.

// The text of the warning about a marker that is discarded.
#define PARALLEL_TESTING_UNUSED_MARKER                                 \
  "a marker does nothing by itself: write it in "                      \
  "PARALLEL_TESTING_MARK(suite, test, ...), or take a lock in a test " \
  "with parallel_testing::named_lock"

#if defined(__clang__)
#pragma clang diagnostic push
// The attribute is C++17. Its text is C++20, which every supported compiler
// accepts.
#pragma clang diagnostic ignored "-Wc++20-extensions"
#endif

namespace parallel_testing {

class marker;
struct mark;

/// What happens when a test leaves processes running. `fail`: the test fails.
/// `warn`: it passes, and the processes are reported. `allow`: it passes.
enum class leak_policy { fail, warn, allow };

/// What the marker isolate makes private to a test by means of Linux
/// namespaces; see namespaces(7).
enum class private_view { network, tmp, ipc, pid };

/// The units of memory_size: powers of 1000, and of 1024.
enum class memory_unit {
  bytes,
  kilobytes,
  megabytes,
  gigabytes,
  kibibytes,
  mebibytes,
  gibibytes
};

namespace detail {
/// Deliberately not constexpr: a marker that breaks a rule calls one of these
/// functions, so the compiler stops and prints the name of the rule.
void name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash();
void port_must_be_1_to_65535();
void number_must_be_greater_than_zero();
void number_must_be_at_most_99();
void number_must_be_at_most_100();
void number_must_be_at_most_9999();
void number_must_be_at_most_10000();
void number_must_be_at_most_999999999();
void time_must_be_at_least_1ms();
// NOLINTNEXTLINE(readability-identifier-naming)
void memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB();

constexpr bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

constexpr const char* checked_name(const char* name) {
  int length = 0;
  for (; name[length] != '\0'; ++length) {
    if (length == 100 || !is_name_character(name[length])) {
      name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash();
    }
  }
  if (length == 0) {
    name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash();
  }
  return name;
}

constexpr bool is_same(const char* one, const char* other) {
  int at = 0;
  for (; one[at] != '\0' && one[at] == other[at]; ++at) {
  }
  return one[at] == other[at];
}

constexpr const char* text_of(lock_mode mode, lock_reach reach) {
  return reach == lock_reach::cluster
             ? mode == lock_mode::shared ? "shared:cluster" : "cluster"
         : mode == lock_mode::shared ? "shared"
                                     : nullptr;
}

constexpr const char* text_of(leak_policy policy) {
  return policy == leak_policy::fail   ? "fail"
         : policy == leak_policy::warn ? "warn"
                                       : "allow";
}

constexpr const char* text_of(private_view view) {
  return view == private_view::network ? "network"
         : view == private_view::tmp   ? "tmp"
         : view == private_view::ipc   ? "ipc"
                                       : "pid";
}

/// In the order of memory_unit.
constexpr const char* memory_units[] = {"B",   "KB",  "MB", "GB",
                                        "KiB", "MiB", "GiB"};

/// The number of a marker that has one; 0 for other markers.
struct amount {
  long long number = 0;
  int thousandths = 0;  ///< of the number
  const char* unit = "";
};

constexpr amount count_of(long long number) {
  if (number < 1) {
    number_must_be_greater_than_zero();
  }
  if (number > 999'999'999) {
    number_must_be_at_most_999999999();
  }
  return {number, 0, ""};
}

constexpr amount time_of(std::chrono::duration<double> time) {
  const auto whole = std::chrono::round<std::chrono::milliseconds>(time);
  if (whole.count() < 1) {
    time_must_be_at_least_1ms();
  }
  return {whole.count() / 1000, static_cast<int>(whole.count() % 1000), ""};
}

constexpr amount memory_of(unsigned long long number, memory_unit unit) {
  if (number < 1 || number > 999'999'999) {
    memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB();
  }
  return {static_cast<long long>(number), 0,
          memory_units[static_cast<int>(unit)]};
}

constexpr amount memory_of(const char* text) {
  unsigned long long number = 0;
  while (*text >= '0' && *text <= '9' && number < 1'000'000'000) {
    number = number * 10 + static_cast<unsigned long long>(*text - '0');
    // No leading zeros. The number 0 is refused below.
    if (number == 0) {
      break;
    }
    ++text;
  }
  for (int unit = 0; unit < 7; ++unit) {
    if (is_same(text, memory_units[unit])) {
      return memory_of(number, static_cast<memory_unit>(unit));
    }
  }
  memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB();
  return {};
}

struct marker_text;
struct no_parallel_marker;
struct isolate_marker;
struct gpu_marker;
}  // namespace detail

/// An amount of memory: a whole number from 1 to 999999999 of a unit. Anything
/// else does not compile. In the macros, literals such as `2_GiB` are available
/// for each unit; elsewhere, write `using namespace
/// parallel_testing::literals`.
class memory_size {
 public:
  constexpr memory_size(unsigned long long number, memory_unit unit)
      : value_(detail::memory_of(number, unit)) {}

  /// From text such as "2GiB". Units: B, KB, MB, GB, KiB, MiB, GiB.
  constexpr memory_size(const char* text) : value_(detail::memory_of(text)) {}

 private:
  friend struct mark;
  friend struct detail::gpu_marker;
  detail::amount value_;
};

namespace literals {
constexpr memory_size operator""_B(unsigned long long number) {
  return {number, memory_unit::bytes};
}
constexpr memory_size operator""_KB(unsigned long long number) {
  return {number, memory_unit::kilobytes};
}
constexpr memory_size operator""_MB(unsigned long long number) {
  return {number, memory_unit::megabytes};
}
constexpr memory_size operator""_GB(unsigned long long number) {
  return {number, memory_unit::gigabytes};
}
constexpr memory_size operator""_KiB(unsigned long long number) {
  return {number, memory_unit::kibibytes};
}
constexpr memory_size operator""_MiB(unsigned long long number) {
  return {number, memory_unit::mebibytes};
}
constexpr memory_size operator""_GiB(unsigned long long number) {
  return {number, memory_unit::gibibytes};
}
}  // namespace literals

/// One marker, a constant that only class mark creates. It does nothing by
/// itself: the compiler warns where one is discarded.
class [[nodiscard(PARALLEL_TESTING_UNUSED_MARKER)]] marker {
 public:
  marker(const marker&) = default;
  marker& operator=(const marker&) = default;
  ~marker() = default;

 private:
  friend struct mark;
  friend struct detail::marker_text;
  friend struct detail::no_parallel_marker;
  friend struct detail::isolate_marker;
  friend struct detail::gpu_marker;

  constexpr explicit marker(const char* word, const char* name = nullptr,
                            const char* suffix = nullptr)
      : word_(word), name_(name), suffix_(suffix) {}
  constexpr marker(const char* word, const char* name, detail::amount number,
                   const char* suffix = nullptr)
      : word_(word), name_(name), suffix_(suffix), amount_(number) {}

  /// The canonical text is word[:name][:amount][:suffix]; parts that are null
  /// are left out.
  const char* word_;
  const char* name_;
  const char* suffix_;
  detail::amount amount_{};
  /// Further numbers after the amount, between commas; 0 for none.
  static constexpr int most_others = 7;
  long long others_[most_others] = {};
};

namespace detail {
struct no_parallel_marker {
  constexpr operator marker() const { return marker("no_parallel"); }
  constexpr marker operator()(const char* group) const {
    return marker("no_parallel", checked_name(group));
  }
};

struct isolate_marker {
  constexpr operator marker() const { return marker("isolate"); }
  constexpr marker operator()(private_view only) const {
    return marker("isolate", text_of(only));
  }
};

struct gpu_marker {
  constexpr operator marker() const { return marker("gpu"); }
  constexpr marker operator()(int devices) const {
    if (devices > 99) {
      number_must_be_at_most_99();
    }
    return marker("gpu", nullptr, count_of(devices));
  }
  constexpr marker operator()(memory_size memory) const {
    return marker("gpu", "memory", memory.value_);
  }
};
}  // namespace detail

/// All markers. This is a class, not a namespace: inside the macros its names
/// hide those of the program, and argument-dependent lookup does not add any.
///
/// A name is 1 to 100 characters of [A-Za-z0-9_.-]. An invalid name or number
/// does not compile, and the compiler prints the rule.
///
/// An object of this class is a decorator of doctest and Boost.Test; see
/// decorators.hpp.
struct mark {
  mark() = delete;

  /// Never fails.
  template <class... Marker>
  explicit mark(const marker& first, const Marker&... others);

  /// As one text, which lives as long as the program.
  [[nodiscard]] const char* text() const noexcept { return text_; }

  /// How doctest applies a decorator.
  template <class Unit>
  void fill(Unit& unit) const {
    decorate(unit, *this);
  }

  using leak_policy = parallel_testing::leak_policy;
  using lock_mode = parallel_testing::lock_mode;
  using private_view = parallel_testing::private_view;

  /// No other test of this run runs at the same time. With a group, as in
  /// no_parallel("fonts"), only tests that name this group or lock are
  /// excluded.
  static constexpr detail::no_parallel_marker no_parallel{};
  /// Another name for no_parallel.
  static constexpr detail::no_parallel_marker serial{};

  /// The test excludes every other test that names the lock; with
  /// lock_mode::shared, only those that hold it exclusively; with
  /// lock_reach::cluster, also those on other nodes of the run.
  static constexpr marker lock(const char* name,
                               lock_mode mode = lock_mode::exclusive,
                               lock_reach reach = lock_reach::machine) {
    return marker("lock", detail::checked_name(name),
                  detail::text_of(mode, reach));
  }

  /// The test uses this fixed port, 1 to 65535, and excludes every other test
  /// on the machine that names it.
  static constexpr marker port(long number) {
    if (number < 1 || number > 65535) {
      detail::port_must_be_1_to_65535();
    }
    return marker("port", nullptr, detail::count_of(number));
  }

  /// The test reserves up to `count` (1 to 10,000) free ports at a time with
  /// reserve_port(). It starts when that many are left of the capacity `ports`
  /// (see parallel_declare_capacity()).
  static constexpr marker ports(long count = 1) {
    if (count > 10000) {
      detail::number_must_be_at_most_10000();
    }
    return marker("ports", nullptr, detail::count_of(count));
  }

  /// The test uses the database `name` alone. With lock_mode::shared it only
  /// reads it, and other tests may read it at the same time; with
  /// lock_reach::cluster, other nodes of the run use the same database.
  static constexpr marker database(const char* name,
                                   lock_mode mode = lock_mode::exclusive,
                                   lock_reach reach = lock_reach::machine) {
    return marker("database", detail::checked_name(name),
                  detail::text_of(mode, reach));
  }
  /// The test creates its own database or schema. It starts when one is left of
  /// the capacity `databases` (see parallel_declare_capacity()).
  static constexpr marker database() { return marker("database"); }

  /// The test takes `units` of the capacity `name`, which
  /// parallel_declare_capacity() declares; allocations_of() returns the ones it
  /// got.
  static constexpr marker resource(const char* name, long units = 1) {
    return marker("resource", detail::checked_name(name),
                  detail::count_of(units));
  }

  /// The test needs this much memory. It starts when that much is left of the
  /// capacity `memory` (see parallel_declare_capacity()). The test may use
  /// more.
  static constexpr marker memory(memory_size size) {
    return marker("memory", nullptr, size.value_);
  }

  /// Like memory(), with a hard limit: an allocation beyond it fails. The limit
  /// applies to the data of each process of the test separately (RLIMIT_DATA,
  /// see getrlimit(2)).
  static constexpr marker memory_limit(memory_size size) {
    return marker("memory", nullptr, size.value_, "hard");
  }

  /// The test has a device, or gpu(2) of them, alone. With an amount of memory,
  /// as in gpu(4_GiB), other tests share the device as far as its memory
  /// suffices. The test sees only its devices (see
  /// parallel_declare_capacity()).
  static constexpr detail::gpu_marker gpu{};
  /// The test has this many per cent of a device, 1 to 100, and shares it with
  /// other tests.
  static constexpr marker gpu_share(long per_cent) {
    if (per_cent > 100) {
      detail::number_must_be_at_most_100();
    }
    return marker("gpu", "share", detail::count_of(per_cent));
  }

  /// The test keeps `count` cores busy, 1 to 9999; ctest counts it as that many
  /// tests towards `-j`.
  static constexpr marker threads(long count) {
    if (count > 9999) {
      detail::number_must_be_at_most_9999();
    }
    return marker("threads", nullptr, detail::count_of(count));
  }

  /// Like threads(), and the launcher runs the test on cores that no other
  /// pinned test on the machine uses. It waits until there are enough.
  static constexpr marker pinned_threads(long count) {
    if (count > 9999) {
      detail::number_must_be_at_most_9999();
    }
    return marker("threads", nullptr, detail::count_of(count), "pinned");
  }

  /// The test runs as this many processes of MPI, 1 to 9999. With several
  /// numbers, as in mpi(2, 4), there is one CTest test for each of them (see
  /// docs/hpc.md).
  template <class... More>
  static constexpr marker mpi(long ranks, More... more) {
    static_assert(sizeof...(More) <= marker::most_others,
                  "name at most eight numbers of ranks");
    marker result("mpi", nullptr, ranks_of(ranks));
    int at = 0;
    ((result.others_[at++] = ranks_of(more).number), ...);
    return result;
  }

  /// The test is stopped and fails when it runs longer than `limit`: any
  /// duration of std::chrono from 1 ms, such as 30s or 0.5s, rounded to
  /// milliseconds.
  static constexpr marker timeout(std::chrono::duration<double> limit) {
    return marker("timeout", nullptr, detail::time_of(limit));
  }

  /// The test requires this CTest fixture: it runs after the fixture's set-up
  /// and before its clean-up.
  static constexpr marker fixture(const char* name) {
    return marker("fixture", detail::checked_name(name));
  }

  /// The test shares a process with the other tests of its program that name
  /// this group, where the target is registered with DIST loadgroup.
  static constexpr marker group(const char* name) {
    return marker("group", detail::checked_name(name));
  }

  /// The launcher runs the test and ends processes that the test leaves behind.
  static constexpr marker supervised{"supervised"};

  /// The test runs in private network, /tmp and IPC namespaces;
  /// isolate(private_view::network) makes only the network private. Where the
  /// system does not allow namespaces, isolated tests run one at a time.
  static constexpr detail::isolate_marker isolate{};

  /// Sets what happens when the test leaves processes running. The launcher
  /// runs the test.
  static constexpr marker leak(leak_policy policy) {
    return marker("leak", detail::text_of(policy));
  }

  /// The launcher runs the test, and waits this long between SIGTERM and
  /// SIGKILL when it stops it: 5 s without this marker. Durations are as for
  /// timeout().
  static constexpr marker grace(std::chrono::duration<double> time) {
    return marker("grace", nullptr, detail::time_of(time));
  }

  /// The test fails now and then. When it fails, `parallel-testing run` repeats
  /// it up to `retries` times, 1 to 99, and reports it as flaky; ctest alone
  /// does not repeat it.
  static constexpr marker flaky(long retries = 1) {
    if (retries > 99) {
      detail::number_must_be_at_most_99();
    }
    return marker("flaky", nullptr, detail::count_of(retries));
  }

  /// `ctest -L name` selects the test. Built in: unit integration slow fast
  /// auth api db network smoke e2e; parallel_declare_labels() declares others.
  static constexpr marker label(const char* name) {
    return marker(detail::checked_name(name));
  }

 private:
  static constexpr detail::amount ranks_of(long count) {
    if (count > 9999) {
      detail::number_must_be_at_most_9999();
    }
    return detail::count_of(count);
  }

  const char* text_;
};

namespace detail {
template <unsigned Count>
struct marker_list {
  static constexpr unsigned count = Count;
  marker items[Count];
};

template <class... Marker>
constexpr marker_list<sizeof...(Marker)> list_of(const Marker&... markers) {
  static_assert(sizeof...(Marker) > 0, "name at least one marker");
  return {{markers...}};
}

/// The text of the markers, which lives as long as the program.
const char* lasting_text(const marker* first, unsigned count);

/// Declares markers for the case or suite with this place and name.
void decorate_unit(const char* file, int line, const char* name,
                   const mark& markers);
/// Returns a copy of the name of a suite of doctest, which stands for the suite
/// with these markers.
const char* decorated_suite(const char* name, const mark& markers);

/// The markers of one test or suite. PARALLEL_TESTING_MARK defines an object of
/// this class, which registers itself and lives as long as the program. Never
/// throws.
class mark_declaration {
 public:
  /// `test` is null for a whole suite.
  mark_declaration(const char* suite, const char* test, const marker* first,
                   unsigned count, const char* file, int line) noexcept;
  mark_declaration(const mark_declaration&) = delete;
  mark_declaration& operator=(const mark_declaration&) = delete;

  const char* suite;
  const char* test;
  const marker* first;
  const char* file;
  const mark_declaration* next;
  unsigned count;
  int line;
};
}  // namespace detail

template <class... Marker>
mark::mark(const marker& first, const Marker&... others) : text_(nullptr) {
  const auto list = detail::list_of(first, marker(others)...);
  text_ = detail::lasting_text(list.items, list.count);
}

}  // namespace parallel_testing

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

// Where the compiler can order them, declarations are registered before the
// static objects of the program, so that their locks are held before user code
// runs.
#if defined(__GNUC__) && !defined(__APPLE__)
#define PARALLEL_TESTING_EARLY __attribute__((init_priority(150)))
#else
#define PARALLEL_TESTING_EARLY
#endif

// Keeps linters and warnings from reporting what the macros expand to.
// NOLINTBEGIN
#if defined(__clang__)
#define PARALLEL_TESTING_QUIET     \
  _Pragma("clang diagnostic push") \
      _Pragma("clang diagnostic ignored \"-Wglobal-constructors\"")
#define PARALLEL_TESTING_QUIET_END _Pragma("clang diagnostic pop")
#else
#define PARALLEL_TESTING_QUIET
#define PARALLEL_TESTING_QUIET_END
#endif

#define PARALLEL_TESTING_JOIN_AGAIN(a, b) a##b
#define PARALLEL_TESTING_JOIN(a, b) PARALLEL_TESTING_JOIN_AGAIN(a, b)

#define PARALLEL_TESTING_DECLARE(suite, test, ...) \
  PARALLEL_TESTING_DECLARE_AS(__COUNTER__, suite, test, __VA_ARGS__)

// Lookup finds the markers in the base class and the literal suffixes in the
// block, before any name of the program.
#define PARALLEL_TESTING_DECLARE_AS(id, suite, test, ...)                    \
  PARALLEL_TESTING_QUIET                                                     \
  namespace {                                                                \
  struct PARALLEL_TESTING_JOIN(parallel_testing_mark_, id)                   \
      : ::parallel_testing::mark {                                           \
    static constexpr auto all() {                                            \
      using namespace ::std::chrono_literals;                                \
      using ::parallel_testing::literals::operator""_B;                      \
      using ::parallel_testing::literals::operator""_KB;                     \
      using ::parallel_testing::literals::operator""_MB;                     \
      using ::parallel_testing::literals::operator""_GB;                     \
      using ::parallel_testing::literals::operator""_KiB;                    \
      using ::parallel_testing::literals::operator""_MiB;                    \
      using ::parallel_testing::literals::operator""_GiB;                    \
      return ::parallel_testing::detail::list_of(__VA_ARGS__);               \
    }                                                                        \
  };                                                                         \
  constexpr auto PARALLEL_TESTING_JOIN(parallel_testing_markers_, id) =      \
      PARALLEL_TESTING_JOIN(parallel_testing_mark_, id)::all();              \
  }                                                                          \
  static ::parallel_testing::detail::mark_declaration PARALLEL_TESTING_JOIN( \
      parallel_testing_declaration_, id)                                     \
      PARALLEL_TESTING_EARLY(                                                \
          suite, test,                                                       \
          PARALLEL_TESTING_JOIN(parallel_testing_markers_, id).items,        \
          PARALLEL_TESTING_JOIN(parallel_testing_markers_, id).count,        \
          __FILE__, __LINE__) PARALLEL_TESTING_QUIET_END

/// Markers for one GoogleTest test, or for all instances of a TEST_P,
/// TYPED_TEST or TYPED_TEST_P. Write it at namespace scope, anywhere in the
/// executable. Discovery reports an error when the test does not exist.
#define PARALLEL_TESTING_MARK(suite, test, ...) \
  PARALLEL_TESTING_DECLARE(#suite, #test, __VA_ARGS__)

/// Markers for all tests of a GoogleTest suite.
#define PARALLEL_TESTING_MARK_SUITE(suite, ...) \
  PARALLEL_TESTING_DECLARE(#suite, nullptr, __VA_ARGS__)

// NOLINTEND
