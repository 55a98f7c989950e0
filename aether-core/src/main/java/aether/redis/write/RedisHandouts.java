package aether.redis.write;

import aether.bus.write.Handouts;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Line;
import aether.redis.link.Link;
import aether.redis.link.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The hashes {@code aether:handed:<reader>:<conversation>}: who has claimed which answer. */
final class RedisHandouts implements Handouts {
  /** Stands where a claimant stood, once the answer has been given. No claimant is called so. */
  private static final String GIVEN = "given";

  private final Line line;
  private final Link link;

  RedisHandouts(Line line, Link link) {
    this.line = line;
    this.link = link;
  }

  @Override
  public List<Claim> claim(ProjectId reader, List<Envelope> answers, String claimant) {
    if (answers.isEmpty()) {
      return List.of();
    }
    String key = key(reader, answers);
    return line.exclusively(redis -> {
      while (true) {
        redis.post(r -> r.watch(key));
        Map<String, String> known = redis.ask(r -> r.hgetall(key));
        List<Claim> claims = answers.stream().map(each -> judge(known, each, claimant)).toList();
        List<Step> calls = calls(key, answers, claims, claimant);
        if (calls.isEmpty()) {
          redis.ask(r -> r.unwatch());
          return claims;
        }
        if (redis.transact(calls).isPresent()) {
          return claims;
        }
      }
    });
  }

  @Override
  public void confirm(ProjectId reader, List<Envelope> answers) {
    if (!answers.isEmpty()) {
      String key = key(reader, answers);
      List<Step> calls = new ArrayList<>();
      answers.forEach(each -> calls.add(r -> r.hset(key, field(each), GIVEN)));
      calls.add(r -> r.expire(key, KEPT));
      line.exclusively(redis -> redis.transact(calls));
    }
  }

  @Override
  public Predicate<Envelope> unclaimed(ProjectId reader, ConversationId conversation) {
    Set<String> known =
        Set.copyOf(link.ask(redis -> redis.hkeys(Keys.handed(reader, conversation))));
    return answer -> !known.contains(field(answer));
  }

  private static Claim judge(Map<String, String> known, Envelope answer, String claimant) {
    String holder = known.get(field(answer));
    if (holder == null) {
      return Claim.FRESH;
    }
    if (holder.equals(GIVEN)) {
      return Claim.GIVEN;
    }
    return holder.equals(claimant) ? Claim.MINE : Claim.ABANDONED;
  }

  private static List<Step> calls(
      String key, List<Envelope> answers, List<Claim> claims, String claimant) {
    List<Step> calls = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (claims.get(i) == Claim.FRESH || claims.get(i) == Claim.ABANDONED) {
        String field = field(answers.get(i));
        calls.add(r -> r.hset(key, field, claimant));
      }
    }
    if (!calls.isEmpty()) {
      calls.add(r -> r.expire(key, KEPT));
    }
    return calls;
  }

  private static String key(ProjectId reader, List<Envelope> answers) {
    return Keys.handed(reader, answers.getFirst().conversation());
  }

  private static String field(Envelope answer) {
    return answer.from() + " " + answer.id() + (answer.isVerified() ? " verified" : "");
  }
}
