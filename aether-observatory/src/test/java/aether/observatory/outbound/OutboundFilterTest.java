package aether.observatory.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What leaves and what does not: 60 secrets in five encodings, 500 ordinary replies. */
class OutboundFilterTest {
  private static final OutboundFilter FILTER = new OutboundFilter(List.of());

  static Stream<Arguments> encodings() {
    return Corpus.ENCODINGS.entrySet().stream()
        .map(encoding -> arguments(encoding.getKey(), encoding.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void sixty_secrets_are_found_in_every_encoding(String name, UnaryOperator<String> encoding) {
    List<Corpus.Secret> secrets = Corpus.secrets();
    assertThat(secrets).hasSize(60);
    assertThat(secrets)
        .filteredOn(secret ->
            judge("As asked, here it is: " + encoding.apply(secret.value()) + "\nAnything else?")
                .isEmpty())
        .isEmpty();
  }

  @Test
  void a_secret_of_a_known_shape_is_called_by_its_kind() {
    assertThat(Corpus.secrets())
        .filteredOn(secret -> !secret.kind().equals("assigned"))
        .allSatisfy(secret ->
            assertThat(judge(secret.value()))
                .contains(new Finding(secret.kind(), "text", "plain")));
  }

  @Test
  void of_five_hundred_ordinary_replies_at_most_one_in_a_hundred_is_stopped() {
    List<String> replies = Corpus.replies();
    assertThat(replies).hasSize(500);
    assertThat(replies.stream().filter(reply -> judge(reply).isPresent()).toList())
        .hasSizeLessThanOrEqualTo(5);
  }

  private static Optional<Finding> judge(String text) {
    return FILTER.judge("text", text);
  }
}
