package aether.redis.write;

import aether.bus.write.Handouts;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.Link;
import aether.redis.link.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The hashes {@code aether:handed:<reader>:<conversation>}: who has claimed which answer. */
final class RedisHandouts implements Handouts {
  /**
   * Stands where a claimant stood, once the answer has been given. The name of a claimant has a
   * space.
   */
  private static final String GIVEN = "given";

  private final Line line;
  private final Link link;

  RedisHandouts(Line line, Link link) {
    this.line = line;
    this.link = link;
  }

  @Override
  public List<Claim> claim(ProjectId reader, List<Envelope> answers, Claimant claimant) {
    if (answers.isEmpty()) {
      return List.of();
    }
    String key = key(reader, answers);
    return line.exclusively(redis -> {
      while (true) {
        redis.post(r -> r.watch(key));
        Map<String, String> known = redis.ask(r -> r.hgetall(key));
        String me = name(claimant);
        Set<String> holders = holders(known, answers, me);
        Set<String> alive = holders.isEmpty() ? holders : alive(redis, holders);
        List<Claim> claims = answers.stream().map(each -> judge(known, each, me, alive)).toList();
        List<Step> calls = calls(key, answers, claims, me);
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
  public void release(ProjectId reader, List<Envelope> answers, Claimant claimant) {
    if (answers.isEmpty()) {
      return;
    }
    String key = key(reader, answers);
    boolean _ =
        line.exclusively(redis -> {
          while (true) {
            redis.post(r -> r.watch(key));
            Map<String, String> known = redis.ask(r -> r.hgetall(key));
            String[] mine =
                answers.stream()
                    .map(RedisHandouts::field)
                    .filter(field -> name(claimant).equals(known.get(field)))
                    .toArray(String[]::new);
            if (mine.length == 0) {
              redis.ask(r -> r.unwatch());
              return false;
            }
            if (redis.transact(List.of(r -> r.hdel(key, mine))).isPresent()) {
              return true;
            }
          }
        });
  }

  @Override
  public Predicate<Envelope> unclaimed(ProjectId reader, ConversationId conversation) {
    Set<String> known =
        Set.copyOf(link.ask(redis -> redis.hkeys(Keys.handed(reader, conversation))));
    return answer -> !known.contains(field(answer));
  }

  private static Claim judge(
      Map<String, String> known, Envelope answer, String me, Set<String> alive) {
    String holder = known.get(field(answer));
    if (holder == null) {
      return Claim.FRESH;
    }
    if (holder.equals(GIVEN)) {
      return Claim.GIVEN;
    }
    if (holder.equals(me)) {
      return Claim.MINE;
    }
    return alive.contains(holder) ? Claim.HELD : Claim.ABANDONED;
  }

  /** The others who have claimed one of {@code answers} and not confirmed it. */
  private static Set<String> holders(Map<String, String> known, List<Envelope> answers, String me) {
    return answers.stream()
        .map(each -> known.get(field(each)))
        .filter(Objects::nonNull)
        .filter(holder -> !holder.equals(GIVEN) && !holder.equals(me))
        .collect(Collectors.toSet());
  }

  /** Those of {@code holders} whose lease is theirs. */
  private static Set<String> alive(Exchange redis, Set<String> holders) {
    Set<String> alive = new HashSet<>();
    for (String holder : holders) {
      ProjectId id = new ProjectId(holder.substring(0, Math.max(0, holder.indexOf(' '))));
      if (id.isSafe()) {
        redis
            .find(r -> r.get(Keys.lease(id)))
            .map(OwnerCodec::decode)
            .filter(owner -> name(new Claimant(id, owner.token())).equals(holder))
            .ifPresent(_ -> alive.add(holder));
      }
    }
    return alive;
  }

  private static String name(Claimant claimant) {
    return claimant.id() + " " + claimant.token();
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
