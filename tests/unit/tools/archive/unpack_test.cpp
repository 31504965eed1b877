// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/unpack.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "archive/pack.hpp"
#include "cli/command.hpp"
#include "support/files.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// An entry as somebody could forge it.
struct forged_entry {
  std::string path;
  unsigned type = AE_IFREG;
  std::string content;
  std::string link{};
  unsigned mode = 0644;
};

class unpacking : public testing::Test {
 protected:
  static archived_file text(const std::string& content) {
    archived_file file;
    file.content = content;
    file.size = static_cast<std::int64_t>(content.size());
    return file;
  }

  archive_contents contents() const {
    archive_contents result;
    result.about.source = "/old/src";
    result.about.build = "/old/build";
    result.about.build_place = "tree/build";
    result.about.moves = {{"/old/src", "tree/src"},
                          {"/old/build", "tree/build"}};
    result.files["tree/build/CTestTestfile.cmake"] =
        text("add_test(a /old/build/a /old/src/x)\n");
    result.files["tree/src/x"] = text("of /old/src\n");
    result.files["build"] = {archived_file::type::link, "", "tree/build"};
    result.about.relocated = {"tree/build/CTestTestfile.cmake"};
    return result;
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }

  /// An archive with a manifest for these entries, and with them.
  void forge(const std::vector<forged_entry>& entries,
             std::int64_t bytes = 1000) const {
    archive_manifest about;
    about.build_place = "b";
    about.files = static_cast<std::int64_t>(entries.size());
    about.bytes = bytes;
    archive* writer = ::archive_write_new();
    ::archive_write_set_format_pax_restricted(writer);
    ::archive_write_add_filter_zstd(writer);
    ::archive_write_open_filename(writer, path("forged").c_str());
    write(writer, {manifest_name, AE_IFREG, manifest_text(about)});
    for (const forged_entry& each : entries) write(writer, each);
    ::archive_write_free(writer);
  }

  /// What is said about the forged archive; nothing may be left of it.
  [[nodiscard]] std::string refusal() const {
    try {
      (void)unpack_archive({path("forged"), path("to"), ""});
    } catch (const cli::failure& refused) {
      EXPECT_FALSE(fs::exists(path("to")));
      return refused.what();
    }
    return "it was unpacked";
  }

  void SetUp() override { fs::create_directories(folder_); }

 private:
  static void write(archive* writer, const forged_entry& from) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, from.path.c_str());
    ::archive_entry_set_filetype(entry, from.type);
    ::archive_entry_set_perm(entry, from.mode);
    if (from.type == AE_IFLNK) {
      ::archive_entry_set_symlink(entry, from.link.c_str());
    } else if (!from.link.empty()) {
      ::archive_entry_set_hardlink(entry, from.link.c_str());
    }
    ::archive_entry_set_size(entry,
                             static_cast<la_int64_t>(from.content.size()));
    ::archive_write_header(writer, entry);
    ::archive_write_data(writer, from.content.data(), from.content.size());
    ::archive_entry_free(entry);
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(unpacking, texts_of_the_archive_lead_to_the_new_place) {
  pack_archive(contents(), path("a"));
  const unpacked_archive done = unpack_archive({path("a"), path("to"), ""});
  const std::string to = fs::canonical(path("to")).string();
  EXPECT_EQ(done.build, to + "/tree/build");
  EXPECT_EQ(support::read_file(path("to/build/CTestTestfile.cmake")),
            "add_test(a " + to + "/tree/build/a " + to + "/tree/src/x)\n");
  EXPECT_EQ(support::read_file(path("to/tree/src/x")), "of /old/src\n");
}

TEST_F(unpacking, a_mapped_source_tree_becomes_a_link_to_the_unpacked_one) {
  pack_archive(contents(), path("a"));
  const unpacked_archive done =
      unpack_archive({path("a"), path("to"), path("s")});
  EXPECT_EQ(support::read_file(path("to/build/CTestTestfile.cmake")),
            "add_test(a " + done.build + "/a " + path("s") + "/x)\n");
  EXPECT_EQ(support::read_file(path("s/x")), "of /old/src\n");
}

TEST_F(unpacking, the_same_contents_are_the_same_archive) {
  pack_archive(contents(), path("a"));
  pack_archive(contents(), path("b"));
  EXPECT_EQ(support::read_file(path("a")), support::read_file(path("b")));
}

TEST_F(unpacking, a_directory_with_files_is_not_touched) {
  pack_archive(contents(), path("a"));
  fs::create_directories(path("to"));
  support::write_file(path("to/mine"), "x");
  EXPECT_THROW((void)unpack_archive({path("a"), path("to"), ""}), cli::failure);
  EXPECT_THAT(support::tree_of(path("to")), ElementsAre("mine"));
}

TEST_F(unpacking, C103_hostile_entries_are_refused_and_nothing_is_left) {
  const std::vector<std::pair<forged_entry, const char*>> hostile{
      {{"../x", AE_IFREG, "x"}, "'../x' leaves the directory"},
      {{"/tmp/x", AE_IFREG, "x"}, "absolute path"},
      {{"l", AE_IFLNK, "", "/etc"}, "outside of the archive"},
      {{"a/l", AE_IFLNK, "", "../../x"}, "outside of the archive"},
      {{"d", AE_IFCHR, ""}, "neither a file"},
      {{"f", AE_IFIFO, ""}, "neither a file"},
      {{"h", AE_IFREG, "", "good"}, "hard link"},
      {{"s", AE_IFREG, "x", "", 04755}, "sets the user"},
      {{"big", AE_IFREG, std::string(2000, 'x')},
       "larger than its first file states"},
  };
  for (const auto& [entry, words] : hostile) {
    forge({{"good", AE_IFREG, "fine"}, entry});
    EXPECT_THAT(refusal(), HasSubstr(words));
  }
  EXPECT_FALSE(fs::exists(path("x")));
}

TEST_F(unpacking, C103_links_that_leave_the_archive_together_are_refused) {
  forge({{"d/f", AE_IFREG, "x"},
         {"a/b/c/up", AE_IFLNK, "", "../../../d"},
         {"out", AE_IFLNK, "", "a/b/c/up/../../x"}});
  EXPECT_THAT(refusal(), HasSubstr("'out' leads out of it by several links"));
}

TEST_F(unpacking, C103_archives_that_do_not_fit_or_are_damaged_are_refused) {
  forge({{"good", AE_IFREG, "fine"}}, std::int64_t{1} << 60);
  EXPECT_THAT(refusal(), HasSubstr("requires 1152921504606846976 bytes"));
  support::write_file(path("forged"), "no archive");
  EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
  pack_archive(contents(), path("a"));
  const std::string whole = support::read_file(path("a"));
  support::write_file(path("forged"), whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

TEST_F(unpacking, C103_a_manifest_with_places_outside_is_refused) {
  archive_contents forged = contents();
  forged.about.build_place = "../other";
  pack_archive(forged, path("forged"));
  EXPECT_THAT(refusal(), HasSubstr("names '../other', which leaves"));
  forged = contents();
  forged.about.programs = {"/bin/sh"};
  pack_archive(forged, path("forged"));
  EXPECT_THAT(refusal(), HasSubstr("absolute path"));
}

}  // namespace
}  // namespace parallel_testing::tools
