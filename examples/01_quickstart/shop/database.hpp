// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace shop {

/// An SQLite database in a file. Throws std::runtime_error with SQLite's
/// message when something fails.
class database {
 public:
  explicit database(const std::string& file);

  /// Runs one statement; `values` take the places of its question marks.
  void run(const std::string& sql, const std::vector<std::string>& values = {});
  /// The first column of the first row, 0 without a row.
  long long number(const std::string& sql,
                   const std::vector<std::string>& values = {});

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

}  // namespace shop
