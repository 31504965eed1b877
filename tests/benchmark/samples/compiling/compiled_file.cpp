// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test file as there are many. What it includes is up to the macros
// FIRST_INCLUDE and SECOND_INCLUDE that the benchmark defines.
#include FIRST_INCLUDE
#ifdef SECOND_INCLUDE
#include SECOND_INCLUDE
#endif

#include <map>
#include <string>
#include <vector>

namespace {

class Orders : public ::testing::Test {
 protected:
  void add(const std::string& customer, int amount) {
    amounts_[customer].push_back(amount);
  }

  int total(const std::string& customer) const {
    int sum = 0;
    for (const int amount : amounts_.at(customer)) sum += amount;
    return sum;
  }

  std::map<std::string, std::vector<int>> amounts_;
};

TEST_F(Orders, AddUp) {
  add("Ada", 1);
  add("Ada", 2);
  EXPECT_EQ(total("Ada"), 3);
}

TEST_F(Orders, BelongToOneCustomer) {
  add("Ada", 1);
  add("Bob", 2);
  EXPECT_EQ(total("Bob"), 2);
  EXPECT_NE(total("Ada"), total("Bob"));
}

TEST_F(Orders, OfAnUnknownCustomerAreAnError) {
  EXPECT_THROW(total("Eve"), std::out_of_range);
}

TEST(Names, HaveNoBlanks) {
  const std::vector<std::string> names = {"Ada", "Bob", "Eve"};
  for (const std::string& name : names) {
    EXPECT_EQ(name.find(' '), std::string::npos) << name;
    ASSERT_FALSE(name.empty());
  }
}

}  // namespace
