package aether.testkit.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs in a real browser: without one not at all, and where {@code CI=true} it fails for want of
 * it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresBrowser.Condition.class)
public @interface RequiresBrowser {
  /** Looks whether there is one. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean present = Browser.binary().isPresent();
      if (!present && "true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(
            "these tests need a browser; install chromium, or set AETHER_CHROMIUM to one");
      }
      if (present) {
        return ConditionEvaluationResult.enabled("a browser is installed");
      }
      String missing = "no chromium on the PATH and no AETHER_CHROMIUM";
      System.err.println("NOT TESTED IN A BROWSER: " + context.getDisplayName() + ", " + missing);
      return ConditionEvaluationResult.disabled(missing);
    }
  }
}
