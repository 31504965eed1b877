// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observed/observation.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <parallel_testing/error.hpp>
#include <random>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "lib/src/state/private_directory.hpp"
#include "lib/src/state/state_directory.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr int file_version = 1;
constexpr const char* watch_again =
    "run `parallel-testing suggest` on the build directory again";
constexpr std::array<const char*, 3> end_texts{"not_tried", "passes", "fails"};

[[noreturn]] void refuse(const std::string& text) {
  throw cli::failure(cli::exit_environment, text);
}

ordered_json json_of(const watched_test& test, const std::string& record) {
  return {{"name", test.name},
          {"ctest_name", test.ctest_name},
          {"selection", test.selection},
          {"target", test.target},
          {"cases", test.cases},
          {"framework", test.framework},
          {"executable", test.executable},
          {"file", test.file},
          {"line", test.line},
          {"outcome", to_text(test.outcome)},
          {"message", test.message},
          {"alone", end_texts.at(static_cast<std::size_t>(test.alone))},
          {"duration_ns", test.duration_ns},
          {"locks", test.locks},
          {"depends", test.depends},
          {"fixtures_setup", test.fixtures_setup},
          {"fixtures_cleanup", test.fixtures_cleanup},
          {"fixtures_required", test.fixtures_required},
          {"runs_serial", test.runs_serial},
          {"markers", test.markers},
          {"has_private_directory", test.has_private_directory},
          {"record", record}};
}

verdict read_verdict(const std::string& text) {
  const std::optional<verdict> found = events::from_text<verdict>(text);
  if (!found) {
    throw record_error(fmt::format("'{}' is not an outcome", text),
                       watch_again);
  }
  return *found;
}

unwatched_end read_end(const std::string& text) {
  for (std::size_t at = 0; at < end_texts.size(); ++at) {
    if (text == end_texts.at(at)) {
      return static_cast<unwatched_end>(at);
    }
  }
  throw record_error(fmt::format("'{}' is not the end of a test", text),
                     watch_again);
}

watched_test read_test(const json& from) {
  watched_test test;
  from.at("name").get_to(test.name);
  from.at("ctest_name").get_to(test.ctest_name);
  from.at("selection").get_to(test.selection);
  from.at("target").get_to(test.target);
  from.at("cases").get_to(test.cases);
  test.framework = from.value("framework", "");
  from.at("executable").get_to(test.executable);
  from.at("file").get_to(test.file);
  from.at("line").get_to(test.line);
  test.outcome = read_verdict(from.at("outcome").get<std::string>());
  from.at("message").get_to(test.message);
  test.alone = read_end(from.at("alone").get<std::string>());
  from.at("duration_ns").get_to(test.duration_ns);
  from.at("locks").get_to(test.locks);
  from.at("depends").get_to(test.depends);
  from.at("fixtures_setup").get_to(test.fixtures_setup);
  from.at("fixtures_cleanup").get_to(test.fixtures_cleanup);
  from.at("fixtures_required").get_to(test.fixtures_required);
  from.at("runs_serial").get_to(test.runs_serial);
  from.at("markers").get_to(test.markers);
  from.at("has_private_directory").get_to(test.has_private_directory);
  return test;
}

/// Waits until no other process of this program reads or replaces the
/// observation in a directory.
class directory_lock {
 public:
  directory_lock(const std::string& directory, int how)
      : fd_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (fd_ < 0 || ::flock(fd_, how) != 0) {
      const std::error_code reason(errno, std::generic_category());
      if (fd_ >= 0) {
        ::close(fd_);
      }
      refuse(fmt::format("cannot lock '{}': {}", directory, reason.message()));
    }
  }
  directory_lock(const directory_lock&) = delete;
  directory_lock& operator=(const directory_lock&) = delete;
  ~directory_lock() { ::close(fd_); }

 private:
  int fd_;
};

constexpr const char* observation_file = "observation.json";
constexpr std::string_view records_prefix = "records-";

/// Copies the records below `directory`, and returns their new paths there.
std::vector<std::string> copy_records(const std::vector<std::string>& records,
                                      const std::string& directory) {
  std::random_device source;
  const std::string name =
      fmt::format("{}{:08x}{:08x}", records_prefix, source(), source());
  std::error_code problem;
  fs::create_directory(fs::path(directory) / name, problem);
  std::vector<std::string> copies;
  for (std::size_t at = 0; at < records.size() && !problem; ++at) {
    copies.emplace_back();
    if (!records[at].empty()) {
      copies.back() = fmt::format("{}/{}.ndjson", name, at + 1);
      fs::copy_file(records[at], fs::path(directory) / copies.back(), problem);
    }
  }
  if (problem) {
    refuse(fmt::format("cannot write '{}/{}': {}", directory, name,
                       problem.message()));
  }
  return copies;
}

void remove_other_records(const std::string& directory,
                          const std::vector<std::string>& kept) {
  std::string current;
  for (const std::string& each : kept) {
    current = each.empty() ? current : each.substr(0, each.find('/'));
  }
  std::error_code ignored;
  for (const fs::directory_entry& each :
       fs::directory_iterator(directory, ignored)) {
    const std::string name = each.path().filename().string();
    if (name.starts_with(records_prefix) && name != current) {
      fs::remove_all(each.path(), ignored);
    }
  }
}

/// The records of an observation are names in its directory alone.
void check_record_name(const std::string& name) {
  if (!name.empty() && (!name.starts_with(records_prefix) ||
                        name.find("..") != std::string::npos)) {
    throw record_error(fmt::format("'{}' is not the path of a record", name),
                       watch_again);
  }
}

