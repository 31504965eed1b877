// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <unordered_map>

#include "base/machine.hpp"
#include "base/programs.hpp"
#include "cli/command.hpp"
#include "commands/coverage/data/files.hpp"
#include "commands/coverage/readers/backend.hpp"
#include "commands/coverage/readers/gcda.hpp"
#include "commands/coverage/readers/gcov_json.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

std::string with_extension(const std::string& object, const char* extension) {
  return fs::path(object).replace_extension(extension).string();
}

/// Finds the object of a data file. Data files carry the path of their object
/// as the compiler saw it, possibly through links.
class path_keys {
 public:
  std::string operator()(const std::string& path) {
    const fs::path given = path;
    std::string& directory = known_[given.parent_path().string()];
    if (directory.empty()) {
      std::error_code problem;
      directory = fs::weakly_canonical(given.parent_path(), problem).string();
    }
    return directory + "/" + given.filename().string();
  }

 private:
  std::unordered_map<std::string, std::string> known_;
};

/// One object and its data files.
struct sum_task {
  std::string object;
  std::vector<std::string> files;
};

/// Sums the data of one object.
class object_sum {
 public:
  object_sum(const sum_task& task, gcov_stamp notes)
      : task_(task), notes_(notes) {}

  void run() {
    for (const std::string& path : task_.files) {
      try {
        const std::optional<std::string> content = read_file(path);
        if (!content) {
          throw bad_data("it cannot be read");
        }
        add_data(path, parse_counters(*content));
      } catch (const bad_data& problem) {
        result_.problems.push_back(
            {data_problem::kind::broken, path, problem.what()});
      }
    }
  }

  [[nodiscard]] const merged_data& result() const { return result_; }
  [[nodiscard]] const counter_file& sum() const { return sum_; }

 private:
  void add_data(const std::string& path, counter_file&& counters) {
    if (counters.stamp != notes_) {
      result_.problems.push_back({data_problem::kind::stale, path,
                                  "it belongs to another build than " +
                                      with_extension(task_.object, ".gcno")});
      return;
    }
    if (result_.files == 0) {
      sum_ = std::move(counters);
    } else {
      add(sum_, counters);
    }
    ++result_.files;
  }

  const sum_task& task_;
  gcov_stamp notes_;
  counter_file sum_;
  merged_data result_;
};

class gcc_backend : public backend {
 public:
  gcc_backend(const project& measured, const programs& found)
      : measured_(measured), gcov_(found.gcov) {}

  merged_data merge(const std::vector<std::string>& parts,
                    const std::string& into) override {
    const std::vector<sum_task> tasks = tasks_for(parts);
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    merged_data all;
    const auto work = [&] {
      for (std::size_t at = next++; at < tasks.size(); at = next++) {
        const merged_data one = sum(tasks[at], into);
        const std::lock_guard guard(mutex);
        all.files += one.files;
        all.problems.insert(all.problems.end(), one.problems.begin(),
                            one.problems.end());
      }
    };
    std::vector<std::future<void>> workers;
    for (int count = processors(); count > 0; --count) {
      workers.push_back(std::async(std::launch::async, work));
    }
    for (std::future<void>& each : workers) {
      each.get();
    }
    std::sort(all.problems.begin(), all.problems.end(),
              [](const data_problem& one, const data_problem& other) {
                return one.path < other.path;
              });
    return all;
  }

  [[nodiscard]] object_state state_of(
      const std::string& object) const override {
    std::error_code problem;
    if (fs::exists(with_extension(object, ".gcno"), problem)) {
      return object_state::measured;
    }
    return fs::exists(object, problem) ? object_state::uninstrumented
                                       : object_state::missing;
  }

  coverage_table read(const std::string& merged, objects which,
                      const std::string& scratch,
                      std::vector<data_problem>& /*problems*/) override {
    make_empty_directory(scratch);
    const std::vector<std::string> names = link_files(merged, which, scratch);
    std::vector<tools::program_call> calls;
    for (std::size_t at = 0; at < names.size(); at += files_per_call) {
      const std::string base = fmt::format("{}/{}", scratch, at);
      tools::program_call call{
          {gcov_, "--json-format", "--stdout", "--branch-probabilities"},
          base + ".json",
          base + ".errors"};
      const std::size_t end = std::min(at + files_per_call, names.size());
      for (std::size_t file = at; file < end; ++file) {
        call.arguments.push_back(names[file]);
      }
      calls.push_back(std::move(call));
    }
    return read_all(calls);
  }

 private:
  static constexpr std::size_t files_per_call = 32;

