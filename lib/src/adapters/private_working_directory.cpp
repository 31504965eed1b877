// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adapters/private_working_directory.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include "base/files.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

namespace {
/// Creates the link of one line and returns its target.
std::string link_into(const std::string& directory, std::string_view line,
                      const std::string& list_file) {
  const std::size_t tab = line.find('\t');
  const std::string name(line.substr(0, tab));
  require_relative(name, "visible file");
  const std::string target(
      tab == std::string_view::npos ? "" : line.substr(tab + 1));
  const std::string link = directory + "/" + name;
  const bool is_created = make_directories(link.substr(0, link.rfind('/'))) &&
                          ::symlink(target.c_str(), link.c_str()) == 0;
  // Another copy of the program, which uses the same directory, may have
  // created it.
  if (!is_created && !(errno == EEXIST && link_target(link) == target)) {
    os::throw_error("cannot create the link of a visible file", link, errno,
                    "check VISIBLE_FILES, which is listed in " + list_file);
  }
  return target;
}
/// The last component of the current directory, so that "../name" still leads
/// to the new one.
std::string own_name() {
  const std::unique_ptr<char, void (*)(void*)> path(::getcwd(nullptr, 0),
                                                    std::free);
  const std::string_view here = path ? path.get() : "";
  const std::string_view name = here.substr(here.rfind('/') + 1);
  return std::string(name.empty() ? "cwd" : name);
}
}  // namespace

visible_files enter_private_working_directory(const std::string& parent,
                                              const std::string& list_file) {
  const std::string directory =
      open_private_directory(parent + "/" + own_name()).path;
  const std::string text = require_whole(list_file, "the list of visible files",
                                         "configure the project again");
  visible_files files;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) files.watch(link_into(directory, line, list_file));
  }
  if (::chdir(directory.c_str()) != 0) {
    os::throw_error("cannot enter", directory, errno, "check its permissions");
  }
  return files;
}

}  // namespace parallel_testing
