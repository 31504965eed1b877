// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_MARKERS_HPP
#define PARALLEL_TESTING_MARKERS_HPP

#include <parallel_testing/lock_mode.hpp>  // IWYU pragma: export
#include <parallel_testing/requires_cxx17.hpp>

/// What a test needs, written as typed values so that a misspelling does not
/// compile.
///
///     namespace pt = parallel_testing;
///     PARALLEL_TESTING_MARK(Orders, Migrates, pt::port(8080),
///                           pt::database("orders"), pt::label("slow"));
///     PARALLEL_TESTING_MARK_SUITE(Billing, pt::no_parallel);
///
/// docs/markers.md lists what each marker does.
/// Not promised: that a label is declared; discovery checks that.

namespace parallel_testing {

namespace detail {
// Deliberately not constexpr: reaching one of them stops the compiler with
// the name of the rule that was broken.
void name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash();
void port_must_be_1_to_65535();
void number_must_be_greater_than_zero();
void number_must_be_at_most_99();

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

constexpr double checked_number(double number) {
  if (!(number > 0)) number_must_be_greater_than_zero();
  return number;
}

void leak_policy_must_be_fail_warn_or_allow();

constexpr bool is_same(const char* one, const char* other) {
  int at = 0;
  for (; one[at] != '\0' && one[at] == other[at]; ++at) {
  }
  return one[at] == other[at];
}

constexpr const char* suffix_of(lock_mode mode) {
  return mode == lock_mode::shared ? "shared" : nullptr;
}
}  // namespace detail

/// One marker. The canonical text is `name[:argument][:number][:suffix]`,
/// without the parts that are null or zero.
struct marker {
  const char* name;
  const char* argument = nullptr;
  double number = 0;
  const char* suffix = nullptr;
};

/// no_parallel: no other test of this run runs at the same time.
/// no_parallel("group"): no other test of the group runs at the same time.
struct no_parallel_marker : marker {
  constexpr no_parallel_marker() : marker{"no_parallel"} {}
  constexpr marker operator()(const char* group) const {
    return {"no_parallel", detail::checked_name(group)};
  }
};
/// See no_parallel_marker.
inline constexpr no_parallel_marker no_parallel{};
/// Another name of no_parallel.
inline constexpr no_parallel_marker serial{};

/// Excludes every other test that names the lock.
/// With lock_mode::shared only tests that hold it exclusively.
constexpr marker lock(const char* name, lock_mode mode = lock_mode::exclusive) {
  return {"lock", detail::checked_name(name), 0, detail::suffix_of(mode)};
}

/// Uses this fixed port, 1 to 65535.
constexpr marker port(long number) {
  if (number < 1 || number > 65535) detail::port_must_be_1_to_65535();
  return {"port", nullptr, static_cast<double>(number)};
}

/// Needs `count` free ports at a time.
constexpr marker ports(unsigned count = 1) {
  return {"ports", nullptr, detail::checked_number(count)};
}

/// Owns the shared database `name`; with lock_mode::shared only reads it.
constexpr marker database(const char* name,
                          lock_mode mode = lock_mode::exclusive) {
  return {"database", detail::checked_name(name), 0, detail::suffix_of(mode)};
}
/// Makes its own database or schema.
constexpr marker database() {
  return {"database"};
}

/// Takes `units` of a declared capacity.
constexpr marker resource(const char* name, unsigned units = 1) {
  return {"resource", detail::checked_name(name),
          detail::checked_number(units)};
}

/// Needs this much memory, e.g. "2GiB".
constexpr marker memory(const char* amount) {
  return {"memory", detail::checked_name(amount)};
}

/// Needs this much memory and cannot have more: allocating beyond it fails, in
/// each process of the test.
constexpr marker memory_limit(const char* amount) {
  return {"memory", detail::checked_name(amount), 0, "hard"};
}

/// Keeps `count` cores busy.
constexpr marker threads(unsigned count) {
  return {"threads", nullptr, detail::checked_number(count)};
}

/// Is stopped after this many seconds.
constexpr marker timeout(double seconds) {
  return {"timeout", nullptr, detail::checked_number(seconds)};
}

/// Needs this CTest fixture, which another test sets up.
constexpr marker fixture(const char* name) {
  return {"fixture", detail::checked_name(name)};
}

/// Shares a process with the other tests of its program that name this group,
/// where the target is registered with DIST loadgroup.
constexpr marker group(const char* name) {
  return {"group", detail::checked_name(name)};
}

/// Is run by the launcher, which ends whatever the test leaves behind.
inline constexpr marker supervised{"supervised"};

/// What a test can have of its own, by namespaces of Linux.
enum class private_view { network, tmp, ipc, pid };

/// isolate: has its own network, /tmp and interprocess communication. Where the
/// system does not allow that, tests that ask for it take turns.
/// isolate(private_view::network): only that.
struct isolate_marker : marker {
  constexpr isolate_marker() : marker{"isolate"} {}
  constexpr marker operator()(private_view what) const {
    return {"isolate", what == private_view::network ? "network"
                       : what == private_view::tmp   ? "tmp"
                       : what == private_view::ipc   ? "ipc"
                                                     : "pid"};
  }
};
/// See isolate_marker.
inline constexpr isolate_marker isolate{};

/// What happens when the test leaves processes running: "fail", "warn" or
/// "allow".
constexpr marker leak(const char* policy) {
  if (!detail::is_same(policy, "fail") && !detail::is_same(policy, "warn") &&
      !detail::is_same(policy, "allow")) {
    detail::leak_policy_must_be_fail_warn_or_allow();
  }
  return {"leak", policy};
}

/// Has this many seconds between SIGTERM and SIGKILL. 5 by default.
constexpr marker grace(double seconds) {
  return {"grace", nullptr, detail::checked_number(seconds)};
}

/// Fails now and then: `parallel-testing run` repeats it up to `retries` times,
/// 1 to 99, and reports that.
constexpr marker flaky(unsigned retries = 1) {
  if (retries > 99) detail::number_must_be_at_most_99();
  return {"flaky", nullptr, detail::checked_number(retries)};
}

/// Is selected by `ctest -L name`. Built in: unit integration slow fast auth
/// api db network smoke e2e; more by parallel_testing_labels() in CMake.
constexpr marker label(const char* name) {
  return {detail::checked_name(name)};
}

/// Declares markers of a test; defined by PARALLEL_TESTING_MARK, never by
/// hand. Lives as long as the program and registers itself.
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

}  // namespace parallel_testing

