// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that uses the runtime and does what stdin says, one command per
// line, one line of answer each. With "adapter" as its first argument it
// plays a test program, and the rest of its command line is the framework's.
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <parallel_testing/detail/adapter.hpp>
#include <sstream>
#include <string>

#include "support/probe_actions.hpp"

namespace parallel_testing::unit {

namespace {
const actions& known_actions() {
  static const auto all = [] {
    actions result = runtime_actions();
    result.merge(adapter_actions());
    result.merge(indirect_actions());
    result.merge(network_actions());
    result.merge(ipc_actions());
    result.merge(harsh_actions());
    return result;
  }();
  return all;
}
}  // namespace

std::string word(const words& given, std::size_t at) {
  return at < given.size() ? given[at] : "";
}

int number(const words& given, std::size_t at) {
  return std::stoi(given.at(at));
}

action told(std::function<void(const words&)> call) {
  return [call](session&, const words& given) {
    call(given);
    return std::string("done");
  };
}

std::string answer(session& now, const std::string& line) {
  std::istringstream text(line);
  const words given{std::istream_iterator<std::string>(text), {}};
  const auto found = known_actions().find(word(given, 0));
  if (found == known_actions().end()) return "unknown command: " + line;
  try {
    return found->second(now, given);
  } catch (const error& problem) {
    return std::string("error: ") + problem.what();
  }
}

}  // namespace parallel_testing::unit

int main(int argc, char** argv) {
  namespace pt = parallel_testing;
  if (argc > 1 && std::string(argv[1]) == "adapter") {
    pt::adapter::start(pt::adapter::framework::googletest, argc - 1, argv + 1);
  }
  if (const char* const text = std::getenv("RUNTIME_PROBE_ANSWERS")) {
    std::cout << text << std::endl;
  }
  pt::unit::session now;
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << pt::unit::answer(now, line) << std::endl;
  }
}
