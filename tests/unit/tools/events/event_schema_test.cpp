// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The runtime's writer and the tools' reader and writer share one table.
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/event_parser.hpp"
#include "events/event_writer.hpp"
#include "lib/src/events/event_log.hpp"
#include "lib/src/events/schema.hpp"

namespace parallel_testing::tools {
namespace {

/// Gives each field that it visits a value of its own; `round` selects among
/// the values of enums and between the ends of ranges.
class filler {
 public:
  explicit filler(std::size_t round) : round_(round) {}

  template <class... Rest>
  void operator()(const char* name, std::string& into, Rest... /*rest*/) {
    into = std::string(name) + " \"ü\\\n\t" + std::to_string(++count_);
  }
  void operator()(const char* /*name*/, std::int64_t& into,
                  range allowed = {}) {
    into = round_ % 2 == 0 ? allowed.least : allowed.most;
  }
  void operator()(const char* name, std::int64_t& into, presence /*when*/) {
    (*this)(name, into);
  }
  template <class... Rest>
  void operator()(const char* name, std::vector<std::string>& into,
                  Rest... /*rest*/) {
    into = {name, "", std::to_string(++count_)};
  }
  void operator()(const char* /*name*/, std::vector<std::int64_t>& into) {
    into = {++count_, 0, range().most};
  }
  void operator()(const char* /*name*/, std::vector<allocated_slots>& into) {
    into = {{"gpu", "0", ++count_}, {"db", "a_1", 1}};
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(const char* /*name*/, Enum& into,
                  Enum last = static_cast<Enum>(texts<Enum>.size() - 1)) {
    into = static_cast<Enum>(round_ % (static_cast<std::size_t>(last) + 1));
  }

 private:
  std::size_t round_;
  std::int64_t count_ = 0;
};

class field_names {
 public:
  template <class Value, class... Rest>
  void operator()(const char* name, Value& /*value*/, Rest... /*rest*/) {
    names.insert(name);
  }
  std::set<std::string> names;
};

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// Calls `visit` with a body of each kind of event.
template <class Visitor, class... Events>
void for_each_event(const Visitor& visit, event_list<Events...> /*all*/) {
  (visit(Events()), ...);
}
template <class Visitor>
void for_each_event(const Visitor& visit) {
  for_each_event(visit, all_events());
}

TEST(schema, each_event_of_the_runtime_is_what_the_tools_read_and_write) {
  const std::string path = testing::TempDir() + "/schema.ndjson";
  std::size_t events = 0;
  for_each_event([&](auto body) {
    using body_type = decltype(body);
    for (std::size_t round = 0; round < texts<verdict>.size(); ++round) {
      body_type::fields(body, filler(round));
      std::ofstream(path, std::ios::trunc).close();
      parallel_testing::event_log log;
      log.open_as(path, "r \"1\"", "gw0");
      log.write(body);
      const std::string line = content_of(path);
      const event read = parse_event(line.substr(0, line.size() - 1));
      ASSERT_TRUE(read.body.is<body_type>()) << line;
      EXPECT_EQ(to_line(read), line);
    }
    ++events;
  });
  EXPECT_EQ(events, 35U);
}

TEST(schema, an_event_whose_lists_and_texts_are_empty_is_read_again) {
  for_each_event([&](auto body) {
    using body_type = decltype(body);
    body_type::fields(body, [](const char*, auto& into, auto... limits) {
      filler(0)("", into, limits...);
      if constexpr (requires { into.clear(); }) into.clear();
    });
    event whole{1, 2, "r1", "gw0", 7, 0, body};
    const std::string line = to_line(whole);
    EXPECT_EQ(to_line(parse_event(line.substr(0, line.size() - 1))), line);
  });
}

TEST(schema, texts_of_enums_are_complete_and_differ) {
  const auto check = [](auto last) {
    using enum_type = decltype(last);
    ASSERT_EQ(texts<enum_type>.size(), static_cast<std::size_t>(last) + 1);
    for (std::size_t at = 0; at < texts<enum_type>.size(); ++at) {
      const auto value = static_cast<enum_type>(at);
      EXPECT_EQ(from_text<enum_type>(to_text(value)), value);
    }
    EXPECT_FALSE(from_text<enum_type>(""));
    EXPECT_FALSE(from_text<enum_type>("passed"));
  };
  check(verdict::not_run);
  check(hold_mode::shared);
  check(port_protocol::udp);
  check(left_treatment::allowed);
  check(launch_end::interrupted);
  check(once_end::failed);
  check(run_end::interrupted);
}

TEST(schema, each_event_and_field_is_documented) {
  const std::string text = content_of(EVENTS_DOCUMENT);
  for_each_event([&](auto body) {
    using body_type = decltype(body);
    EXPECT_NE(text.find("`" + std::string(body_type::name) + "`"),
              std::string::npos)
        << body_type::name;
    field_names found;
    body_type::fields(body, found);
    for (const std::string& name : found.names) {
      EXPECT_NE(text.find("`" + name + "`"), std::string::npos)
          << name << " of " << body_type::name;
    }
  });
}

}  // namespace
}  // namespace parallel_testing::tools
