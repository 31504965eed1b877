// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/verdict.hpp"

#include <array>

namespace parallel_testing::io {
namespace {

constexpr std::array verdicts{
    verdict::pass,    verdict::fail, verdict::skip,    verdict::crash,
    verdict::timeout, verdict::leak, verdict::not_run,
};

}  // namespace

const char* to_text(verdict how) {
  switch (how) {
    case verdict::pass:
      return "pass";
    case verdict::fail:
      return "fail";
    case verdict::skip:
      return "skip";
    case verdict::crash:
      return "crash";
    case verdict::timeout:
      return "timeout";
    case verdict::leak:
      return "leak";
    case verdict::not_run:
      break;
  }
  return "not_run";
}

std::optional<verdict> verdict_of(std::string_view text) {
  for (const verdict each : verdicts) {
    if (text == to_text(each)) {
      return each;
    }
  }
  return {};
}

bool is_bad(verdict how) {
  return how != verdict::pass && how != verdict::skip;
}

}  // namespace parallel_testing::io
