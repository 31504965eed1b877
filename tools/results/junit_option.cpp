// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/junit_option.hpp"

#include <map>
#include <string>

namespace parallel_testing::io {

void add_junit_schema(CLI::App& app, junit_schema& into) {
  const std::map<std::string, junit_schema> schemas{
      {"all", junit_schema::all}, {"strict", junit_schema::strict}};
  app.add_option("--junit-schema", into,
                 "all (default), or strict for Jenkins' xUnit")
      ->transform(CLI::Transformer(schemas))
      ->option_text("SCHEMA");
}

}  // namespace parallel_testing::io
