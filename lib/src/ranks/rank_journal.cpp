// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_journal.hpp"

#include <fcntl.h>

#include <cerrno>
#include <exception>
#include <system_error>

#include "base/fields.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr std::uint64_t greatest_number = INT64_MAX;
constexpr char tag_separator = '\n';

std::int64_t number_or_zero(const std::string& text) {
  return static_cast<std::int64_t>(
      whole_number(text, greatest_number).value_or(0));
}

std::string number(std::int64_t value) {
  return std::to_string(value);
}

verdict verdict_in(const std::string& text) {
  constexpr auto last = static_cast<std::int64_t>(verdict::not_run);
  const std::int64_t value = number_or_zero(text);
  return value <= last ? static_cast<verdict>(value) : verdict::fail;
}

failure_site site_in(const std::string& text) {
  constexpr auto last = static_cast<std::int64_t>(failure_site::program);
  const std::int64_t value = number_or_zero(text);
  return value <= last ? static_cast<failure_site>(value)
                       : failure_site::program;
}

rank_case* find_case(rank_record& record, const std::string& name) {
  for (auto each = record.cases.rbegin(); each != record.cases.rend(); ++each) {
    if (each->name == name) {
      return &*each;
    }
  }
  return nullptr;
}

void read_begin(rank_record& into, const std::vector<std::string>& fields) {
  rank_case begun;
  begun.name = fields[1];
  begun.file = fields[2];
  begun.line = number_or_zero(fields[3]);
  begun.markers = fields[4];
  for (const std::string_view tag : split(fields[5], tag_separator)) {
    begun.tags.emplace_back(tag);
  }
  into.cases.push_back(std::move(begun));
}

void read_end(rank_record& into, const std::vector<std::string>& fields) {
  if (rank_case* const ended = find_case(into, fields[1])) {
    ended->outcome = verdict_in(fields[2]);
    ended->duration_ns = number_or_zero(fields[3]);
    ended->message = fields[4];
  }
}

void read_failure(rank_record& into, const std::vector<std::string>& fields) {
  rank_case* const failed = find_case(into, fields[1]);
  if (failed == nullptr) {
    return;
  }
  if (failed->outcome != verdict::fail) {
    failed->message = fields[2];
  }
  failed->outcome = verdict::fail;
}

rank_end end_in(const std::vector<std::string>& fields) {
  return {fields[0] == "signal" ? rank_end::kind::signal : rank_end::kind::exit,
          static_cast<int>(number_or_zero(fields[1])),
          number_or_zero(fields[2]), fields[3] == "asked"};
}

}  // namespace

std::string rank_record::running() const {
  for (auto each = cases.rbegin(); each != cases.rend(); ++each) {
    if (!each->outcome) {
      return each->name;
    }
  }
  return "";
}

std::string rank_file(const std::string& directory, int rank) {
  return fmt::format("{}/rank-{}", directory, rank);
}

rank_record read_rank_record(std::string_view text) {
  rank_record result;
  for (const std::string_view line : split(text, '\n')) {
    const std::vector<std::string> fields = read_line(line);
    const std::string& what = fields[0];
    if (what == "start" && fields.size() == 3) {
      result.pid = parse_process_id(fields[1]).value_or(0);
      result.size = static_cast<std::size_t>(number_or_zero(fields[2]));
    } else if (what == "begin" && fields.size() == 6) {
      read_begin(result, fields);
    } else if (what == "end" && fields.size() == 5) {
      read_end(result, fields);
    } else if (what == "fail" && fields.size() == 3) {
      read_failure(result, fields);
    } else if (what == "verdict" && fields.size() == 4) {
      result.judged =
          judged_test{verdict_in(fields[1]), fields[3], site_in(fields[2])};
    } else if ((what == "exit" || what == "signal") && fields.size() == 4) {
      result.end = end_in(fields);
    }
  }
  return result;
}

rank_journal::rank_journal(const std::string& directory, int rank)
    : path_(rank_file(directory, rank)),
      file_(os::open_at(AT_FDCWD, path_.c_str(),
                        O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW)) {
  if (!file_) {
    os::say(fmt::format(
        "cannot open '{}': {}; all ranks of a test must run on this machine",
        path_, std::generic_category().message(errno)));
  }
}

void rank_journal::append(
    const std::vector<std::string_view>& fields) noexcept {
  if (!file_) {
    return;
  }
  try {
    if (!os::write_all(file_.get(), to_line(fields))) {
      os::say(fmt::format("cannot write '{}': {}", path_,
                          std::generic_category().message(errno)));
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

void rank_journal::start(pid_t program, int size) noexcept {
  append({"start", number(program), number(size)});
}

void rank_journal::begin_case(const rank_case& begun) noexcept {
  std::string tags;
  for (const std::string& each : begun.tags) {
    tags += (tags.empty() ? "" : std::string(1, tag_separator)) + each;
  }
  append({"begin", begun.name, begun.file, number(begun.line), begun.markers,
          tags});
}

void rank_journal::end_case(const std::string& name, verdict outcome,
                            std::int64_t duration_ns,
                            const std::string& message) noexcept {
  append({"end", name, number(static_cast<int>(outcome)), number(duration_ns),
          message});
}

void rank_journal::fail_case(const std::string& name,
                             const std::string& message) noexcept {
  append({"fail", name, message});
}

void rank_journal::judge(const judged_test& judged) noexcept {
  append({"verdict", number(static_cast<int>(judged.how)),
          number(static_cast<int>(judged.where)), judged.why});
}

void rank_journal::finish(const rank_end& end) noexcept {
  append({end.how == rank_end::kind::signal ? "signal" : "exit",
          number(end.code), number(end.at_ns), end.was_asked ? "asked" : "-"});
}

}  // namespace parallel_testing
