// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEST_TIMES_HPP
#define PARALLEL_TESTING_SRC_TEST_TIMES_HPP

#include <cstdint>
#include <string>

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

}  // namespace parallel_testing

#endif
