package aether.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs on a Redis that knows rights for reading alone, which came with 7.0: on an older one, such
 * as the one that is carried along, not at all, and where {@code CI=true} it fails for want of it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRedis7.Condition.class)
public @interface RequiresRedis7 {
  /** Looks which one the tests use. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String version = RedisServer.binary().version();
      if (Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 7) {
        return ConditionEvaluationResult.enabled("Redis " + version);
      }
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(
            "these tests need Redis 7.0 or newer, this is "
                + version
                + "; install redis-server, or set AETHER_REDIS_SERVER to one");
      }
      String missing = "this is Redis " + version;
      System.err.println("NOT TESTED WITH REDIS 7: " + context.getDisplayName() + ", " + missing);
      return ConditionEvaluationResult.disabled(missing);
    }
  }
}
