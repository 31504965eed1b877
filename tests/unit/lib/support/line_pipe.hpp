// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipe that carries lines: what tests wait on instead of sleeping.
#pragma once

#include <string>

namespace parallel_testing::unit {

class line_pipe {
 public:
  line_pipe();
  line_pipe(line_pipe&& other) noexcept;
  line_pipe& operator=(line_pipe&&) = delete;
  ~line_pipe();

  void send(const std::string& line);

  /// The next line, "" when all writers are gone.
  std::string receive();

  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_read_end();
  void close_write_end();

 private:
  int ends_[2];
};

}  // namespace parallel_testing::unit
