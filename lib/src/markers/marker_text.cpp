// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_text.hpp"

#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view special = "%;[]\\";
constexpr std::string_view digits = "0123456789ABCDEF";

std::string unescaped(std::string_view text) {
  std::string marker;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const std::size_t high = digits.find(text[at + 1]);
      const std::size_t low = digits.find(text[at + 2]);
      if (high != digits.npos && low != digits.npos) {
        marker += static_cast<char>(high * 16 + low);
        at += 2;
        continue;
      }
    }
    marker += text[at];
  }
  return marker;
}
}  // namespace

void append_marker(std::string& text, std::string_view marker) {
  if (!text.empty()) text += ';';
  for (const char c : marker) {
    if (special.find(c) == special.npos) {
      text += c;
      continue;
    }
    const auto code = static_cast<unsigned char>(c);
    text += '%';
    text += digits[code / 16U];
    text += digits[code % 16U];
  }
}

std::string joined_markers(const std::vector<std::string>& markers) {
  std::string text;
  for (const std::string& marker : markers) append_marker(text, marker);
  return text;
}

std::vector<std::string> split_markers(std::string_view text) {
  std::vector<std::string> markers;
  for (const std::string_view piece : split(text, ';')) {
    markers.push_back(unescaped(piece));
  }
  return markers;
}

}  // namespace parallel_testing
