// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_junit.hpp"

#include <pugixml.hpp>

namespace parallel_testing::tools {

std::unordered_map<std::string, std::string> outputs_in_junit(
    std::string_view text) {
  std::unordered_map<std::string, std::string> outputs;
  pugi::xml_document document;
  // Keeps line ends as they are: a name may contain a line break.
  const unsigned how = (pugi::parse_default | pugi::parse_eol) &
                       ~static_cast<unsigned>(pugi::parse_wconv_attribute);
  if (!document.load_buffer(text.data(), text.size(), how)) {
    return outputs;
  }
  for (const pugi::xml_node node :
       document.child("testsuite").children("testcase")) {
    outputs[node.attribute("name").value()] =
        node.child("system-out").text().get();
  }
  return outputs;
}

}  // namespace parallel_testing::tools