// Registered before the program's own static objects where the compiler can
// order them, so that their locks are held before user code runs.
#if defined(__GNUC__) && !defined(__APPLE__)
#define PARALLEL_TESTING_EARLY __attribute__((init_priority(150)))
#else
#define PARALLEL_TESTING_EARLY
#endif

// Linters and warnings are for what the user writes, not for what it becomes.
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

#define PARALLEL_TESTING_DECLARE_AS(id, suite, test, ...)                    \
  PARALLEL_TESTING_QUIET                                                     \
  static constexpr ::parallel_testing::marker PARALLEL_TESTING_JOIN(         \
      parallel_testing_markers_, id)[] = {__VA_ARGS__};                      \
  static ::parallel_testing::mark_declaration PARALLEL_TESTING_JOIN(         \
      parallel_testing_mark_, id)                                            \
      PARALLEL_TESTING_EARLY(                                                \
          suite, test, PARALLEL_TESTING_JOIN(parallel_testing_markers_, id), \
          static_cast<unsigned>(                                             \
              sizeof(PARALLEL_TESTING_JOIN(parallel_testing_markers_, id)) / \
              sizeof(::parallel_testing::marker)),                           \
          __FILE__, __LINE__) PARALLEL_TESTING_QUIET_END

/// Markers for one GoogleTest test, or for all instances of a TEST_P,
/// TYPED_TEST or TYPED_TEST_P. Write it at namespace scope, anywhere in the
/// executable; naming a test that does not exist is an error of discovery.
#define PARALLEL_TESTING_MARK(suite, test, ...) \
  PARALLEL_TESTING_DECLARE(#suite, #test, __VA_ARGS__)

/// Markers for all tests of a GoogleTest suite.
#define PARALLEL_TESTING_MARK_SUITE(suite, ...) \
  PARALLEL_TESTING_DECLARE(#suite, nullptr, __VA_ARGS__)

// NOLINTEND

#endif
