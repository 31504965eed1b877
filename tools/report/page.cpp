// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "report/page.hpp"

#include <string_view>

namespace parallel_testing::report_command {

std::string page_text(const io::run_result& result,
                      const std::vector<io::run_result>& past) {
  constexpr std::string_view mark = "@PAGE_DATA@";
  std::string page = page_template();
  // No `<` of the data can end its element or begin another one.
  std::string data;
  for (const char c : page_data(result, past)) {
    if (c == '<') {
      data += "\\u003c";
    } else {
      data += c;
    }
  }
  return page.replace(page.find(mark), mark.size(), data);
}

}  // namespace parallel_testing::report_command
