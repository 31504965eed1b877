// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>

#include "base/machine.hpp"
#include "cli/command.hpp"
#include "commands/coverage/data/data.hpp"
#include "commands/coverage/data/files.hpp"
#include "commands/coverage/data/tools.hpp"
#include "commands/coverage/options.hpp"
#include "commands/coverage/reported_files.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<backend> make_backend(const project& measured,
                                      const programs& found) {
  return measured.made_by == compiler::gcc
             ? make_gcc_backend(measured, found)
             : make_clang_backend(measured, found);
}

class measuring {
 public:
  measuring(const project& measured, const programs& found, std::string scratch)
      : measured_(measured),
        found_(found),
        backend_(make_backend(measured, found)),
        files_(measured),
        scratch_(std::move(scratch)) {
    result_.shown.with =
        measured.with_branches ? branches::shown : branches::left_out;
  }

  measurement run(const std::string& data, const std::string& keep) {
    std::string from = data;
    if (!keep.empty()) {
      keep_data(data, keep);
      from = keep;
    }
    const data_parts parts = find_parts(from);
    result_.merged = scratch_ + "/sum";
    sum(parts.all(), result_.merged);
    std::vector<const measured_target*> readable;
    for (const measured_target& target : measured_.targets) {
      if (note_objects(target)) {
        readable.push_back(&target);
      }
    }
    if (result_.files == 0 && result_.is_complete()) {
      return std::move(result_);
    }
    read_sum();
    for (const measured_target* target : readable) {
      if (!has_lines(*target)) {
        result_.unmeasured.push_back(target->name);
      }
    }
    if (measured_.per_test) {
      read_tests(parts);
    }
    return std::move(result_);
  }

 private:
  void read_sum() {
    reported_table sum = files_.report(backend_->read(
        result_.merged, objects::all, scratch_ + "/read", result_.problems));
    result_.shown.table = std::move(sum.table);
    result_.shown.excluded = sum.excluded;
    result_.missing = std::move(sum.missing);
    result_.warnings.insert(result_.warnings.end(), sum.problems.begin(),
                            sum.problems.end());
    for (const std::string& path : sum.unknown) {
      result_.warnings.push_back(fmt::format(
          "lines of '{}' are not reported: the file does not exist", path));
    }
    if (!sum.generated.empty()) {
      result_.warnings.push_back(fmt::format(
          "generated sources of the targets are not reported ({}: {}); add "
          "their directory to SOURCE_DIR, or exclude them",
          sum.generated.size(), sum.generated.front()));
    }
  }

  /// Records the objects of the target that are not measured. Returns false if
  /// none of them is measured, and some are missing or compiled without
  /// coverage.
  bool note_objects(const measured_target& target) {
    std::size_t measured = 0;
    std::size_t unknown = 0;
    for (const std::string& object : target.objects) {
      const object_state state = backend_->state_of(object);
      measured += state == object_state::measured ? 1 : 0;
      unknown += state == object_state::missing ||
                         state == object_state::uninstrumented
                     ? 1
                     : 0;
      note_object(target, object, state);
    }
    return measured > 0 || unknown == 0;
  }

  void note_object(const measured_target& target, const std::string& object,
                   object_state state) {
    if (state == object_state::measured ||
        state == object_state::without_code) {
      return;
    }
    const std::string source = source_of(object, target);
    const std::string text =
        fmt::format("'{}' of the target '{}'",
                    relative_to(source, measured_.reported.root), target.name);
    if (state == object_state::missing) {
      result_.unbuilt.push_back(text);
    }
    // A source that is not reported may be compiled without coverage.
    if (starts_with(source, "/") &&
        select({{source, {}}}, measured_.reported).empty()) {
      return;
    }
    if (state == object_state::uninstrumented) {
      result_.uninstrumented.push_back(text);
    } else if (state == object_state::perhaps_uninstrumented) {
      result_.warnings.push_back(fmt::format(
          "{} seems to be compiled without coverage; its functions are not "
          "measured",
          text));
    }
  }

