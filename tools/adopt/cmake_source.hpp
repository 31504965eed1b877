// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The calls in a file of CMake code that a person wrote, with their places in
// the text, so that an edit leaves everything around it as it is. Nothing is
// evaluated. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

enum class argument_kind { unquoted, quoted, bracket };

struct source_argument {
  argument_kind kind = argument_kind::unquoted;
  std::string raw;        ///< as it is written, with quotes or brackets
  std::size_t begin = 0;  ///< offset in the text
  std::size_t end = 0;

  /// The value of an argument without references and escapes, otherwise "".
  [[nodiscard]] std::string literal() const;
};

struct source_call {
  std::string name;       ///< in lower case
  std::size_t begin = 0;  ///< of the name
  std::size_t name_end = 0;
  std::size_t end = 0;    ///< after the closing parenthesis
  std::int64_t line = 0;  ///< of the name, from 1
  std::vector<source_argument> arguments{};
  /// Indices of the calls that open the blocks around it, outermost first: if,
  /// foreach, while, function, macro, block.
  std::vector<std::size_t> blocks{};
};

struct cmake_source {
  std::string text;
  std::vector<source_call> calls;
  /// What this reader does not understand as CMake code; else "". The
  /// calls up to there are known.
  std::string problem;

  [[nodiscard]] std::string_view text_of(const source_call& call) const;

  /// The only call of this name that begins in the line; null if there is none
  /// or more than one.
  [[nodiscard]] const source_call* call_at(std::string_view name,
                                           std::int64_t line) const;
};

[[nodiscard]] cmake_source read_cmake_source(std::string text);

/// The name of a command in lower case: CMake ignores the case of letters.
[[nodiscard]] std::string lower_case(std::string_view name);

}  // namespace parallel_testing::tools
