// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/common_options.hpp"

namespace parallel_testing::cli {

void add_format(parser& app, output_format& into) {
  app.add_choice<output_format>(
         "--format", into,
         {{"text", output_format::text}, {"json", output_format::json}},
         "output format: text (default) or json")
      .value_name("FORMAT");
}

void add_build_directory(parser& app, std::string& into,
                         const std::string& by_default) {
  app.add("build,--test-dir", into,
          "build directory (default: " + by_default + ")")
      .value_name("DIR");
}

void add_configuration(parser& app, std::string& into) {
  app.add("-C,--config", into, "configuration, for a build tree with several")
      .value_name("CONFIG");
}

}  // namespace parallel_testing::cli
