// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/markers.hpp>

/// Markers as decorators of doctest and Boost.Test: the class `mark` takes
/// them, and each has a short name in this namespace. doctest.hpp and
/// boost_test.hpp include this header.
///
///     namespace pt = parallel_testing;
///     TEST_CASE("serves" * pt::mark(pt::port(8080), pt::label("slow"))) {}
///
/// A value that breaks a rule, such as port 70000, ends the program when it
/// starts, with the rule; the build then fails where it lists the cases.
///
/// Not promised: that a `using namespace parallel_testing` is harmless with
/// these names; write `pt::`.

namespace parallel_testing {

/// These are the markers of class mark, with the same parameters.
inline constexpr auto no_parallel = mark::no_parallel;
inline constexpr auto serial = mark::serial;
inline constexpr auto isolate = mark::isolate;
inline constexpr auto supervised = mark::supervised;
inline constexpr auto gpu = mark::gpu;

template <class... Values>
constexpr marker lock(Values... values) {
  return mark::lock(values...);
}
constexpr marker port(long number) {
  return mark::port(number);
}
template <class... Values>
constexpr marker ports(Values... values) {
  return mark::ports(values...);
}
template <class... Values>
constexpr marker database(Values... values) {
  return mark::database(values...);
}
template <class... Values>
constexpr marker resource(Values... values) {
  return mark::resource(values...);
}
constexpr marker memory(memory_size size) {
  return mark::memory(size);
}
constexpr marker memory_limit(memory_size size) {
  return mark::memory_limit(size);
}
constexpr marker gpu_share(long per_cent) {
  return mark::gpu_share(per_cent);
}
constexpr marker threads(long count) {
  return mark::threads(count);
}
constexpr marker pinned_threads(long count) {
  return mark::pinned_threads(count);
}
constexpr marker timeout(std::chrono::duration<double> limit) {
  return mark::timeout(limit);
}
constexpr marker fixture(const char* name) {
  return mark::fixture(name);
}
constexpr marker group(const char* name) {
  return mark::group(name);
}
constexpr marker leak(leak_policy policy) {
  return mark::leak(policy);
}
constexpr marker grace(std::chrono::duration<double> time) {
  return mark::grace(time);
}
template <class... Values>
constexpr marker flaky(Values... values) {
  return mark::flaky(values...);
}
constexpr marker label(const char* name) {
  return mark::label(name);
}

}  // namespace parallel_testing
