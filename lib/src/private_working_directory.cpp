// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "private_working_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "os.hpp"
#include "private_directory.hpp"
#include "text.hpp"
#include "unique_fd.hpp"

namespace parallel_testing {

namespace {
void link_into(const std::string& directory, std::string_view line,
               const std::string& list_file) {
  const std::size_t tab = line.find('\t');
  const std::string name(line.substr(0, tab));
  require_relative(name, "visible file");
  const std::string target(
      tab == std::string_view::npos ? "" : line.substr(tab + 1));
  const std::string link = directory + "/" + name;
  if (!make_directories(link.substr(0, link.rfind('/'))) ||
      ::symlink(target.c_str(), link.c_str()) != 0) {
    os::throw_error("cannot make visible file", link, errno,
                    "check VISIBLE_FILES, listed in " + list_file);
  }
}
}  // namespace

void enter_private_working_directory(const std::string& parent,
                                     const std::string& list_file) {
  const std::string directory = open_private_directory(parent + "/cwd").path;
  const unique_fd list(os::open_at(AT_FDCWD, list_file.c_str(), O_RDONLY));
  if (!list) {
    os::throw_error("cannot read the list of visible files", list_file, errno,
                    "configure the project again");
  }
  const std::string text = os::read_fd(list.get());
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) link_into(directory, line, list_file);
  }
  if (::chdir(directory.c_str()) != 0) {
    os::throw_error("cannot enter", directory, errno, "check its permissions");
  }
}

}  // namespace parallel_testing
