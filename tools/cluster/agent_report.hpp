// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an agent reports while it runs tests, for the display of all nodes. The
// results are in the event log of its node; an agent reports the end of a test
// after the log has it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/src/events/schema.hpp"

namespace parallel_testing::cluster {

enum class report_kind {
  start,    ///< `number` workers
  running,  ///< the tests that run now
  end,      ///< a test ended
  note,     ///< a line for the user
  unit,     ///< all tests of the unit `text` have ended, or cannot run
  output,   ///< of a test that passed, if somebody needs it
  alive,
  over,     ///< the agent ends, with the exit code `number`
  printed,  ///< a line of ctest, for -V
  dead,     ///< the shell of its task saw it end with the status `number`
};

struct running_test {
  std::string worker;
  std::string name;
  std::int64_t elapsed_ns = 0;
};

struct agent_record {
  report_kind kind = report_kind::alive;
  std::int64_t number = 0;
  std::string name{};  ///< of the test
  std::string text{};  ///< a note, a unit, or the output of the test
  std::int64_t attempt = 1;
  std::string worker{};
  events::verdict outcome = events::verdict::pass;
  bool is_excused = false;  ///< by a quarantine
  std::string message{};
  std::vector<std::string> left{};
  std::int64_t duration_ns = 0;
  std::vector<running_test> running{};
};

/// One line of JSON. parse_record() throws tools::record_error for others.
[[nodiscard]] std::string to_line(const agent_record& given);
[[nodiscard]] agent_record parse_record(const std::string& line);

class report_writer {
 public:
  explicit report_writer(std::string path) : path_(std::move(path)) {}

  void add(const agent_record& given) { pending_ += to_line(given); }

  /// Appends what was added. The reader notices a report that cannot be
  /// written: the agent seems to have ended.
  void flush();

 private:
  std::string path_;
  std::string pending_;
};

class report_reader {
 public:
  explicit report_reader(std::string path) : path_(std::move(path)) {}

  /// The records since the last call. Opens the file anew, so that NFS asks the
  /// server. Ignores all other lines.
  [[nodiscard]] std::vector<agent_record> read();

 private:
  std::string path_;
  std::int64_t offset_ = 0;
};

}  // namespace parallel_testing::cluster
