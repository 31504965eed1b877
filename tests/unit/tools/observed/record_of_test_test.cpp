// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observed/record_of_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "lib/src/observed/line_text.hpp"

namespace parallel_testing::tools {
namespace {

using testing::HasSubstr;

std::string whole_record() {
  std::string text;
  observed::header head;
  head.test = "Orders.Export";
  head.command = {"orders", "--all"};
  head.pid = 7;
  head.by = observed::mechanism::ptrace_seccomp;
  observed::append_line(text, head);
  observed::resource port;
  port.id = 3;
  port.kind = observed::resource_kind::port;
  port.canonical = "tcp:127.0.0.1:5432";
  port.protocol = "tcp";
  port.address = "127.0.0.1";
  port.port = 5432;
  port.only_version_6 = 1;
  port.at_end = observed::state::file;
  observed::append_line(text, port);
  observed::touch connects;
  connects.resource = 3;
  connects.how = observed::use::connect;
  connects.count = 12;
  connects.before = observed::state::unknown;
  connects.truncations = 2;
  connects.program = "/usr/bin/orders";
  observed::append_line(text, connects);
  observed::end last;
  last.how = observed::end_kind::signal;
  last.code = 11;
  observed::append_line(text, last);
  return text;
}

record_of_test read(const std::string& text) {
  std::istringstream input(text);
  return read_record_of_test(input);
}

std::string error_of_record(const std::string& text) {
  try {
    static_cast<void>(read(text));
  } catch (const record_error& problem) {
    return problem.what();
  }
  return "no error";
}

TEST(record_of_test, what_the_launcher_writes_is_read) {
  const record_of_test found = read(whole_record());
  EXPECT_EQ(found.head.test, "Orders.Export");
  EXPECT_EQ(found.head.command.size(), 2U);
  EXPECT_EQ(found.head.by, observed::mechanism::ptrace_seccomp);
  ASSERT_EQ(found.resources.size(), 1U);
  EXPECT_EQ(found.resources[0].what.port, 5432);
  ASSERT_EQ(found.resources[0].touches.size(), 1U);
  EXPECT_EQ(found.resources[0].touches[0].how, observed::use::connect);
  EXPECT_EQ(found.resources[0].what.only_version_6, 1);
  EXPECT_EQ(found.resources[0].what.at_end, observed::state::file);
  EXPECT_EQ(found.resources[0].touches[0].count, 12);
  EXPECT_EQ(found.resources[0].touches[0].truncations, 2);
  ASSERT_TRUE(found.is_complete());
  EXPECT_EQ(found.last->code, 11);
}

TEST(record_of_test, older_records_without_later_fields_are_read) {
  std::string older = whole_record();
  for (const char* const field :
       {",\"only_version_6\":1", ",\"at_end\":\"file\"",
        ",\"truncations\":2"}) {
    const std::size_t at = older.find(field);
    ASSERT_NE(at, std::string::npos) << field;
    older.erase(at, std::string(field).size());
  }
  const record_of_test found = read(older);
  EXPECT_EQ(found.resources[0].what.only_version_6, 0);
  EXPECT_EQ(found.resources[0].what.at_end, observed::state::unknown);
  EXPECT_EQ(found.resources[0].touches[0].truncations, 0);
}

TEST(record_of_test, C92_record_that_is_cut_off_anywhere_is_not_complete) {
  const std::string whole = whole_record();
  const std::size_t header_size = whole.find('\n') + 1;
  for (std::size_t size = header_size; size < whole.size(); ++size) {
    EXPECT_FALSE(read(whole.substr(0, size)).is_complete()) << size;
  }
  EXPECT_THAT(error_of_record(whole.substr(0, header_size - 1)),
              HasSubstr("no whole line"));
}

TEST(record_of_test, records_of_another_version_are_refused) {
  std::string other = whole_record();
  other.replace(other.find("\"v\":1"), 5, "\"v\":2");
  EXPECT_EQ(error_of_record(other), "line 1: version 2, this program reads 1");
}

TEST(record_of_test, records_that_contradict_themselves_are_refused) {
  const std::string whole = whole_record();
  const std::size_t second = whole.find('\n') + 1;
  EXPECT_THAT(error_of_record(whole.substr(second)),
              HasSubstr("line 1: the first line is not a header"));
  EXPECT_THAT(error_of_record(whole.substr(0, second) + whole),
              HasSubstr("line 2: a second header"));
  std::string unknown = whole;
  unknown.replace(unknown.find("\"resource\":3"), 12, "\"resource\":4");
  EXPECT_THAT(error_of_record(unknown),
              HasSubstr("line 3: a touch of the unknown resource 4"));
  std::string wrong = whole;
  wrong.replace(wrong.find("\"connect\""), 9, "\"connekt\"");
  EXPECT_THAT(error_of_record(wrong), HasSubstr("connekt"));
}

TEST(record_of_test, databases_are_known_by_their_ports_and_sockets) {
  EXPECT_EQ(database_at(read(whole_record()).resources[0].what), "postgresql");
  observed::resource socket;
  socket.kind = observed::resource_kind::unix_socket;
  socket.canonical = "/run/postgresql/.s.PGSQL.5432";
  EXPECT_EQ(database_at(socket), "postgresql");
  socket.canonical = "/run/other.sock";
  EXPECT_EQ(database_at(socket), "");
  observed::resource other;
  other.kind = observed::resource_kind::port;
  other.protocol = "udp";
  other.port = 5432;
  EXPECT_EQ(database_at(other), "");
}

}  // namespace
}  // namespace parallel_testing::tools