  /// Whether a line of the target is reported. If none of its source files is,
  /// reads its objects alone, because lines of headers may belong to any
  /// target. Such lines count for a target whose own files have no lines.
  bool has_lines(const measured_target& target) {
    if (target.objects.empty()) {
      return false;
    }
    const bool has_own = std::any_of(
        target.files.begin(), target.files.end(), [&](const auto& path) {
          return result_.shown.table.contains(
              relative_to(path, measured_.reported.root));
        });
    if (has_own) {
      return true;
    }
    project alone = measured_;
    alone.objects = target.objects;
    std::vector<data_problem> known;
    const reported_table read = files_.report(
        make_backend(alone, found_)
            ->read(result_.merged, objects::all, scratch_ + "/target", known));
    return !read.table.empty() && read.generated.empty() &&
           read.unknown.empty();
  }

  void sum(const std::vector<std::string>& parts, const std::string& into) {
    make_empty_directory(into);
    merged_data merged = backend_->merge(parts, into);
    result_.files += merged.files;
    for (data_problem& each : merged.problems) {
      result_.problems.push_back(std::move(each));
    }
  }

  /// Keeps the sum of the data that tests share, and the separate data that
  /// distinguish the tests.
  void keep_data(const std::string& data, const std::string& keep) {
    make_empty_directory(keep);
    sum(find_parts(data).common, keep + "/merged");
    move_data(data + "/tests", keep + "/tests");
    mark_data(keep);
  }

  void read_tests(const data_parts& parts) {
    std::vector<std::string> names;
    for (const auto& [name, directories] : parts.tests) {
      names.push_back(name);
    }
    test_contexts contexts(names);
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    const auto work = [&](int number) {
      const std::string scratch = fmt::format("{}/test{}", scratch_, number);
      for (std::size_t at = next++; at < names.size(); at = next++) {
        const coverage_table ran =
            lines_of_test(parts.tests.at(names[at]), scratch);
        const std::lock_guard guard(mutex);
        contexts.add(at, ran);
      }
    };
    std::vector<std::future<void>> workers;
    for (int count = tools::available_processors("").number; count > 0;
         --count) {
      workers.push_back(std::async(std::launch::async, work, count));
    }
    for (std::future<void>& each : workers) {
      each.get();
    }
    contexts.finish();
    result_.shown.contexts = std::move(contexts);
  }

  /// Drops problems: those of the same data were reported with the sum.
  coverage_table lines_of_test(const std::vector<std::string>& parts,
                               const std::string& scratch) {
    const std::string merged = scratch + "/merged";
    make_empty_directory(merged);
    if (backend_->merge(parts, merged).files == 0) {
      return {};
    }
    std::vector<data_problem> ignored;
    return files_
        .report(backend_->read(merged, objects::that_ran, scratch + "/read",
                               ignored))
        .table;
  }

  const project& measured_;
  const programs& found_;
  std::unique_ptr<backend> backend_;
  reported_files files_;
  std::string scratch_;
  measurement result_;
};

}  // namespace

measurement measure(const project& measured, const programs& found,
                    const std::string& data, const std::string& keep,
                    const std::string& scratch) {
  return measuring(measured, found, scratch).run(data, keep);
}

std::optional<std::string> coverage_of_run(const std::string& build,
                                           const std::string& configuration,
                                           const std::string& run_directory) {
  const std::string data = run_directory + "/coverage";
  std::error_code problem;
  if (!fs::is_directory(data, problem)) {
    return {};
  }
  options wanted;
  wanted.build = build;
  wanted.configuration = configuration;
  wanted.reports = {"json"};
  project measured = project_for(wanted);
  measured.per_test = false;
  const scratch_directory scratch(run_directory + "/coverage_scratch");
  const measurement found =
      measure(measured, find_programs(measured), data, "", scratch.path());
  fs::remove_all(data, problem);
  return json_text(found.shown);
}

}  // namespace parallel_testing::coverage_command
