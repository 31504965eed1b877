// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The durations of tests, which determine the order of the next run: lines in
// <build>/Testing/ParallelTesting/times.txt, where the last line of a test is
// valid.
namespace parallel_testing {

struct test_time {
  std::string executable;  ///< path; only its last component is used
  std::string selector;    ///< identifies the test among those of the program
  std::int64_t own_ns = 0;
};

/// The file of times in the build tree that contains the run directory; "" when
/// ctest's script did not choose that directory.
std::string times_file(const std::string& run_directory);

/// `<program>_<selector> <milliseconds>`, with names in hexadecimal digits,
/// which have no special meaning in lists and regular expressions.
std::string to_line(const test_time& noted);

/// Appends the line, with one write. Throws error.
void note_test_time(const std::string& run_directory, const test_time& noted);

/// The same for cases that are not tests of CTest, in case_times.txt beside
/// that file: discovery reads it to form tests of about equal duration (BATCH
/// auto).
void note_case_times(const std::string& run_directory,
                     const std::vector<test_time>& noted);

/// The milliseconds of each case of the program, by selector, in the lines of
/// such a file. Pure.
std::unordered_map<std::string, std::int64_t> case_times_of(
    std::string_view lines, const std::string& executable);

/// The last line of each test in `lines`, in order. Other lines are dropped.
/// Pure.
std::string without_old_times(std::string_view lines);

/// Rewrites both files when most of their lines are outdated. The line of a
/// test that ends at the same moment may be lost, in which case an older time
/// counts. Throws error.
void shorten_test_times(const std::string& run_directory);

}  // namespace parallel_testing
