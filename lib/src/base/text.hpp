// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Pure text functions: value in, value out.
namespace parallel_testing {

/// 64 well-mixed bits of `text`; the same on every machine and in every run.
std::uint64_t hash(std::string_view text) noexcept;

/// The lowest `digits` hexadecimal digits of `value`, lower case.
std::string hex(std::uint64_t value, int digits);

/// The first `limit` bytes of `text`. Every character other than a letter, a
/// digit, '.', '_' or '-' is replaced by '_', and so is a leading '.' or '-'.
std::string file_name(std::string_view text, std::size_t limit);

/// An identifier of at most `limit` bytes that ends in `ending`, with the
/// guarantees of database_name().
std::string identifier(std::string_view text, std::string_view ending,
                       std::size_t limit);

bool starts_with(std::string_view text, std::string_view start) noexcept;

/// Joins the texts with `separator` between them.
std::string joined(const std::vector<std::string>& texts, char separator);

/// The parts between separators; none for an empty text. An empty part at the
/// end is dropped.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The parts would refer to a text that no longer exists.
template <typename Temporary,
          std::enable_if_t<std::is_same_v<Temporary, std::string>, int> = 0>
std::vector<std::string_view> split(Temporary&& text, char separator) = delete;

/// Parses a whole decimal number from 0 to `largest`.
std::optional<std::uint64_t> whole_number(std::string_view text,
                                          std::uint64_t largest);

/// Whether the whole of `text` matches `glob`; '*' and '?' are special, except
/// after a backslash.
bool matches_glob(std::string_view text, std::string_view glob);

/// Whether `name` is 1 to `limit` characters of [A-Za-z0-9_.-].
bool is_plain_name(std::string_view name, std::size_t limit);

/// Throws error that names `what` when `name` is empty or absolute or has a
/// ".." component.
void require_relative(std::string_view name, std::string_view what);

}  // namespace parallel_testing
