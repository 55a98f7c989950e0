package aether;

import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What {@code java -jar aether-core.jar} does: says of each line of stdin whether it is an envelope
 * (CONTRACT §2). Exit code 0 when all are, 1 when one is not, 2 when there was none.
 */
public final class EnvelopeCheck {
  private EnvelopeCheck() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length > 0) {
      out.println("usage: java -jar aether-core.jar < envelopes.jsonl");
      out.println("Says of each line whether it is an Aether envelope, and why not.");
      System.exit(args[0].equals("--help") ? 0 : 2);
    }
    System.exit(
        check(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out));
  }

  static int check(BufferedReader lines, PrintStream out) throws IOException {
    int read = 0;
    boolean allGood = true;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read++;
      switch (EnvelopeCodec.decode(line)) {
        case Decoded.Valid(var envelope) -> out.println("ok " + envelope.id());
        case Decoded.Invalid(var reason) -> {
          allGood = false;
          out.println("line " + read + ": " + reason);
        }
      }
    }
    return read == 0 ? 2 : allGood ? 0 : 1;
  }
}