  static int processors() { return tools::available_processors("").number; }

  [[nodiscard]] std::vector<sum_task> tasks_for(
      const std::vector<std::string>& parts) const {
    path_keys key_of;
    std::unordered_map<std::string, std::vector<std::string>> files;
    for (const std::string& part : parts) {
      for (std::string& file : files_below(part, ".gcda")) {
        files[key_of(file.substr(part.size()))].push_back(std::move(file));
      }
    }
    const std::string build = key_of(measured_.reported.build + "/");
    std::vector<sum_task> tasks;
    object_places places;
    for (const std::string& object : measured_.objects) {
      const std::string key = key_of(with_extension(object, ".gcda"));
      sum_task task{object, {}};
      const auto found = files.find(key);
      if (found != files.end()) {
        task.files = std::move(found->second);
        files.erase(found);
      }
      if (starts_with(key, build)) {
        places.emplace(key.substr(build.size()), tasks.size());
      }
      tasks.push_back(std::move(task));
    }
    for (auto& [key, moved] : files) {
      const auto place =
          starts_with(key, build) ? places.end() : place_in(places, key);
      if (place != places.end()) {
        std::vector<std::string>& known = tasks[place->second].files;
        known.insert(known.end(), moved.begin(), moved.end());
      }
    }
    std::erase_if(tasks,
                  [](const sum_task& each) { return each.files.empty(); });
    return tasks;
  }

  /// Positions of tasks by the place of their object in the build tree.
  using object_places = std::unordered_map<std::string, std::size_t>;

  /// The object of a data file whose build tree was at another place, as that
  /// of an archive is. Its stamp shows later whether it is of the same build.
  static object_places::const_iterator place_in(const object_places& places,
                                                const std::string& path) {
    for (std::size_t at = path.find('/'); at != std::string::npos;
         at = path.find('/', at + 1)) {
      const auto found = places.find(path.substr(at + 1));
      if (found != places.end()) {
        return found;
      }
    }
    return places.end();
  }

  static merged_data sum(const sum_task& task, const std::string& into) {
    const std::string notes = with_extension(task.object, ".gcno");
    gcov_stamp stamp;
    try {
      stamp = parse_notes_stamp(read_file(notes).value_or(""));
    } catch (const bad_data& problem) {
      return {0, {{data_problem::kind::broken, notes, problem.what()}}};
    }
    object_sum result(task, stamp);
    result.run();
    // A sum without counts means that nothing ran.
    if (counted_anything(result.sum())) {
      write_file(into + with_extension(task.object, ".gcda"),
                 to_content(result.sum()));
    }
    return result.result();
  }

  /// gcov requires data and notes in the same directory.
  [[nodiscard]] std::vector<std::string> link_files(
      const std::string& merged, objects which,
      const std::string& scratch) const {
    std::vector<std::string> names;
    std::error_code problem;
    for (const std::string& object : measured_.objects) {
      const std::string notes = with_extension(object, ".gcno");
      const std::string data = merged + with_extension(object, ".gcda");
      const bool has_data = fs::exists(data, problem);
      if ((which == objects::that_ran && !has_data) ||
          !fs::exists(notes, problem)) {
        continue;
      }
      const std::string base = fmt::format("{}/{:06}", scratch, names.size());
      fs::create_symlink(notes, base + ".gcno", problem);
      if (has_data) {
        fs::create_symlink(data, base + ".gcda", problem);
      }
      names.push_back(base + (has_data ? ".gcda" : ".gcno"));
    }
    return names;
  }

  static coverage_table read_all(
      const std::vector<tools::program_call>& calls) {
    const std::vector<int> codes = tools::run_programs(calls, processors());
    coverage_table result;
    for (std::size_t at = 0; at < calls.size(); ++at) {
      std::ifstream output(calls[at].output);
      try {
        if (codes[at] != 0) {
          throw bad_data(fmt::format("it exited with {}", codes[at]));
        }
        add_gcov_json(output, result);
      } catch (const bad_data& problem) {
        throw cli::failure(
            cli::exit_environment,
            fmt::format("{} failed: {}\n{}", calls[at].arguments[0],
                        problem.what(),
                        read_file(calls[at].errors).value_or("")));
      }
    }
    return result;
  }

  const project& measured_;
  std::string gcov_;
};

}  // namespace

std::unique_ptr<backend> make_gcc_backend(const project& measured,
                                          const programs& found) {
  return std::make_unique<gcc_backend>(measured, found);
}

}  // namespace parallel_testing::coverage_command
