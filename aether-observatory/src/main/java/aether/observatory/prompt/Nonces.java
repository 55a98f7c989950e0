package aether.observatory.prompt;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Marks for the delimiters of one prompt: 128 random bits each, unknown to any sender. */
@FunctionalInterface
public interface Nonces {
  /** A fresh mark: a letter and 32 hexadecimal digits, so that it is never a number. */
  String next();

  /** Marks drawn from {@code random}; a prompt is only as safe as this is unpredictable. */
  static Nonces from(RandomGenerator random) {
    return () -> {
      byte[] bits = new byte[16];
      random.nextBytes(bits);
      return "m" + HexFormat.of().formatHex(bits);
    };
  }
}
