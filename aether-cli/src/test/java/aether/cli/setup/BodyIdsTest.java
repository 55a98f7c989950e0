package aether.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import aether.cli.setup.BodyIds.Spelling;
import aether.message.ProjectId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyIdsTest {
  @ParameterizedTest
  @CsvSource({
    "my-project, my_project",
    "EventStormingTool, eventstormingtool",
    "'', project",
    "---, project",
    "emoji😀name, emoji_name",
    "a.b.c, a_b_c"
  })
  void an_ascii_name_has_the_id_of_the_contract(String typed, String id) {
    assertThat(BodyIds.distinct(typed))
        .isEqualTo(new BodyIds.Distinct(new ProjectId(id), Spelling.AS_TYPED));
  }

  @ParameterizedTest
  @CsvSource({
    "Ünïcode, unicode",
    "ÀÉ, ae",
    "Straße, strasse",
    "ſtraße, strasse",
    "Łódź, lodz",
    "ﬁle, file",
    "Ærø, aero",
    "ＡＢＣ, abc",
    "İstanbul, istanbul"
  })
  void d46_accented_letters_are_transliterated_and_the_user_is_told(String typed, String id) {
    assertThat(BodyIds.distinct(typed))
        .isEqualTo(new BodyIds.Distinct(new ProjectId(id), Spelling.TRANSLITERATED));
  }

  @Test
  void d46_names_in_other_scripts_have_ids_of_their_own() {
    List<String> names =
        List.of("專案", "订单", "プロジェクト", "プロシェクト", "заказы", "訂單api", "支付api", "😀", "🎉", "가");
    List<ProjectId> ids = names.stream().map(name -> BodyIds.distinct(name).id()).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(ProjectId::isSafe);
    assertThat(names).allMatch(name -> BodyIds.distinct(name).spelling() == Spelling.HASHED);
    assertThat(BodyIds.distinct("專案").id().value()).matches("project_[0-9a-f]{6}");
    assertThat(BodyIds.distinct("訂單api").id().value()).matches("api_[0-9a-f]{6}");
  }

  @Test
  void d46_the_same_name_has_the_same_id_everywhere() {
    assertThat(BodyIds.distinct(" 專案 ")).isEqualTo(BodyIds.distinct("專案"));
    assertThat(BodyIds.distinct("プロジ"))
        .isEqualTo(BodyIds.distinct("\u30d5\u309a\u30ed\u30b7\u3099"));
    assertThat(BodyIds.distinct("專案").id().value()).isEqualTo("project_e564b9");
  }

  @Test
  void a_very_long_name_has_a_safe_id_of_its_own() {
    BodyIds.Distinct one = BodyIds.distinct("a".repeat(400) + "1");
    BodyIds.Distinct other = BodyIds.distinct("a".repeat(400) + "2");
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.id().isSafe()).isTrue();
    assertThat(one.spelling()).isEqualTo(Spelling.HASHED);
  }

  @Property
  void an_id_is_its_own_id(@ForAll String typed) {
    ProjectId id = BodyIds.distinct(typed).id();
    assertThat(id.isSafe() || id.value().equals(ProjectId.BROADCAST)).isTrue();
    assertThat(BodyIds.distinct(id.value())).isEqualTo(new BodyIds.Distinct(id, Spelling.AS_TYPED));
  }

  @Property
  void ascii_names_keep_to_the_contract(@ForAll @CharRange(from = ' ', to = '~') String typed) {
    if (typed.length() <= 63) {
      assertThat(BodyIds.distinct(typed).id()).isEqualTo(ProjectId.typed(typed));
    }
  }
}
