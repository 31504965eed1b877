// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEST_TIMES_HPP
#define PARALLEL_TESTING_SRC_TEST_TIMES_HPP

#include <cstdint>
#include <string>
#include <string_view>

// How long tests took, for the order of the next run: one line per test in
// <build>/Testing/ParallelTesting/times.txt, the last of a test holds.
namespace parallel_testing {

struct test_time {
  std::string executable;  ///< path; only its last part counts
  std::string selector;    ///< how ctest tells the test from its siblings
  std::int64_t own_ns = 0;
};

/// The file of times of the build tree that a run directory is in, "" when the
/// directory is not one that ctest's script chose.
std::string times_file(const std::string& run_directory);

/// `<program>_<selector> <milliseconds>`, names in hexadecimal digits, which
/// no list or pattern of a reader takes for something else.
std::string to_line(const test_time& noted);

/// Appends the line with one write. Throws error.
void note_test_time(const std::string& run_directory, const test_time& noted);

/// `lines` with the last line of each test only, in their order, and without
/// what is no such line. Pure.
std::string without_old_times(std::string_view lines);

/// Rewrites the file when most of it is old. Tests that end in this moment may
/// lose their line: then an older time counts. Throws error.
void shorten_test_times(const std::string& run_directory);

}  // namespace parallel_testing

#endif
