// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/xml_text.hpp"

#include <cstddef>
#include <cstdint>

namespace parallel_testing::tools {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// The number of bytes of the UTF-8 sequence at the start of `text` if XML
/// allows that character, otherwise 0.
std::size_t character_length(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  const std::size_t length = first < 0x80U                     ? 1
                             : first >= 0xC2U && first < 0xE0U ? 2
                             : first >= 0xE0U && first < 0xF0U ? 3
                             : first >= 0xF0U && first < 0xF5U ? 4
                                                               : 0;
  std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    const unsigned next = byte_at(text, at);
    if ((next & 0xC0U) != 0x80U) {
      return 0;
    }
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool is_control = code < 0x20U && code != '\t' && code != '\n';
  const bool is_overlong =
      (length == 3 && code < 0x800U) || (length == 4 && code < 0x10000U);
  const bool is_no_character = (code >= 0xD800U && code < 0xE000U) ||
                               code == 0xFFFEU || code == 0xFFFFU ||
                               code > 0x10FFFFU;
  return is_control || is_overlong || is_no_character ? 0 : length;
}

/// The number of bytes of the colour code, or other control sequence, at the
/// start of `text`; 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  if (!text.starts_with("\033[")) {
    return 0;
  }
  std::size_t at = 2;
  while (byte_at(text, at) >= 0x20U && byte_at(text, at) < 0x40U) {
    ++at;
  }
  return byte_at(text, at) >= 0x40U && byte_at(text, at) < 0x7FU ? at + 1 : 0;
}

std::string_view entity_of(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

}  // namespace

std::string xml_characters(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    if (text.starts_with("\r\n")) {
      text.remove_prefix(1);
    }
    if (const std::size_t skipped = sequence_length(text)) {
      text.remove_prefix(skipped);
      continue;
    }
    const std::size_t length = character_length(text);
    if (length == 0) {
      result += replacement;
      text.remove_prefix(1);
      continue;
    }
    result += text.substr(0, length);
    text.remove_prefix(length);
  }
  return result;
}

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char character : xml_characters(text)) {
    const std::string_view entity = entity_of(character);
    if (entity.empty()) {
      result += character;
    } else {
      result += entity;
    }
  }
  return result;
}

}  // namespace parallel_testing::tools
