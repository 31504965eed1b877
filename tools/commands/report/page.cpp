// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/page.hpp"

#include <string_view>

namespace parallel_testing::report_command {

std::string page_text(const io::run_result& result,
                      const std::vector<io::run_result>& past,
                      const std::string& configuration) {
  constexpr std::string_view mark = "@PAGE_DATA@";
  std::string page = page_template();
  // No `<` of the data can end its element or begin another one.
  const std::string text = page_data(result, past, configuration);
  std::string data;
  data.reserve(text.size());
  std::size_t used = 0;
  for (std::size_t at = text.find('<'); at != std::string::npos;
       at = text.find('<', used)) {
    data.append(text, used, at - used).append("\\u003c");
    used = at + 1;
  }
  data.append(text, used);
  return page.replace(page.find(mark), mark.size(), data);
}

}  // namespace parallel_testing::report_command
