// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/timeline.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "history/timeline_builder.hpp"

namespace parallel_testing::io {
namespace {

/// What each kind of event means for the timeline.
struct event_meaning {
  timeline_builder& builder;
  timeline_builder::live_process& live;
  const event& whole;

  void operator()(process_start&& body) const {
    builder.start(live, std::move(body));
  }
  void operator()(allocation&& body) const {
    builder.grant_all(live, std::move(body), whole.mono_ns);
  }
  void operator()(process_finish&& body) const { builder.finish(live, body); }
  void operator()(case_start&& body) const {
    builder.begin_case(live, std::move(body), whole);
  }
  void operator()(case_finish&& body) const {
    builder.end_case(live, std::move(body), whole.mono_ns);
  }
  void operator()(case_failure&& body) const {
    builder.fail_case(std::move(body), whole);
  }
  void operator()(case_crash&& body) const {
    builder.lose_case(live, std::move(body), whole);
  }
  void operator()(case_missing&& body) const {
    builder.lose_case(live, std::move(body), whole);
  }
  void operator()(launch_left&& body) const {
    builder.note_left(live, std::move(body));
  }
  void operator()(launch_finish&& body) const {
    builder.end_launch(live, std::move(body));
  }
  void operator()(lock_acquire&& body) const {
    for (resource& taken : lock_resources(body.key, whole.run)) {
      hold& made = builder.acquire(live, std::move(taken), whole.mono_ns);
      made.mode = body.mode;
      made.reentrant = true;
      made.waited_ns = body.waited_ns;
    }
  }
  void operator()(lock_release&& body) const {
    for (const resource& given : lock_resources(body.key, whole.run)) {
      builder.release(live, given, whole.mono_ns);
    }
  }
  void operator()(port_acquire&& body) const {
    builder.acquire(live, port_resource(body.port, body.protocol),
                    whole.mono_ns);
  }
  void operator()(port_release&& body) const {
    builder.release(live, port_resource(body.port, body.protocol),
                    whole.mono_ns);
  }
  void operator()(directory_create&& body) const {
    builder.acquire(live, {resource_kind::directory, std::move(body.path)},
                    whole.mono_ns);
  }
  void operator()(directory_remove&& body) const {
    builder.give_up_directory(live, std::move(body.path), whole.mono_ns);
  }
  void operator()(directory_keep&& body) const {
    builder.give_up_directory(live, std::move(body.path), whole.mono_ns);
  }
  void operator()(unknown_event&& /*body*/) const {}
  void operator()(once_start&& /*body*/) const {}
  void operator()(once_finish&& /*body*/) const {}
  void operator()(warning&& /*body*/) const {}
  void operator()(run_start&& /*body*/) const {}
  void operator()(run_shard&& /*body*/) const {}
  void operator()(run_finish&& /*body*/) const {}
  void operator()(ctest_start&& /*body*/) const {}
  void operator()(ctest_finish&& /*body*/) const {}
  void operator()(ctest_left&& /*body*/) const {}
};

/// Written by who looks on and holds nothing.
bool is_of_tool(const event& given) {
  return std::holds_alternative<run_start>(given.body) ||
         std::holds_alternative<run_shard>(given.body) ||
         std::holds_alternative<run_finish>(given.body) ||
         std::holds_alternative<ctest_start>(given.body) ||
         std::holds_alternative<ctest_finish>(given.body) ||
         std::holds_alternative<ctest_left>(given.body);
}

/// What it tells of others.
void note_word_of_tool(const event& given, timeline_builder& builder) {
  if (const auto* end = std::get_if<ctest_finish>(&given.body)) {
    builder.note_end(*end, given);
  } else if (const auto* left = std::get_if<ctest_left>(&given.body)) {
    builder.note_outlived(*left, given);
  }
}

}  // namespace

timeline build_timeline(std::vector<event> events) {
  std::sort(events.begin(), events.end(), [](const event& a, const event& b) {
    return std::tie(a.mono_ns, a.run, a.pid, a.seq) <
           std::tie(b.mono_ns, b.run, b.pid, b.seq);
  });
  timeline_builder builder;
  for (event& next : events) {
    if (is_of_tool(next)) {
      note_word_of_tool(next, builder);
      continue;
    }
    timeline_builder::live_process& live = builder.observe(next);
    std::visit(
        [&](auto& body) {
          event_meaning{builder, live, next}(std::move(body));
        },
        next.body);
  }
  return builder.take();
}

}  // namespace parallel_testing::io
