// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace parallel_testing {

/// Reads the XML that test frameworks write, one piece at a time. It supports
/// elements, attributes, text, CDATA and the references that XML itself
/// defines; it skips declarations and comments.
class xml_scanner {
 public:
  enum class kind { opening, closing, text };

  struct piece {
    kind what = kind::text;
    std::string value;  ///< name of the element, or the text
    std::map<std::string, std::string> attributes;
    bool closes_itself = false;
    /// The names of the attributes as they are written, a blank after each.
    std::string order = {};

    /// "" when there is none.
    [[nodiscard]] std::string attribute(const std::string& name) const;
  };

  explicit xml_scanner(std::string_view text) : rest_(text) {}

  /// std::nullopt at the end, and where the text is incomplete or not XML.
  std::optional<piece> next();

 private:
  std::optional<piece> read_tag();
  bool skip_past(std::string_view end);

  std::string_view rest_;
};

}  // namespace parallel_testing
