// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <parallel_testing/once.hpp>
#include <parallel_testing/sqlite.hpp>
#include <parallel_testing/worker.hpp>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"
#include "sqlite/copy.hpp"
#include "state/file_lock.hpp"
#include "user/once_record.hpp"

namespace parallel_testing::sqlite {

namespace {

std::string build_template(const std::string& key,
                           const std::function<void(connection&)>& build) {
  return once_per_run(key, [&] {
    const private_directory directory = open_run_files("sqlite");
    std::string path =
        fmt::format("{}/{}.db", directory.path, once_file_name(key));
    const std::string unfinished = path + ".building";
    make_empty_database(unfinished);
    {
      connection building(unfinished);
      build(building);
      copy_database(building.native(), path);
    }
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
      ::unlink((unfinished + suffix).c_str());
    }
    return path;
  });
}

std::string key_of_sql(std::string_view name, std::string_view sql) {
  return fmt::format("sqlite template {} of {}", name, hex(hash(sql), 16));
}

}  // namespace

template_database::template_database(std::string_view name,
                                     std::string_view sql)
    : path_(build_template(key_of_sql(name, sql), [sql](connection& building) {
        building.execute(sql);
      })) {}

template_database::template_database(
    std::string_view name, const std::function<void(connection&)>& build)
    : path_(build_template(fmt::format("sqlite template {}", name), build)) {}

scoped_database::scoped_database()
    : path_((directory_ / "database.db").string()) {
  make_empty_database(path_);
}

scoped_database::scoped_database(const template_database& source)
    : path_((directory_ / "database.db").string()) {
  copy_database_file(source.path(), path_);
}

worker_database::worker_database(std::string_view name) {
  const private_directory directory =
      open_run_files("sqlite-" + this_worker().id());
  path_ = fmt::format("{}/{}.db", directory.path, once_file_name(name));
  make();
}

worker_database::worker_database(std::string_view name,
                                 const template_database& source)
    : source_(source.path()) {
  const private_directory directory =
      open_run_files("sqlite-" + this_worker().id());
  path_ = fmt::format("{}/{}.db", directory.path,
                      once_file_name(fmt::format("{} {}", name, source_)));
  make();
}

void worker_database::make() {
  // Lock, because programs that the test starts have the same worker.
  const private_directory directory =
      open_run_files("sqlite-" + this_worker().id());
  const std::string name = path_.substr(path_.rfind('/') + 1) + ".lock";
  const unique_fd file = open_lock_file(directory, name);
  wait_for_lock(file.get(), lock_mode::exclusive, directory.path + "/" + name);
  if (::access(path_.c_str(), F_OK) != 0) {
    reset();
  }
}

void worker_database::reset() {
  if (source_.empty()) {
    make_empty_database(path_);
  } else {
    copy_database_file(source_, path_);
  }
}

}  // namespace parallel_testing::sqlite
