#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace saldo {
namespace {

/// The rules that docs/semantics.md says are kept: "- **S1.** ...", up to those that are not kept yet.
std::set<std::string> rules_of_the_document() {
  std::ifstream file{SALDO_SEMANTICS};
  std::stringstream content;
  content << file.rdbuf();
  const auto text = content.str();
  const auto kept = text.substr(0, text.find("## Not kept yet"));
  const std::regex rule{R"(- \*\*([A-Z]\d+)\.\*\*)"};
  std::set<std::string> rules;
  for (auto found = std::sregex_iterator{kept.begin(), kept.end(), rule}; found != std::sregex_iterator{}; ++found)
    rules.insert((*found)[1]);
  return rules;
}

/// The rules that have a case: the tests of the suite Rules are called "S1_AClosedSlotIsRefused".
std::set<std::string> rules_with_a_case() {
  std::set<std::string> rules;
  const auto& tests = *testing::UnitTest::GetInstance();
  for (int suite = 0; suite < tests.total_test_suite_count(); ++suite) {
    const auto& cases = *tests.GetTestSuite(suite);
    if (std::string_view{cases.name()} != "Rules") continue;
    for (int i = 0; i < cases.total_test_count(); ++i) {
      const std::string name = cases.GetTestInfo(i)->name();
      rules.insert(name.substr(0, name.find('_')));
    }
  }
  return rules;
}

TEST(EveryRule, ThatIsKeptHasACase) {
  const auto rules = rules_of_the_document();
  ASSERT_GT(rules.size(), 20U) << "the document is not written as this test reads it";
  EXPECT_THAT(rules_with_a_case(), testing::IsSupersetOf(rules));
}

TEST(EveryRule, ThatHasACaseIsInTheDocument) {
  EXPECT_THAT(rules_with_a_case(), testing::IsSubsetOf(rules_of_the_document()));
}

}  // namespace
}  // namespace saldo
