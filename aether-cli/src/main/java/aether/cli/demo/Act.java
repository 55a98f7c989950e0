package aether.cli.demo;

/** One scenario, played on a stage that was opened for it alone. */
@FunctionalInterface
interface Act {
  /** Plays it to its end. Everything in the answer is measured on the bus. */
  Verdict play(Stage stage) throws InterruptedException;
}
