package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aether.Vectors;
import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Handouts;
import aether.bus.write.Handouts.Claimant;
import aether.bus.write.Lease;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Content;
import aether.message.Context;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import aether.testkit.Messages;
import aether.testkit.SequentialIds;
import aether.wire.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tools answer (CONTRACT §11), beside what the first Aether answered. */
class ToolsTest {
  private static final ProjectId BETA = new ProjectId("beta");
  private static final Claimant SECOND = new Claimant(new ProjectId("me-mcp-2"), "process-2");
  private static final Claimant KILLED = new Claimant(new ProjectId("me-mcp"), "killed");
  private static final int UUID_LENGTH = 36;
  private static final JsonNode BRIDGE = Vectors.load("mcp_bridge");

  private final HandClock clock = new HandClock();
  private final InMemoryBus bus = new InMemoryBus(clock);
  private final List<Client> clients = new ArrayList<>();
  private final Client client = client("me-mcp", "process-1", false);

  @BeforeEach
  void three_bodies_of_whom_gamma_is_away() {
    register("alpha", "beta", "gamma", "me-mcp");
    online("alpha", "beta");
  }

  @AfterEach
  void end() {
    clients.forEach(Client::close);
  }

  @Test
  void ask_poll_and_poll_again_answer_as_the_first_aether_did() {
    JsonNode asked = ask("beta", "bridge question?");
    assertSame(asked, "ask_online");
    String thread = asked.path("thread").stringValue();
    assertSame(poll(thread), "poll_waiting", thread);
    reply(thread, "The id is order_id.");
    assertSame(poll(thread), "poll_reply", thread);
    assertSame(poll(thread), "poll_again", thread);
  }

  @Test
  void an_ask_is_on_the_bus_once_and_audited() {
    String thread = ask("beta", "which id?").path("thread").stringValue();
    Envelope sent = bus.inboxOf(BETA).getFirst();
    assertThat(sent.from()).isEqualTo(new ProjectId("me-mcp"));
    assertThat(sent.content()).isEqualTo(new Content(Intent.ASK, "which id?"));
    assertThat(bus.events())
        .hasSize(2)
        .last()
        .satisfies(
            event -> assertOperated(event, new Action.Ask(new ConversationId(thread), BETA)));
  }

  @Test
  void an_offline_peer_is_told_of_and_the_question_waits() {
    JsonNode asked = ask("gamma", "anybody?");
    assertSame(asked, "ask_offline");
    assertThat(asked.path("next").stringValue()).contains("'gamma' is offline");
    JsonNode polled = poll(asked.path("thread").stringValue());
    assertThat(polled.path("status").stringValue()).isEqualTo("held");
    assertThat(polled.path("note").stringValue()).contains("gamma is offline");
  }

  @Test
  void d43_nobody_is_asked_by_an_unknown_name() {
    assertSame(ask("nobody", "who?"), "ask_unknown");
    assertSame(
        client.structured(
            "aether_discuss",
            "{\"from_project\": \"alpha\", \"to_project\": \"zzz\", \"topic\": \"x y\"}"),
        "discuss_unknown");
    assertThat(ask("broadcast", "all?").path("error").stringValue()).contains("aether_discuss");
    assertThat(ask("me-mcp", "me?").path("error").stringValue()).contains("this session itself");
    assertThat(bus.events()).isEmpty();
  }

  @Test
  void d25_a_discussion_is_recorded_as_started_by_the_session() {
    JsonNode told =
        client.structured(
            "aether_discuss",
            "{\"from_project\": \"alpha\", \"to_project\": \"beta\", \"topic\": \"order ids\"}");
    assertSame(told, "discuss");
    Envelope opening = bus.inboxOf(BETA).getFirst();
    assertThat(opening.from()).isEqualTo(new ProjectId("alpha"));
    assertThat(opening.content().context().json()).isEqualTo("{\"initiated_by\": \"me-mcp\"}");
    assertThat(bus.events())
        .last()
        .satisfies(event ->
            assertOperated(
                event, new Action.Inject(opening.conversation(), opening.to(), opening.id())));
    assertThat(control(told.path("thread").stringValue(), "pause").path("state").stringValue())
        .isEqualTo("paused");
  }

