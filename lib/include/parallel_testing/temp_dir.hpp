// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <filesystem>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string_view>

/// A fresh directory for each test.
///
///     TEST(Orders, AreExported) {
///       parallel_testing::temp_dir dir;
///       export_orders(dir / "orders.csv");  // a std::filesystem::path
///       ...
///     }   // removed if the test passes, kept and reported if it fails
///
/// Not promised: removal at the closing brace. A later assertion may still fail
/// the test, whose files must then be kept, so removal waits for the end of the
/// test.

namespace parallel_testing {

/// Owns a fresh, empty directory (mode 0700) below the directory of the run.
/// The path is absolute and free of symbolic links, contains the worker id, and
/// leaves at least 40 bytes for the name of a Unix socket unless TMPDIR is
/// longer than 24 bytes (in that case set PARALLEL_TESTING_TEMP_ROOT=/tmp).
///
/// Outside a test the directory belongs to the process. A forked child never
/// removes a directory of its parent. After a crash the directory stays until
/// the run is collected (PARALLEL_TESTING_TEMP_RETENTION, three runs). Every
/// thread may create directories; only one thread at a time may use an object.
class [[nodiscard]] temp_dir {
 public:
  /// Named after the running test. Throws error when it cannot be created, and
  /// when PARALLEL_TESTING_WORKER is set without PARALLEL_TESTING_TEMP_DIR.
  temp_dir();

  /// Named `name` instead of after the test. Also throws error for a name that
  /// is empty or absolute or has a ".." component; other unsuitable characters
  /// are replaced.
  explicit temp_dir(std::string_view name);

  temp_dir(temp_dir&& other) noexcept;
  temp_dir& operator=(temp_dir&& other) noexcept;
  temp_dir(const temp_dir&) = delete;
  temp_dir& operator=(const temp_dir&) = delete;
  ~temp_dir();

  /// The absolute path, without a trailing slash; "" after remove() or a move.
  [[nodiscard]] const std::filesystem::path& path() const noexcept {
    return path_;
  }

  /// The path of `name` inside the directory. Throws error for the names that
  /// the constructor refuses. Creates nothing.
  std::filesystem::path operator/(const std::filesystem::path& name) const;

  /// Removes the directory now, whatever the result of the test. A second call
  /// does nothing. Throws error when a file in it cannot be removed.
  void remove();

 private:
  std::filesystem::path path_;
};

}  // namespace parallel_testing
