// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string_view>

// Requires only the C library, because it is also part of a library that is
// loaded into programs of any kind (`lib/crashes`).
namespace parallel_testing::stacks {

/// A constant array of words.
class word_list {
 public:
  template <std::size_t Count>
  constexpr explicit word_list(const char* const (&words)[Count]) noexcept
      : first_(words), count_(Count) {}
  [[nodiscard]] constexpr const char* const* begin() const noexcept {
    return first_;
  }
  [[nodiscard]] constexpr const char* const* end() const noexcept {
    return first_ + count_;
  }

 private:
  const char* const* first_;
  std::size_t count_;
};

inline constexpr const char* words_of_gdb[] = {
    "-nx",  "-batch",
    "-iex", "set debuginfod enabled off",
    "-iex", "set filename-display absolute",
    "-ex",  "thread apply all backtrace 64"};
/// As usual, but with the whole path of the file.
inline constexpr const char* frames_of_lldb =
    "settings set frame-format \"frame #${frame.index}: ${frame.pc}"
    "{ ${module.file.basename}{`${function.name-with-args}}}"
    "{ at ${line.file.fullpath}:${line.number}}\\n\"";
inline constexpr const char* words_of_lldb[] = {
    "--batch", "--no-lldbinit",       "-o", frames_of_lldb,
    "-o",      "thread backtrace all"};

/// Whether the last part of the path is lldb, which may have a version as in
/// `lldb-14`.
constexpr bool is_lldb(std::string_view path) noexcept {
  constexpr std::string_view name = "lldb";
  std::size_t begin = path.size();
  while (begin > 0 && path[begin - 1] != '/') {
    --begin;
  }
  return path.size() - begin >= name.size() &&
         std::string_view(path.data() + begin, name.size()) == name;
}

/// What makes a debugger print the stacks of a process: the words after its
/// path, without the process id. They contain no program of another kind.
constexpr word_list words_of_debugger(std::string_view path) noexcept {
  return is_lldb(path) ? word_list(words_of_lldb) : word_list(words_of_gdb);
}

}  // namespace parallel_testing::stacks