  @Test
  void a_discussion_with_all_is_a_wave() {
    JsonNode told =
        client.structured(
            "aether_discuss",
            "{\"from_project\": \"alpha\", \"to_project\": \"broadcast\", \"topic\": \"new ids\","
                + " \"solicit\": true}");
    assertThat(told.path("to").stringValue()).isEqualTo("broadcast");
    assertThat(bus.waves()).hasSize(1);
  }

  @Test
  void its_own_thread_a_session_may_pause_resume_and_end() {
    String thread = ask("beta", "bridge question?").path("thread").stringValue();
    assertSame(control(thread, "pause"), "control_pause", thread);
    assertThat(status(thread)).isEqualTo("paused");
    assertSame(control(thread, "resume"), "control_resume", thread);
    assertSame(control(thread, "explode"), "control_bad");
    assertSame(control(thread, "stop"), "control_kill", thread);
    assertSame(poll(thread), "poll_after_kill", thread);
    JsonNode transcript = client.structured("aether_transcript", thread(thread));
    assertThat(transcript.path("ended"))
        .isEqualTo(BRIDGE.path("transcript_after_kill").path("ended"));
    assertThat(transcript.path("operator_actions").valueStream().map(a -> a.path("action")))
        .extracting(JsonNode::stringValue)
        .containsExactly("ask", "pause", "resume", "terminate");
  }

  @Test
  void d25_a_thread_of_others_is_for_the_operator_alone() {
    Envelope foreign = comet("alpha", "beta", "a talk of theirs");
    bus.outbox().send(foreign, List.of());
    String thread = foreign.conversation().value();
    assertThat(control(thread, "terminate").path("error").stringValue())
        .contains(thread, "AETHER_OPERATOR_TOKEN");
    assertThat(state(thread)).isEqualTo(ControlState.ACTIVE);
    assertThat(
            client("me-mcp", "process-2", true)
                .structured(
                    "aether_control", "{\"thread\": \"" + thread + "\", \"action\": \"kill\"}")
                .path("state")
                .stringValue())
        .isEqualTo("killed");
  }

  @Test
  void d25_joining_a_thread_of_others_makes_it_nobody_elses() {
    Envelope foreign = comet("alpha", "beta", "a talk of theirs");
    bus.outbox().send(foreign, List.of());
    String thread = foreign.conversation().value();
    assertThat(askOn(thread, "and now?").path("status").stringValue()).isEqualTo("sent");
    assertThat(control(thread, "pause").has("error")).isTrue();
  }

  @Test
  void a_context_that_claims_to_be_ours_gives_no_control() {
    Envelope forged =
        Envelope.origin(
            comet("alpha", "beta", "x").id(),
            new ConversationId("forged"),
            new ProjectId("alpha"),
            comet("alpha", "beta", "x").to(),
            8,
            clock.instant(),
            new Content(Intent.ASK, "a talk", new Context("{\"initiated_by\": \"me-mcp\"}")));
    bus.outbox().send(forged, List.of());
    assertThat(control("forged", "terminate").has("error")).isTrue();
  }