record_of_test load_record(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    throw record_error(fmt::format("the record '{}' is missing", path),
                       watch_again);
  }
  try {
    return read_record_of_test(input);
  } catch (const record_error& refused) {
    throw record_error(fmt::format("{}: {}", path, refused.what()),
                       refused.found.remedy);
  }
}

/// Fails for a directory that others could have filled.
void check_owner(const std::string& directory) {
  struct stat found {};
  if (::lstat(directory.c_str(), &found) != 0) {
    refuse(
        fmt::format("there is no observation in '{}'; `parallel-testing "
                    "suggest <build>` watches the tests",
                    directory));
  }
  constexpr mode_t others = 077;
  if (!S_ISDIR(found.st_mode) || found.st_uid != ::geteuid() ||
      (found.st_mode & others) != 0) {
    refuse(
        fmt::format("'{}' is not a private directory of this user; remove it "
                    "and watch the tests again",
                    directory));
  }
}

}  // namespace

std::string json_of(const stored_observation& of) {
  ordered_json tests = ordered_json::array();
  for (std::size_t at = 0; at < of.seen.tests.size(); ++at) {
    tests.push_back(json_of(of.seen.tests[at], of.records.at(at)));
  }
  return json_text(ordered_json{{"version", file_version},
                                {"build", of.seen.build},
                                {"source", of.seen.source},
                                {"uses_module", of.seen.uses_module},
                                {"start_ns", of.seen.start_ns},
                                {"jobs", of.seen.jobs},
                                {"tests", std::move(tests)}});
}

stored_observation parse_observation(const std::string& text) {
  try {
    const json root = json::parse(text);
    if (root.at("version") != file_version) {
      throw record_error(
          fmt::format("version {}, this program reads {}",
                      root.at("version").get<std::int64_t>(), file_version),
          watch_again);
    }
    stored_observation result;
    observation& seen = result.seen;
    root.at("build").get_to(seen.build);
    root.at("source").get_to(seen.source);
    root.at("uses_module").get_to(seen.uses_module);
    root.at("start_ns").get_to(seen.start_ns);
    root.at("jobs").get_to(seen.jobs);
    for (const json& each : root.at("tests")) {
      seen.tests.push_back(read_test(each));
      result.records.push_back(each.at("record").get<std::string>());
      check_record_name(result.records.back());
    }
    return result;
  } catch (const json::exception& problem) {
    throw record_error(
        fmt::format("this is not an observation: {}", problem.what()),
        watch_again);
  }
}

std::string observation_directory(const std::string& build, bool uses_module) {
  if (uses_module) {
    return build + "/Testing/ParallelTesting/observation";
  }
  const char* const given = std::getenv("PARALLEL_TESTING_STATE_DIR");
  try {
    const state_directory state = open_state_directory(
        given == nullptr ? std::nullopt : std::optional<std::string>(given));
    std::error_code ignored;
    const std::string path = fs::weakly_canonical(build, ignored).string();
    // No two paths may have one name, and none may be too long for a name.
    std::string name;
    for (const char each : path) {
      const bool is_plain = std::isalnum(static_cast<unsigned char>(each)) != 0;
      name += is_plain
                  ? std::string(1, each)
                  : fmt::format("_{:02x}", static_cast<unsigned char>(each));
    }
    constexpr std::size_t longest = 150;
    fs::path result = fs::path(state.path) / "observations";
    for (std::size_t at = 0; at < name.size(); at += longest) {
      result /= name.substr(at, longest);
    }
    return result.string();
  } catch (const error& problem) {
    refuse(problem.what());
  }
}

void store_observation(const observation& seen,
                       const std::vector<std::string>& records,
                       const std::string& directory) {
  const std::string parent = fs::path(directory).parent_path().string();
  if (!make_directories(parent)) {
    refuse(
        fmt::format("cannot create '{}': {}", parent,
                    std::error_code(errno, std::generic_category()).message()));
  }
  try {
    static_cast<void>(open_private_directory(directory));
  } catch (const error& problem) {
    refuse(problem.what());
  }
  const directory_lock alone(directory, LOCK_EX);
  const std::vector<std::string> copies = copy_records(records, directory);
  const std::string file = directory + "/" + observation_file;
  if (const std::error_code problem =
          replace_file(file, json_of(stored_observation{seen, copies}))) {
    refuse(fmt::format("cannot write '{}': {}", file, problem.message()));
  }
  remove_other_records(directory, copies);
}

bool has_observation(const std::string& directory) {
  std::error_code unreadable;
  return fs::exists(directory + "/" + observation_file, unreadable) ||
         unreadable;
}

observation read_observation(const std::string& directory) {
  check_owner(directory);
  const directory_lock shared(directory, LOCK_SH);
  const std::optional<std::string> text =
      read_file(directory + "/" + observation_file);
  if (!text) {
    refuse(
        fmt::format("there is no observation in '{}'; `parallel-testing "
                    "suggest <build>` watches the tests",
                    directory));
  }
  stored_observation stored = parse_observation(*text);
  for (std::size_t at = 0; at < stored.records.size(); ++at) {
    if (!stored.records[at].empty()) {
      stored.seen.tests[at].record =
          load_record(directory + "/" + stored.records[at]);
    }
  }
  return std::move(stored.seen);
}

}  // namespace parallel_testing::tools
