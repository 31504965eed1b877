// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/source_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing {
namespace {

class source_file : public testing::Test {
 protected:
  std::string make(const std::string& name) const {
    const std::filesystem::path path = place / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << "\n";
    return path.string();
  }

  /// "" when it is called what it was before.
  std::string found(const std::string& written) const {
    source_files all(files, {root});
    const std::string result = all.find(written);
    EXPECT_EQ(all.find(written), result);
    return result == written ? "" : result;
  }

  temp_dir place;
  std::string root = place.path();
  std::string orders = make("lib/tests/orders_test.cpp");
  std::string billing = make("lib/tests/billing_test.cpp");
  std::string other_orders = make("app/tests/orders_test.cpp");
  std::string header = make("lib/include/shop/shop.hpp");
  std::vector<std::string> files{orders, billing, other_orders};
};

TEST_F(source_file, that_is_there_is_itself) {
  EXPECT_EQ(found(orders), "");
  EXPECT_EQ(found("/usr/include/stdio.h"), "");
}

TEST_F(source_file, C83_is_found_by_the_longest_end_of_its_path) {
  EXPECT_EQ(found("lib/tests/orders_test.cpp"), orders);
  EXPECT_EQ(found("./lib/tests/../tests/orders_test.cpp"), orders);
  EXPECT_EQ(found("/build/app/tests/orders_test.cpp"), other_orders);
  EXPECT_EQ(found("/elsewhere/billing_test.cpp"), billing);
}

TEST_F(source_file, of_which_there_are_two_is_left_as_it_is) {
  EXPECT_EQ(found("tests/orders_test.cpp"), "");
  EXPECT_EQ(found("/elsewhere/orders_test.cpp"), "");
}

TEST_F(source_file, that_is_not_compiled_is_found_below_the_directories) {
  EXPECT_EQ(found("lib/include/shop/shop.hpp"), header);
  EXPECT_EQ(found("/x/y/lib/include/shop/shop.hpp"), header);
  EXPECT_EQ(found("lib/tests/../include/shop/shop.hpp"), header);
  EXPECT_EQ(found("include/shop/none.hpp"), "");
}

TEST_F(source_file, C83_that_is_included_is_not_a_compiled_one_of_its_name) {
  const std::string shared = make("shared/billing_test.cpp");
  EXPECT_EQ(found("shared/billing_test.cpp"), shared);
  EXPECT_EQ(found("/x/y/shared/billing_test.cpp"), shared);
  EXPECT_EQ(
      source_files(files, {root + "/lib"}).find("../shared/billing_test.cpp"),
      shared);
}

TEST_F(source_file, beside_a_compiled_one_is_found_when_it_is_the_only_one) {
  const std::string beside = make("lib/tests/fixture.hpp");
  EXPECT_EQ(found("/fixture.hpp"), beside);
  make("app/tests/fixture.hpp");
  EXPECT_EQ(found("/fixture.hpp"), "");
}

TEST_F(source_file, relative_to_a_build_directory_is_found) {
  source_files all({}, {root + "/build"});
  EXPECT_EQ(all.find("../lib/include/shop/shop.hpp"), header);
}

TEST_F(source_file, list_may_name_files_relative_to_a_base) {
  source_files all = parse_source_files("base\t" + root +
                                        "/lib\ndirectory\t/usr\n"
                                        "file\ttests/billing_test.cpp\n"
                                        "file\t\nfile\t" +
                                        other_orders + "\nelse\tx\n");
  EXPECT_EQ(all.find("b/billing_test.cpp"), billing);
  EXPECT_EQ(all.find("orders_test.cpp"), other_orders);
  EXPECT_EQ(all.find(""), "");
}

TEST(normal_path, has_no_dots) {
  EXPECT_EQ(normal_path("/a//b/../c/./d"), "/a/c/d");
  EXPECT_EQ(normal_path("/../a"), "/a");
  EXPECT_EQ(normal_path("../a/../../b"), "../../b");
  EXPECT_EQ(normal_path("/"), "/");
}

}  // namespace
}  // namespace parallel_testing
