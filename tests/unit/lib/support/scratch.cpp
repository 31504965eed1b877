// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/scratch.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/process_info.hpp"

namespace parallel_testing::unit {

scratch::scratch() {
  std::filesystem::create_directory(temp_root());
}

environment scratch::by_hand() const {
  return {{"PARALLEL_TESTING_STATE_DIR", state()},
          {"PARALLEL_TESTING_TEMP_ROOT", temp_root()}};
}

environment scratch::under_ctest(const std::string& run_id) const {
  environment variables = by_hand();
  variables["PARALLEL_TESTING_CTEST"] = process_token(::getpid());
  variables["PARALLEL_TESTING_RUN_ID"] = run_id;
  variables["PARALLEL_TESTING_RUN_DIR"] = path("runs/" + run_id);
  variables["PARALLEL_TESTING_WORKER_COUNT"] = "4";
  return variables;
}

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write_to(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace parallel_testing::unit