  @Test
  void a_thread_that_is_continued_keeps_its_hops_and_its_horizon() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    reply(thread, "Two: order_id.");
    assertThat(askOn(thread, "and three?").path("thread").stringValue()).isEqualTo(thread);
    Envelope next = bus.inboxOf(BETA).getLast();
    assertThat(next.hops()).isEqualTo(new Hops(2, Hops.DEFAULT_MAX));
    assertThat(next.replyTo()).isPresent();
  }

  @Test
  void asking_on_cannot_go_beyond_the_horizon() {
    String thread = ask("beta", "q0?").path("thread").stringValue();
    for (int hop = 1; hop < Hops.DEFAULT_MAX; hop++) {
      assertThat(askOn(thread, "q" + hop + "?").path("status").stringValue()).isEqualTo("sent");
    }
    assertThat(askOn(thread, "more?").path("error").stringValue()).contains("horizon of 8");
    assertThat(bus.inboxOf(BETA)).hasSize(Hops.DEFAULT_MAX);
  }

  @Test
  void a_thread_nobody_knows_is_not_continued() {
    assertThat(askOn("nope", "and?").path("error").stringValue()).contains("'nope'");
    assertThat(bus.events()).isEmpty();
  }

  @Test
  void a_terminated_thread_is_not_continued() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    var _ = control(thread, "terminate");
    assertThat(askOn(thread, "two?").path("error").stringValue()).contains("terminated");
  }

  @Test
  void poll_says_what_the_peer_is_doing() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope question = bus.inboxOf(BETA).getFirst();
    append(new Event.ProcessingStarted(question, BETA, clock.instant()));
    assertThat(status(thread)).isEqualTo("thinking");
    append(
        Event.Extinguished.of(
            question, new Extinction.BudgetExhausted(BETA, "usd", "2.10", "2"), clock.instant()));
    assertThat(status(thread)).isEqualTo("budget_exhausted");
    append(
        new Event.ProcessingDone(
            question, BETA, "nothing to add", Optional.empty(), Optional.empty(), clock.instant()));
    assertThat(status(thread)).isEqualTo("no_reply");
    append(Event.Extinguished.of(question, new Extinction.RateLimited(21, 20), clock.instant()));
    assertThat(status(thread)).isEqualTo("extinguished:rate");
  }

  @Test
  void poll_says_when_an_answer_waits_for_a_human() {
    String thread = ask("beta", "which id?").path("thread").stringValue();
    Envelope question = bus.inboxOf(BETA).getFirst();
    append(
        Event.Extinguished.of(
            question,
            new Extinction.AwaitingApproval(question.from(), new MessageId("m-held")),
            clock.instant()));
    append(
        new Event.ProcessingDone(
            question, BETA, "answered", Optional.empty(), Optional.empty(), clock.instant()));

    assertThat(status(thread)).isEqualTo("awaiting_approval");
    reply(thread, "The id is order_id.");
    assertThat(status(thread)).isEqualTo("reply_received");
  }

  @Test
  void poll_knows_nothing_of_an_unknown_thread() {
    assertSame(poll("nope"), "poll_unknown");
    assertSame(client.structured("aether_transcript", thread("nope")), "transcript_unknown");
  }

  @Test
  void an_answer_is_handed_out_once_even_after_a_restart_of_the_server() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    reply(thread, "It is order_id.");
    assertThat(poll(thread).path("new_replies")).hasSize(1);
    Client next = client("me-mcp", "process-2", false);
    assertThat(next.structured("aether_poll", thread(thread)).path("new_replies")).isEmpty();
  }

  @Test
  void an_answer_whose_giving_was_cut_off_is_given_again_with_a_word_about_it() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    var _ = bus.handouts().claim(new ProjectId("me-mcp"), List.of(answer), KILLED);
    JsonNode replies = poll(thread).path("new_replies");
    assertThat(replies).hasSize(1);
    assertThat(replies.path(0).path("perhaps_repeated").booleanValue()).isTrue();
    assertThat(poll(thread).path("new_replies")).isEmpty();
  }

  @Test
  void what_a_live_session_is_about_to_hand_out_is_left_to_it() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    Lease lease = bus.lease(SECOND.id(), Duration.ofMinutes(1));
    Lease.Owner owner = new Lease.Owner(SECOND.token(), "host", 1, clock.instant());
    assertThat(lease.acquire(owner)).isEmpty();
    var _ = bus.handouts().claim(new ProjectId("me-mcp"), List.of(answer), SECOND);

    JsonNode polled = poll(thread);
    assertThat(polled.path("status").stringValue()).isEqualTo("reply_received");
    assertThat(polled.path("new_replies")).isEmpty();
    assertThat(polled.path("note").stringValue()).contains("another session of this project");

    lease.release(owner);
    assertThat(poll(thread).path("new_replies").path(0).path("perhaps_repeated").asBoolean(false))
        .isTrue();
  }

  @Test
  void of_an_answer_that_reached_the_client_the_bus_is_told_when_it_is_back() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    failOnce("confirm", true);
    assertThat(poll(thread).path("new_replies")).hasSize(1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          do {
            assertThat(poll(thread).path("new_replies")).isEmpty();
          } while (!isGiven(answer));
        });
  }

  @Test
  void an_answer_that_nobody_waits_for_any_more_is_kept_for_whoever_asks_next() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    Session session = Sessions.of(bus).get();
    Mailroom mailroom = new Mailroom();
    var taken = mailroom.take(session, List.of(answer));
    assertThat(taken.letters()).hasSize(1);
    assertThat(mailroom.take(session, List.of(answer)).letters()).isEmpty();
    mailroom.returned(session, taken.letters());
    assertThat(mailroom.take(session, List.of(answer)).letters())
        .containsExactlyElementsOf(taken.letters());
    mailroom.returned(session, taken.letters());
    JsonNode replies = poll(thread).path("new_replies");
    assertThat(replies).hasSize(1);
    assertThat(replies.path(0).has("perhaps_repeated")).isFalse();
  }

  @Test
  void a_doubt_about_an_answer_stays_when_it_is_returned() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    var _ = bus.handouts().claim(new ProjectId("me-mcp"), List.of(answer), KILLED);
    Session session = Sessions.of(bus).get();
    Mailroom mailroom = new Mailroom();
    mailroom.returned(session, mailroom.take(session, List.of(answer)).letters());
    assertThat(mailroom.take(session, List.of(answer)).letters())
        .containsExactly(new Mailroom.Letter(answer, true));
  }

  @Test
  void a_bus_that_fails_before_the_claim_loses_no_answer() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    reply(thread, "It is order_id.");
    for (boolean before : new boolean[] {true, false}) {
      failOnce("claim", before);
      assertThat(client.call("aether_poll", thread(thread)).path("isError").booleanValue())
          .isTrue();
    }
    JsonNode replies = poll(thread).path("new_replies");
    assertThat(replies).hasSize(1);
    assertThat(replies.path(0).has("perhaps_repeated")).isFalse();
  }

  @Test
  void another_session_of_the_project_may_read_the_answer_and_nobody_else() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    Client second = client("me-mcp-2", "process-2", false);
    assertThat(second.structured("aether_poll", thread(thread)).path("new_replies")).hasSize(1);
    untilGiven(answer, SECOND);
    assertThat(poll(thread).path("new_replies")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"56", "-1", "\"ten\""})
  void nobody_waits_longer_than_a_client_would(String seconds) {
    JsonNode result =
        client.call(
            "aether_ask",
            "{\"to\": \"beta\", \"question\": \"one?\", \"wait_seconds\": " + seconds + "}");
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(bus.events()).isEmpty();
  }

  @Test
  void an_ask_that_waits_brings_the_answer_and_tells_of_milestones() {
    client.initialize();
    client.say(
        "{\"jsonrpc\": \"2.0\", \"id\": 5, \"method\": \"tools/call\", \"params\": {\"name\":"
            + " \"aether_ask\", \"arguments\": {\"to\": \"beta\", \"question\": \"one?\","
            + " \"wait_seconds\": 55}, \"_meta\": {\"progressToken\": \"p1\"}}}");
    Envelope question = asked();
    append(new Event.ProcessingStarted(question, BETA, clock.instant()));
    append(
        new Event.Progress(
            Optional.of(question.conversation()),
            BETA,
            new Milestone.ToolUse("Grep"),
            clock.instant()));
    reply(question.conversation().value(), "It is order_id.");
    List<String> told = new ArrayList<>();
    JsonNode line = client.answer();
    while (line.path("method").isString()) {
      assertThat(line.path("params").path("progressToken").stringValue()).isEqualTo("p1");
      told.add(line.path("params").path("message").stringValue());
      line = client.answer();
    }
    assertThat(told).contains("beta is thinking", "beta uses Grep");
    JsonNode answer = line.path("result").path("structuredContent");
    assertThat(answer.path("status").stringValue()).isEqualTo("reply_received");
    assertThat(answer.path("new_replies").path(0).path("text").stringValue())
        .isEqualTo("It is order_id.");
  }

  @Test
  void what_came_after_the_client_gave_up_is_kept_for_the_next_poll() {
    client.initialize();
    client.say(
        "{\"jsonrpc\": \"2.0\", \"id\": 5, \"method\": \"tools/call\", \"params\": {\"name\":"
            + " \"aether_ask\", \"arguments\": {\"to\": \"beta\", \"question\": \"one?\","
            + " \"wait_seconds\": 55}}}");
    Envelope question = asked();
    client.say(
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/cancelled\", \"params\":"
            + " {\"requestId\": 5}}");
    assertThat(client.ask("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}").has("result"))
        .isTrue();
    reply(question.conversation().value(), "It is order_id.");
    client.say(
        "{\"jsonrpc\": \"2.0\", \"id\": 6, \"method\": \"tools/call\", \"params\": {\"name\":"
            + " \"aether_poll\", \"arguments\": {\"thread\": \""
            + question.conversation()
            + "\"}}}");
    JsonNode line = client.answer();
    while (line.path("id").intValue() != 6) {
      line = client.answer();
    }
    assertThat(line.path("result").path("structuredContent").path("new_replies")).hasSize(1);
  }

  @Test
  void a_question_that_may_not_have_been_sent_says_so() {
    failOnce("send", true);
    JsonNode result = client.call("aether_ask", "{\"to\": \"beta\", \"question\": \"one?\"}");
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(result.path("content").path(0).path("text").stringValue())
        .contains("the bus is away", "aether_transcript(");
  }

  @Test
  void whether_a_message_is_a_reply_is_not_decided_by_a_peer_that_repeats_its_id() {
    String thread = ask("beta", "one?").path("thread").stringValue();
    Envelope answer = reply(thread, "It is order_id.");
    bus.strayReply(answer);
    assertThat(poll(thread).path("new_replies")).hasSize(1);
  }

  private Client client(String me, String process, boolean operator) {
    Client made = Client.of(Sessions.of(bus, me, process), InstantSource.system(), operator);
    made.initialize();
    clients.add(made);
    return made;
  }

  private static void assertOperated(Event event, Action action) {
    assertThat(event).isInstanceOf(Event.Operated.class);
    assertThat(((Event.Operated) event).actor()).isEqualTo("me-mcp");
    assertThat(((Event.Operated) event).action()).isEqualTo(action);
  }

  private Envelope asked() {
    assertThat(bus.await("0-0", 1, Duration.ofSeconds(20))).isNotEmpty();
    return bus.inboxOf(BETA).getFirst();
  }

  private void failOnce(String command, boolean before) {
    AtomicBoolean failed = new AtomicBoolean();
    Consumer<String> hook =
        name -> {
          if (name.equals(command) && failed.compareAndSet(false, true)) {
            throw new BusException.Unavailable("the bus is away; start it", new RuntimeException());
          }
        };
    bus.beforeCommand(before ? hook : _ -> {});
    bus.afterCommand(before ? _ -> {} : hook);
  }

  private Envelope reply(String thread, String text) {
    Envelope question =
        bus.inboxOf(BETA).stream()
            .filter(e -> e.conversation().value().equals(thread))
            .toList()
            .getLast();
    Envelope reply =
        question.reply(BETA, question.from(), new Content(Intent.RESULT, text), clock.instant());
    bus.strayReply(reply);
    append(
        new Event.ProcessingDone(
            question, BETA, "", Optional.empty(), Optional.empty(), clock.instant()));
    return reply;
  }

  private Envelope comet(String from, String to, String text) {
    return new Messages(new SequentialIds(), clock).comet(from, to, text);
  }

  /** An answer counts as given when its client has it: a moment after the call was answered. */
  private void untilGiven(Envelope answer, Claimant claimant) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          while (bus.handouts().claim(new ProjectId("me-mcp"), List.of(answer), claimant).getFirst()
              != Handouts.Claim.GIVEN) {
            Thread.onSpinWait();
          }
        });
  }

  private boolean isGiven(Envelope answer) {
    return bus.handouts().claim(new ProjectId("me-mcp"), List.of(answer), SECOND).getFirst()
        == Handouts.Claim.GIVEN;
  }

  private void append(Event event) {
    bus.journal().append(List.of(event));
  }

  private JsonNode ask(String to, String question) {
    return client.structured(
        "aether_ask", Json.write(Json.object().put("to", to).put("question", question)));
  }

  private JsonNode askOn(String thread, String question) {
    return client.structured(
        "aether_ask",
        Json.write(
            Json.object().put("to", "beta").put("question", question).put("thread", thread)));
  }

  private JsonNode poll(String thread) {
    return client.structured("aether_poll", thread(thread));
  }

  private String status(String thread) {
    return poll(thread).path("status").stringValue();
  }

  private JsonNode control(String thread, String action) {
    return client.structured(
        "aether_control", Json.write(Json.object().put("thread", thread).put("action", action)));
  }

  private ControlState state(String thread) {
    return bus.conversations(List.of(new ConversationId(thread))).get(new ConversationId(thread));
  }

  private static String thread(String thread) {
    return Json.write(Json.object().put("thread", thread));
  }

  private void register(String... ids) {
    for (String id : ids) {
      var _ = bus.registrar().register(new Body(new ProjectId(id), id, List.of()), false);
    }
  }

  private void online(String... ids) {
    for (String id : ids) {
      bus.heartbeat(new ProjectId(id), Duration.ofSeconds(30))
          .beat(new Presence.Idle(clock.instant()));
    }
  }

  private static void assertSame(JsonNode answer, String vector) {
    assertSame(answer, vector, "");
  }

  /**
   * Beside the vector: fields in the same order, and the same but for what is said to people, and
   * for the ids of threads. One who asks is not among those who can be asked.
   */
  private static void assertSame(JsonNode answer, String vector, String thread) {
    ObjectNode expected = (ObjectNode) BRIDGE.path(vector).deepCopy();
    ObjectNode actual = (ObjectNode) answer.deepCopy();
    assertThat(actual.propertyNames()).containsExactlyElementsOf(expected.propertyNames());
    for (String field : List.of("next", "note")) {
      assertThat(actual.has(field)).isEqualTo(expected.has(field));
      expected.remove(field);
      actual.remove(field);
    }
    for (String id : List.of("thread", "conversation_id")) {
      if (expected.path(id).stringValue("").length() == UUID_LENGTH) {
        expected.put(id, thread.isEmpty() ? actual.path(id).stringValue() : thread);
        assertThat(actual.path(id).stringValue()).hasSize(UUID_LENGTH);
      }
    }
    if (expected.has("known")) {
      assertThat(actual.path("known").valueStream().map(JsonNode::stringValue))
          .containsExactly("alpha", "beta", "gamma");
      expected.remove("known");
      actual.remove("known");
    }
    assertThat(actual).isEqualTo(expected);
  }
}
