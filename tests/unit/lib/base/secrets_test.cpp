// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/secrets.hpp"

#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

TEST(secrets, C76_passwords_of_urls_are_hidden) {
  EXPECT_EQ(without_passwords("postgresql://me:s3cret@host:5432/orders"),
            "postgresql://me:***@host:5432/orders");
  EXPECT_EQ(without_passwords("--db=mysql://me:p@ss:word@host"),
            "--db=mysql://me:***@host");
  EXPECT_EQ(without_passwords("a://u:1@h b://v:2@i"),
            "a://u:***@h b://v:***@i");
  EXPECT_EQ(without_passwords("redis://:only@host"), "redis://:***@host");
}

TEST(secrets, C76_passwords_after_their_key_are_hidden) {
  EXPECT_EQ(without_passwords("host=x password=s3cret dbname=y"),
            "host=x password=*** dbname=y");
  EXPECT_EQ(without_passwords("host=x password='two words' dbname=y"),
            "host=x password=*** dbname=y");
  EXPECT_EQ(without_passwords("--Password=s3cret"), "--Password=***");
  EXPECT_EQ(without_passwords("Server=x;Pwd=s3cret;Database=y"),
            "Server=x;Pwd=***;Database=y");
  EXPECT_EQ(without_passwords("postgresql://h/d?user=u&password=p&x=1"),
            "postgresql://h/d?user=u&password=***&x=1");
  EXPECT_EQ(without_passwords("password='never closed"), "password=***");
}

TEST(secrets, what_is_no_password_stays) {
  for (const char* const text :
       {"", "http://host:8080/path", "http://user@host", "a:b@c",
        "--gtest_filter=A.B:C.D", "password=", "mail://a/b:c@d"}) {
    EXPECT_EQ(without_passwords(text), text);
  }
}

}  // namespace
}  // namespace parallel_testing
