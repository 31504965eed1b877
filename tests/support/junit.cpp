// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/junit.hpp"

#include <pugixml.hpp>
#include <stdexcept>

namespace parallel_testing::support {

std::vector<junit_case> read_junit(const std::string& path) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_file(path.c_str(), pugi::parse_default | pugi::parse_eol);
  if (!parsed) throw std::runtime_error(path + ": " + parsed.description());
  std::vector<junit_case> cases;
  for (const pugi::xml_node node :
       document.child("testsuite").children("testcase")) {
    junit_case next;
    next.name = node.attribute("name").value();
    next.status = node.attribute("status").value();
    next.skipped = !node.child("skipped").empty();
    next.message = node.child(next.skipped ? "skipped" : "failure")
                       .attribute("message")
                       .value();
    next.output = node.child("system-out").text().get();
    cases.push_back(std::move(next));
  }
  return cases;
}

}  // namespace parallel_testing::support
