package aether.operator;

import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.web.Problem;
import aether.web.Problem.Place;
import aether.wire.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the body of a request asks for. A field that is missing or cannot be used is a {@link
 * Problem} that names it.
 */
record Order(Fields fields) {
  static final String CONVERSATION = "conversation_id";
  static final String PROJECT = "project_id";

  /** Those of {@code names} that are missing are named together. */
  void require(String... names) {
    List<String> missing = Stream.of(names).filter(fields::lacks).toList();
    if (!missing.isEmpty()) {
      throw Problem.missing(Place.BODY, missing);
    }
  }

  ConversationId conversation() {
    require(CONVERSATION);
    return optionalConversation().orElseThrow(() -> Problem.missing(Place.BODY, CONVERSATION));
  }

  Optional<ConversationId> optionalConversation() {
    return fields.lacks(CONVERSATION)
        ? Optional.empty()
        : Optional.of(id(CONVERSATION, ConversationId::parse, ConversationId.SPELLING));
  }

  ProjectId project() {
    require(PROJECT);
    return id(PROJECT, ProjectId::parse, ProjectId.SPELLING);
  }

  /** A string that must be there and is not blank. */
  String text(String name) {
    require(name);
    String text = fields.text(name).orElseThrow(() -> unusable(name, "must be a string"));
    if (text.isBlank()) {
      throw unusable(name, "is blank; say something");
    }
    return text;
  }

  /** A string, {@code usual} when there is none. */
  String text(String name, String usual) {
    return fields.lacks(name) ? usual : text(name);
  }

  /** A whole number from {@code least} to {@code most}, {@code usual} when there is none. */
  int number(String name, int least, int most, int usual) {
    if (fields.lacks(name)) {
      return usual;
    }
    return fields
        .integer(name)
        .filter(value -> value >= least && value <= most)
        .orElseThrow(() -> unusable(name, "must be a whole number from " + least + " to " + most));
  }

  /** A boolean, false when there is none. */
  boolean flag(String name) {
    JsonNode value = fields.node().path(name);
    if (fields.lacks(name)) {
      return false;
    }
    if (!value.isBoolean()) {
      throw unusable(name, "must be true or false");
    }
    return value.booleanValue();
  }

  boolean has(String name) {
    return !fields.lacks(name);
  }

  static Problem unusable(String field, String reason) {
    return Problem.unusable(Place.BODY, field, reason);
  }

  /** The ids it names, as far as they are ids: for the audit of a refusal. */
  Optional<ConversationId> namedConversation() {
    return fields.text(CONVERSATION).flatMap(ConversationId::parse);
  }

  Optional<ProjectId> namedProject() {
    return fields.text(PROJECT).or(() -> fields.text("to")).flatMap(ProjectId::parse);
  }

  private <T> T id(String field, Function<String, Optional<T>> parse, String spelling) {
    String text = fields.text(field).orElseThrow(() -> unusable(field, "must be a string"));
    return parse
        .apply(text)
        .orElseThrow(() -> unusable(field, "'" + text + "' is no id; give " + spelling));
  }
}
